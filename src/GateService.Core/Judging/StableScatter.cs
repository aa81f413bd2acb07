using GateService.Core.Evidence;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>What stable's own pods, before and beside the canary, say about how healthy buckets of this service scatter.</summary>
/// <param name="Pods">Pods that served before the rollout.</param>
/// <param name="PriorDispersion">D_0 ≥ 1; 1 without history.</param>
/// <param name="SlowImbalance">ω for each cell of the rollout by time, and one beyond; empty without pods.</param>
public sealed record StableScatter(int Pods, double PriorDispersion, IReadOnlyList<double> SlowImbalance)
{
    /// <param name="pods">Stable's pods, cell by cell.</param>
    /// <param name="rollout">Where the rollout begins; what lies before is history.</param>
    /// <param name="clock">Of the policy's bucket.</param>
    /// <param name="scatter">Of counts or means. Slow imbalance is a component of counts: for means there is none.</param>
    public static StableScatter Of(IReadOnlyList<PodSeries> pods, DateTimeOffset rollout, Clock clock, Scatter scatter)
    {
        var served = pods.Where(pod => pod.Cells.Any(cell => cell.Begin < rollout && cell.Exposure > 0)).ToList();
        if (served.Count == 0)
        {
            return new StableScatter(0, 1, []);
        }

        if (served[0].Cells.Any(cell => cell.Mean is not null && cell.Bad is null))
        {
            return new StableScatter(served.Count, Dispersion.OfHistory<MeanBucket>(PooledMeans.Against(served, rollout), scatter), []);
        }

        var (history, beside) = (Cells(pods, bucket => bucket.Begin < rollout), Cells(pods, bucket => bucket.Begin >= rollout));
        var own = Cells(served, bucket => bucket.Begin < rollout);
        var totals = Enumerable.Range(0, own[0].Length).Select(t => (own.Sum(pod => pod[t].Bad), own.Sum(pod => pod[t].Exposure))).ToArray();
        var dispersion = Dispersion.OfHistory<CountBucket>(Dispersion.HistoryCells(totals, 1), scatter);
        var isAlone = served.Count == 1;
        return new StableScatter(
            served.Count, dispersion, Statistics.SlowImbalance.Of(isAlone ? own : history, isAlone ? [.. beside.Take(1)] : beside, clock.CellsPerBlock, dispersion));
    }

    /// <summary>ω for a sequence of cells, some of the rollout's left out: each takes what was known when it began.</summary>
    public double[] SlowImbalanceAt(IEnumerable<DateTimeOffset> cellBegins, DateTimeOffset rollout, TimeSpan cell) => SlowImbalance.Count == 0
        ? []
        : [.. cellBegins.Select(begin => SlowImbalance[Math.Clamp((int)Math.Floor((begin - rollout) / cell), 0, SlowImbalance.Count - 1)])];

    private static List<(double Bad, double Exposure)[]> Cells(IReadOnlyList<PodSeries> pods, Func<Bucket, bool> isWanted) =>
        [.. pods.Select(pod => pod.Cells.Where(isWanted).Select(cell => (cell.Bad ?? 0, cell.Exposure)).ToArray())];
}
