using System.Globalization;
using System.Text.Json;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Ingest;

/// <summary>
/// A metric's value as an object: New Relic's <c>{"type":"distribution","count":…}</c>, or a data point of an OpenTelemetry histogram, explicit
/// (<c>explicitBounds</c>, <c>bucketCounts</c>) or exponential (<c>scale</c>, <c>zeroCount</c>, <c>positive</c>, <c>negative</c>).
/// </summary>
internal static class DistributionReader
{
    private const string Expected = "expected a distribution with count, sum, min and max, or a histogram with bucketCounts and explicitBounds, or with scale and positive";

    /// <returns>A <see cref="Distribution"/>; a number for <c>count</c> and <c>gauge</c> metrics; null: it is none, see <see cref="Complaint"/>.</returns>
    public static object? Read(JsonElement value) => Complaint(value) is not null ? null : Kind(value) switch
    {
        "count" or "cumulativeCount" => Number(value, "count")!.Value,
        "gauge" => Number(value, "latest") ?? (Number(value, "sum")!.Value / Number(value, "count")!.Value),
        "timeslice" or "summary" => Distribution.Told(Number(value, "count")!.Value, Number(value, "sum")!.Value, Number(value, "min")!.Value, Number(value, "max")!.Value) with { Kind = Kind(value) },
        "explicit" => Explicit(value),
        "exponential" => Exponential(value),
        _ => Even(value),
    };

    /// <summary>What is wrong with it; null: nothing.</summary>
    public static string? Complaint(JsonElement value) => Kind(value) switch
    {
        "count" or "cumulativeCount" => Missing(value, "count"),
        "gauge" => value.TryGetProperty("latest", out _) ? Missing(value, "latest") : Missing(value, "count", "sum"),
        "timeslice" or "summary" or "distribution" => Missing(value, "count", "sum", "min", "max") ?? Disorder(value),
        "explicit" => Uneven(value) ?? Disorder(value),
        "exponential" => Missing(value, "scale") ?? Disorder(value),
        _ => Expected,
    };

    private static string Kind(JsonElement value) =>
        value.TryGetProperty("bucketCounts", out _) ? "explicit"
        : value.TryGetProperty("scale", out _) ? "exponential"
        : value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "";

    private static string? Missing(JsonElement value, params string[] names) =>
        names.FirstOrDefault(name => Number(value, name) is null) is { } missing ? $"{missing} is no number; {Expected}" : null;

    private static string? Disorder(JsonElement value) =>
        Number(value, "count") < 0 ? $"count is {Number(value, "count")}, expected 0 or more"
        : Number(value, "min") > Number(value, "max") ? $"min {Number(value, "min")} is above max {Number(value, "max")}" : null;

    private static string? Uneven(JsonElement value)
    {
        var (bounds, counts) = (Numbers(value, "explicitBounds"), Numbers(value, "bucketCounts"));
        return bounds is null || counts is null ? $"explicitBounds and bucketCounts must be lists of numbers; {Expected}"
            : counts.Count != bounds.Count + 1 ? $"{counts.Count} bucketCounts for {bounds.Count} explicitBounds, expected one more"
            : bounds.Zip(bounds.Skip(1)).Any(pair => pair.First >= pair.Second) ? "explicitBounds must rise"
            : counts.Any(count => count < 0) ? "bucketCounts must not be negative"
            : Number(value, "count") is { } count && count != counts.Sum() ? $"count is {count} and bucketCounts add up to {counts.Sum()}" : null;
    }

    /// <summary>Nothing is known but the ends: evenly between them.</summary>
    private static Distribution Even(JsonElement value)
    {
        var (count, min, max) = (Number(value, "count")!.Value, Number(value, "min")!.Value, Number(value, "max")!.Value);
        return new Distribution(Distribution.Spread, count, Number(value, "sum")!.Value, min, max, count == 0 ? [] : [new DistributionPiece(min, max, count)]);
    }

    private static Distribution Explicit(JsonElement value)
    {
        var (bounds, counts) = (Numbers(value, "explicitBounds")!, Numbers(value, "bucketCounts")!);
        var first = counts.FindIndex(count => count > 0);
        var last = counts.FindLastIndex(count => count > 0);
        // Without min and max the open ends close at the nearest bound, and the first bucket begins at 0 as durations do.
        var min = Number(value, "min") ?? (first <= 0 ? Math.Min(0, bounds.FirstOrDefault()) : bounds[first - 1]);
        var max = Number(value, "max") ?? (last < 0 ? 0 : last == bounds.Count ? bounds.LastOrDefault() : bounds[last]);
        return Distribution.Between(bounds, counts, Number(value, "sum") ?? 0, min, max);
    }

    private static Distribution Exponential(JsonElement value)
    {
        var growth = Math.Pow(2, Math.Pow(2, -Number(value, "scale")!.Value));
        List<DistributionPiece> pieces =
        [
            .. Side(value, "negative", growth).Select(piece => new DistributionPiece(-piece.High, -piece.Low, piece.Count)),
            .. Number(value, "zeroCount") is > 0 and var zeros ? new[] { new DistributionPiece(0, 0, zeros) } : [],
            .. Side(value, "positive", growth),
        ];
        var min = Number(value, "min") ?? (pieces.Count == 0 ? 0 : pieces.Min(piece => piece.Low));
        var max = Number(value, "max") ?? (pieces.Count == 0 ? 0 : pieces.Max(piece => piece.High));
        return new Distribution(Distribution.Spread, pieces.Sum(piece => piece.Count), Number(value, "sum") ?? 0, min, max,
            [.. pieces.Select(piece => piece with { Low = Math.Clamp(piece.Low, min, max), High = Math.Clamp(piece.High, min, max) })]);
    }

    /// <summary>Bucket i of an exponential histogram holds what lies above growth^i and up to growth^(i+1).</summary>
    private static IEnumerable<DistributionPiece> Side(JsonElement value, string side, double growth)
    {
        if (!value.TryGetProperty(side, out var buckets) || buckets.ValueKind != JsonValueKind.Object || Numbers(buckets, "bucketCounts") is not { } counts)
        {
            return [];
        }

        var offset = Number(buckets, "offset") ?? 0;
        return counts.Select((count, index) => new DistributionPiece(Math.Pow(growth, offset + index), Math.Pow(growth, offset + index + 1), count)).Where(piece => piece.Count > 0);
    }

    /// <summary>A number, also as text: OTLP's JSON writes 64-bit integers so.</summary>
    private static double? Number(JsonElement value, string name) => value.TryGetProperty(name, out var found) ? Number(found) : null;

    private static double? Number(JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.Number when found.TryGetDouble(out var number) && double.IsFinite(number) => number,
        JsonValueKind.String when double.TryParse(found.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    private static List<double>? Numbers(JsonElement value, string name)
    {
        if (!value.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var numbers = list.EnumerateArray().Select(Number).ToList();
        return numbers.Contains(null) ? null : [.. numbers.Select(number => number!.Value)];
    }
}
