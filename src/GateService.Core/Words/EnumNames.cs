using System.Runtime.CompilerServices;

namespace GateService.Core.Words;

/// <summary>Enum values as written in files and JSON: camelCase.</summary>
public static class EnumNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => Known<T>.Names.Of(Number(value)) ?? EnumTable.Word(value.ToString());

    public static T? Read<T>(string text)
        where T : struct, Enum => Known<T>.Names.Read(text) is { } number ? Unsafe.BitCast<int, T>(number) : null;

    /// <summary>For messages: <c>canary, blueGreen or rolling</c>.</summary>
    public static string Choices<T>()
        where T : struct, Enum => Known<T>.Names.Choices;

    private static int Number<T>(T value)
        where T : struct, Enum => Unsafe.BitCast<T, int>(value);

    private static class Known<T>
        where T : struct, Enum
    {
        public static readonly EnumTable Names = new(typeof(T));
    }
}
