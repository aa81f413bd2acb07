using GateService.Core.Evidence;
using GateService.Core.Policies;

namespace GateService.Core.Trials;

/// <summary>What stable was like before the canary came, all of its pods together.</summary>
/// <param name="Cells">Whole cells, oldest first: bad events and all of them.</param>
internal sealed record StablePast(IReadOnlyList<(double Bad, double Exposure)> Cells)
{
    private const int FewestCells = 10;

    /// <summary>Share of the requests that is beyond what any past shows.</summary>
    private const double Most = 0.9;

    /// <summary>Cells of the past that a share is observed over.</summary>
    private const int Smoothed = 3;

    public double Share => Cells.Sum(cell => cell.Bad) / Cells.Sum(cell => cell.Exposure);

    /// <summary>Null where its cells are too few to tell what it is like.</summary>
    /// <param name="pods">Of stable.</param>
    /// <param name="begin">What lies before is the past.</param>
    public static StablePast? Of(IReadOnlyList<PodSeries> pods, DateTimeOffset begin)
    {
        var cell = CellOf(pods);
        var past = new StablePast(
        [
            .. pods.SelectMany(pod => pod.Cells).Where(known => known.Begin + cell <= begin).GroupBy(known => known.Begin).OrderBy(known => known.Key)
                .Select(known => (known.Sum(one => one.Bad ?? 0), known.Sum(one => one.Exposure))),
        ]);
        return past.Cells.Count(known => known.Exposure > 0) >= FewestCells ? past : null;
    }

    /// <summary>How long a cell of these pods is; nothing where they have less than two.</summary>
    public static TimeSpan CellOf(IReadOnlyList<PodSeries> pods) => pods.Count > 0 && pods[0].Cells.Count > 1 ? pods[0].Cells[1].Begin - pods[0].Cells[0].Begin : TimeSpan.Zero;

    /// <summary>What a stable as it was never shows: so many times its mean, more than its worst minutes, and enough to matter to anybody.</summary>
    public double Boundary(Objective objective)
    {
        var times = objective is LatencyObjective ? 4 : 2;
        var mean = (Cells.Sum(cell => cell.Bad) + 0.5) / (Cells.Sum(cell => cell.Exposure) + 1);
        return Math.Min(Math.Max(Math.Max(times * mean, Worst), Least(objective)), Most);
    }

    /// <summary>The largest share of three cells in a row.</summary>
    public double Worst => Enumerable.Range(Smoothed, Cells.Count - Smoothed + 1).Select(end => Cells.Take(end).Skip(end - Smoothed).ToList()).Where(cells => cells.Sum(cell => cell.Exposure) > 0)
        .Max(cells => cells.Sum(cell => cell.Bad) / cells.Sum(cell => cell.Exposure));

    /// <summary>Beyond stable's own quantile lie 1 - q of its requests; four times as many are there when it is about half as slow again. Callers are refused at all times.</summary>
    public static double Least(Objective objective) => Math.Min(objective is LatencyObjective latency ? 4 * (1 - latency.Quantile) : objective is ApdexObjective ? 0.05 : objective is RefusalRateObjective ? 0.02 : 0.005, Most);
}
