using GateService.Core.Evidence;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>Means of several samples put together: sizes add up, variances within and between pods too (the sums of squares of an analysis of variance).</summary>
internal static class PooledMeans
{
    /// <summary>All pods' cells before <paramref name="rollout"/> against their own mean over that time.</summary>
    public static MeanBucket[] Against(IReadOnlyList<PodSeries> pods, DateTimeOffset rollout)
    {
        var cells = pods[0].Cells.Index().Where(cell => cell.Item.Begin < rollout)
            .Select(cell => Of([.. pods.Select(pod => Sample(pod.Cells[cell.Index]))])).ToList();
        var whole = cells.Sum(cell => cell.Size * cell.Mean) / Math.Max(1, cells.Sum(cell => cell.Size));
        return whole > 0 ? [.. cells.Select(cell => Boundary.Absolute(cell, whole))] : [];
    }

    public static SampleMean Of(IReadOnlyList<SampleMean> samples)
    {
        var size = samples.Sum(sample => sample.Size);
        var mean = size > 0 ? samples.Sum(sample => sample.Size * sample.Mean) / size : 0;
        var squares = samples.Where(sample => sample.Size > 0).Sum(sample =>
            ((sample.Size - 1) * sample.Deviation * sample.Deviation) + (sample.Size * (sample.Mean - mean) * (sample.Mean - mean)));
        return new SampleMean(size, mean, size > 1 ? Math.Sqrt(Math.Max(0, squares) / (size - 1)) : 0);
    }

    private static SampleMean Sample(Bucket bucket) => new(bucket.Exposure, bucket.Mean ?? 0, bucket.StandardDeviation ?? 0);
}
