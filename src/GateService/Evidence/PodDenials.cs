using GateService.Core.Evidence;

namespace GateService.Evidence;

/// <summary>Denials of a slice as its pods tell them, where the query for both slices had no room for one column more.</summary>
internal static class PodDenials
{
    /// <summary>Of a bucket's refusals so many must be its pods': only the busiest are asked about one by one.</summary>
    private const double Nearly = 0.95;

    /// <param name="judged">The slice; as it is where it tells denials itself.</param>
    /// <param name="pods">Its pods, on the same buckets.</param>
    public static SliceEvidence Of(SliceEvidence judged, IReadOnlyList<PodSeries> pods)
    {
        var whole = pods.Where(pod => pod.Cells.Count == judged.Buckets.Count).ToList();
        return judged.Buckets.Any(bucket => bucket.Denied is not null) || !whole.Exists(pod => pod.Cells.Any(cell => cell.Denied is not null)) ? judged
            : judged with { Buckets = [.. judged.Buckets.Select((bucket, t) => bucket with { Denied = Denied(bucket, [.. whole.Select(pod => pod.Cells[t])]) })] };
    }

    /// <summary>What no pod tells is none of those that may stand for a failure.</summary>
    private static double? Denied(Bucket bucket, IReadOnlyList<Bucket> cells) => bucket.Bad is { } bad && cells.Sum(cell => cell.Bad ?? 0) >= Nearly * bad
        ? Math.Max(0, bad - cells.Sum(cell => (cell.Bad ?? 0) - Math.Min(cell.Bad ?? 0, cell.Denied ?? cell.Bad ?? 0)))
        : null;
}
