using GateService.Core.Evidence;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>Means of several pods put together cell by cell: sizes add up, variances within and between pods too (the sums of squares of an analysis of variance).</summary>
internal static class PooledMeans
{
    /// <summary>All pods' cells before <paramref name="rollout"/> against their own mean over that time.</summary>
    public static MeanBucket[] Against(IReadOnlyList<PodSeries> pods, DateTimeOffset rollout)
    {
        var cells = pods[0].Cells.Index().Where(cell => cell.Item.Begin < rollout).Select(cell => Of([.. pods.Select(pod => pod.Cells[cell.Index])])).ToList();
        var whole = cells.Sum(cell => cell.Size * cell.Mean) / Math.Max(1, cells.Sum(cell => cell.Size));
        return whole > 0 ? [.. cells.Select(cell => Boundary.Absolute(cell, whole))] : [];
    }

    public static SampleMean Of(IReadOnlyList<Bucket> buckets)
    {
        var size = buckets.Sum(bucket => bucket.Exposure);
        var mean = size > 0 ? buckets.Sum(bucket => bucket.Exposure * (bucket.Mean ?? 0)) / size : 0;
        var squares = buckets.Where(bucket => bucket.Exposure > 0).Sum(bucket =>
        {
            var (within, between) = (bucket.StandardDeviation ?? 0, (bucket.Mean ?? 0) - mean);
            return ((bucket.Exposure - 1) * within * within) + (bucket.Exposure * between * between);
        });
        return new SampleMean(size, mean, size > 1 ? Math.Sqrt(squares / (size - 1)) : 0);
    }
}
