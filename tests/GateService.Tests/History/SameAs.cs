using System.Collections;
using System.Text.Json;

namespace GateService.Tests.History;

/// <summary>Compares two graphs of objects field by field, private ones too, and doubles by their bits.</summary>
internal static class SameAs
{
    /// <summary>Where they differ first; null when they do not.</summary>
    public static string? Difference(object? one, object? other, string path = "record")
    {
        if (one is null || other is null)
        {
            return one is null && other is null ? null : $"{path}: {one ?? "null"} and {other ?? "null"}";
        }

        // A value of type object is read back as JSON.
        if (other is JsonElement element)
        {
            return JsonSerializer.SerializeToElement(one).GetRawText() == element.GetRawText() ? null : $"{path}: {one} and {element}";
        }

        return (one, other) switch
        {
            (double first, double second) => BitConverter.DoubleToInt64Bits(first) == BitConverter.DoubleToInt64Bits(second) ? null : $"{path}: {first:R} and {second:R}",
            _ when one is string || one.GetType().IsPrimitive || one.GetType().IsEnum || one is DateTimeOffset or TimeSpan => one.Equals(other) ? null : $"{path}: {one} and {other}",
            (IDictionary first, IDictionary second) => Dictionaries(first, second, path),
            (IEnumerable first, IEnumerable second) => Lists(first, second, path),
            _ => one.GetType() != other.GetType() ? $"{path}: {one.GetType().Name} and {other.GetType().Name}"
                : RecordFormatTests.Fields(one.GetType()).Select(field => Difference(field.GetValue(one), field.GetValue(other), $"{path}.{field.Name}")).FirstOrDefault(found => found is not null),
        };
    }

    private static string? Dictionaries(IDictionary one, IDictionary other, string path) => one.Count != other.Count
        ? $"{path}: {one.Count} and {other.Count} entries"
        : one.Keys.Cast<object>().Select(key => Difference(one[key], other[key], $"{path}[{key}]")).FirstOrDefault(found => found is not null);

    private static string? Lists(IEnumerable one, IEnumerable other, string path)
    {
        var (first, second) = (one.Cast<object?>().ToList(), other.Cast<object?>().ToList());
        return first.Count != second.Count
            ? $"{path}: {first.Count} and {second.Count} items"
            : first.Zip(second).Select((pair, index) => Difference(pair.First, pair.Second, $"{path}[{index}]")).FirstOrDefault(found => found is not null);
    }
}
