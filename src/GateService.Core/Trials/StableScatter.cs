using GateService.Core.Evidence;
using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>What stable's own pods, before and beside the canary, say about how healthy buckets of this service scatter.</summary>
/// <param name="Pods">Pods that served before the rollout.</param>
/// <param name="PriorDispersion">D_0 ≥ 1; 1 without history.</param>
/// <param name="SlowImbalance">ω for each cell of the rollout by time, and one beyond; empty without pods.</param>
public sealed record StableScatter(int Pods, double PriorDispersion, IReadOnlyList<double> SlowImbalance)
{
    private const double ChancesOfRequest = 1000;

    /// <summary>Of what was seen once within a time there are up to so many in as long a time (Poisson, 97.5 %).</summary>
    private const double AtMostOfOneSeen = 5.57;

    /// <summary>How single pods scattered; null without counts of pods before the rollout.</summary>
    public PodScatter? ByPod { get; init; }

    /// <summary>For each tilt the nats that the worst minute of these pods would have won; null where buckets are no minutes, and where too few minutes were seen. See <see cref="HealthyMinutes"/>.</summary>
    public IReadOnlyList<double>? WorstHealthy { get; init; }

    /// <param name="pods">Stable's pods, cell by cell.</param>
    /// <param name="rollout">Where the rollout begins; what lies before is history.</param>
    /// <param name="clock">Of the policy's bucket.</param>
    /// <param name="scatter">Of counts or means. Slow imbalance is a component of counts: for means there is none.</param>
    /// <param name="canary">The canary's exposure in its first bucket that counts; 0 where it is not known.</param>
    public static StableScatter Of(IReadOnlyList<PodSeries> pods, DateTimeOffset rollout, Clock clock, Scatter scatter, double canary = 0)
    {
        var past = pods.Count == 0 ? 0 : CellsBefore(pods[0].Cells, rollout);
        var served = pods.Where(pod => HasServed(pod.Cells, past)).ToList();
        if (served.Count == 0)
        {
            return new StableScatter(0, 1, []);
        }

        if (served[0].Cells.Any(cell => cell.Mean is not null && cell.Bad is null))
        {
            return new StableScatter(served.Count, Dispersion.OfHistory<MeanBucket>(PodMeans.Against(served, rollout), scatter), []);
        }

        var own = served.ConvertAll(pod => Cells(pod, 0, past));
        var dispersion = Dispersion.OfHistory<CountBucket>(Dispersion.HistoryCells(Totals(own), 1), scatter);
        var isAlone = served.Count == 1;
        var history = isAlone || served.Count == pods.Count ? own : [.. pods.Select(pod => Cells(pod, 0, past))];
        var beside = (isAlone ? pods.Take(1) : pods).Select(pod => Cells(pod, past, pod.Cells.Count)).ToList();
        var byPod = PodScatter.Of(own, scatter);
        return new StableScatter(served.Count, dispersion, Statistics.SlowImbalance.Of(history, beside, clock.CellsPerBlock, byPod.Plain, AtMostOfOneSeen))
        {
            ByPod = byPod,
            WorstHealthy = clock.BucketsPerCell > 1 || own.Sum(pod => pod.Count(cell => cell.Exposure > 0)) < HealthyMinutes.Enough
                ? null
                : HealthyMinutes.WorstOf(own, byPod.Of(scatter), dispersion, Margins.ByPods(served.Count), canary),
        };
    }

    /// <summary>
    /// What a request can do several times, such as logging an error, scatters as counts without a ceiling do: as rare events out of many more chances than requests.
    /// </summary>
    public static IReadOnlyList<PodSeries> OfRates(IReadOnlyList<PodSeries> pods) =>
        [.. pods.Select(pod => pod with { Cells = [.. pod.Cells.Select(cell => cell with { Exposure = cell.Exposure * ChancesOfRequest })] })];

    /// <summary>ω for a sequence of cells, some of the rollout's left out: each takes what was known when it began.</summary>
    public double[] SlowImbalanceAt(IEnumerable<DateTimeOffset> cellBegins, DateTimeOffset rollout, TimeSpan cell) => SlowImbalance.Count == 0
        ? []
        : [.. cellBegins.Select(begin => SlowImbalance[Math.Clamp((int)Math.Floor((begin - rollout) / cell), 0, SlowImbalance.Count - 1)])];

    /// <summary>Cells come oldest first, the same ones for every pod.</summary>
    private static int CellsBefore(IReadOnlyList<Bucket> cells, DateTimeOffset rollout)
    {
        var before = 0;
        while (before < cells.Count && cells[before].Begin < rollout)
        {
            before++;
        }

        return before;
    }

    private static bool HasServed(IReadOnlyList<Bucket> cells, int before)
    {
        for (var t = 0; t < before; t++)
        {
            if (cells[t].Exposure > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static (double Bad, double Exposure)[] Cells(PodSeries pod, int from, int to)
    {
        var cells = new (double, double)[to - from];
        for (var t = 0; t < cells.Length; t++)
        {
            var cell = pod.Cells[from + t];
            cells[t] = (cell.Bad ?? 0, cell.Exposure);
        }

        return cells;
    }

    private static (double Bad, double Exposure)[] Totals(List<(double Bad, double Exposure)[]> pods)
    {
        var totals = new (double Bad, double Exposure)[pods[0].Length];
        foreach (var pod in pods)
        {
            for (var t = 0; t < totals.Length; t++)
            {
                totals[t] = (totals[t].Bad + pod[t].Bad, totals[t].Exposure + pod[t].Exposure);
            }
        }

        return totals;
    }
}
