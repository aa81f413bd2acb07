using System.Collections.Frozen;

namespace GateService.Core.Words;

/// <summary>Enum values as written in files and JSON: camelCase.</summary>
public static class EnumNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => Known<T>.Words.TryGetValue(value, out var word) ? word : Word(value);

    public static T? Read<T>(string text)
        where T : struct, Enum => Known<T>.Values.TryGetValue(text, out var value) ? value : null;

    /// <summary>For messages: <c>canary, blueGreen or rolling</c>.</summary>
    public static string Choices<T>()
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().Select(Of).ToList();
        return names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
    }

    private static string Word<T>(T value)
        where T : struct, Enum => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];

    private static class Known<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words = Enum.GetValues<T>().Distinct().ToFrozenDictionary(value => value, Word);
        public static readonly FrozenDictionary<string, T> Values = Enum.GetValues<T>().Distinct().ToFrozenDictionary(Word);
    }
}
