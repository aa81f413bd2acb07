using GateService.Starting;

namespace Charts.Tests.Fit;

/// <summary>Every setting that the gate reads, as variables name them.</summary>
internal static class GateSettings
{
    public static IReadOnlyDictionary<string, Type> Sections => KnownSettings.Sections;

    /// <summary>Setting by setting what it is read as; * stands for a number in a list or a name in a map.</summary>
    public static IEnumerable<(string Name, string Kind)> All { get; } = [.. Sections.SelectMany(section => Of(section.Key, section.Value)).OrderBy(setting => setting.Name, StringComparer.Ordinal)];

    private static IEnumerable<(string Name, string Kind)> Of(string name, Type type) => Kind(Nullable.GetUnderlyingType(type) ?? type) is { } kind ? [(name, kind)]
        : ElementOf(type) is { } element ? Of($"{name}__*", element)
        : type.GetProperties().Where(property => property.CanWrite).SelectMany(property => Of($"{name}__{property.Name}", property.PropertyType));

    private static string? Kind(Type type) =>
        type == typeof(string) ? "text"
        : type == typeof(bool) ? "truth"
        : type == typeof(int) || type == typeof(long) ? "whole number"
        : type == typeof(double) ? "number"
        : type == typeof(TimeSpan) ? "duration"
        : type == typeof(DateTimeOffset) ? "moment"
        : type == typeof(Uri) ? "address"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : null;

    private static Type? ElementOf(Type type) => type.GetInterfaces().Append(type)
        .Where(of => of.IsGenericType && (of.GetGenericTypeDefinition() == typeof(IDictionary<,>) || of.GetGenericTypeDefinition() == typeof(IEnumerable<>)))
        .OrderBy(of => of.GetGenericTypeDefinition() == typeof(IDictionary<,>) ? 0 : 1)
        .Select(of => of.GetGenericArguments()[^1]).FirstOrDefault();
}
