using GateService.Core.Evidence;
using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>Means of stable's pods before the rollout, all pods together.</summary>
internal static class PodMeans
{
    /// <summary>The pods' cells before <paramref name="rollout"/> against their own mean over that time.</summary>
    public static MeanBucket[] Against(IReadOnlyList<PodSeries> pods, DateTimeOffset rollout)
    {
        var cells = pods[0].Cells.Index().Where(cell => cell.Item.Begin < rollout)
            .Select(cell => PooledMeans.Of([.. pods.Select(pod => Sample(pod.Cells[cell.Index]))])).ToList();
        var whole = cells.Sum(cell => cell.Size * cell.Mean) / Math.Max(1, cells.Sum(cell => cell.Size));
        return whole > 0 ? [.. cells.Select(cell => Boundary.Absolute(cell, whole))] : [];
    }

    private static SampleMean Sample(Bucket bucket) => new(bucket.Exposure, bucket.Mean ?? 0, bucket.StandardDeviation ?? 0);
}
