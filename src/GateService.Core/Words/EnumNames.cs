namespace GateService.Core.Words;

/// <summary>Enum values as written in files and JSON: camelCase.</summary>
public static class EnumNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];

    public static T? Read<T>(string text)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => Of(value) == text).Select(value => (T?)value).FirstOrDefault();

    /// <summary>For messages: <c>canary, blueGreen or rolling</c>.</summary>
    public static string Choices<T>()
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().Select(Of).ToList();
        return names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
    }
}
