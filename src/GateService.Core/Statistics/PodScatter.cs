namespace GateService.Core.Statistics;

/// <summary>
/// How single pods of stable scattered from minute to minute before the rollout. Stable as a whole hides it: a cluster of forty errors is little among three hundred, and all there is among a
/// canary's fifteen.
/// </summary>
/// <param name="Plain">Variance over mean of a pod's minute, whatever it comes of; at least 1.</param>
/// <param name="Dispersion">The same beyond a jitter of τ; at least 1.</param>
/// <param name="Clusters">φ̂: the part of it that neither jitter explains nor a change that the other pods share; at least 1.</param>
/// <param name="Pairs">Successive minutes that were compared.</param>
public readonly record struct PodScatter(double Plain, double Dispersion, double Clusters, int Pairs)
{
    /// <summary>A pair of minutes counts as at most this much.</summary>
    private const double Winsor = 100;

    /// <summary>A pod's rate may jitter by this much from minute to minute before its errors are taken to come at once: one cannot tell both apart in busy pods, in quiet ones one can.</summary>
    private const double Jitter = 0.4;

    /// <summary>Bad events of the other pods in a minute with which it says as much of what they all share as the whole time does.</summary>
    private const double SharedBad = 30;

    /// <summary>A probability below 1, for a minute in which the others nearly all failed.</summary>
    private const double MostShared = 0.999;

    /// <summary>Pairs from which on it is known how large a jump is too large for chance.</summary>
    private const int Enough = 30;

    private const double Jump = 5;

    /// <param name="pods">Stable's pods before the rollout, cell by cell.</param>
    /// <param name="scatter">What is believed beforehand.</param>
    public static PodScatter Of(IEnumerable<(double Bad, double Exposure)[]> pods, Scatter scatter)
    {
        var (plain, beyond, clusters, unshared, pairs) = (0.0, 0.0, 0.0, 0.0, 0);
        List<(double Bad, double Exposure)[]> all = [.. pods];
        var totals = Totals(all);
        foreach (var pod in all)
        {
            var cells = Statistics.Dispersion.HistoryCells(pod, 1);
            var shared = Shared(pod, cells, totals);
            for (var i = 1; i < cells.Length; i++)
            {
                if (Pair(cells[i - 1], cells[i]) is { } pair)
                {
                    (plain, pairs) = (plain + Math.Min(pair.Squared, Winsor), pairs + 1);
                    beyond += Math.Min(pair.Squared / (1 + (scatter.TauSquared * pair.Information)), Winsor);
                    clusters += Beyond(pair);
                    unshared += Pair(shared[i - 1], shared[i]) is { } own ? Beyond(own) : 0;
                }
            }
        }

        return new PodScatter(Mean(plain), Mean(beyond), Mean(Math.Min(clusters, unshared)), pairs);

        // The others scatter too: where they share nothing with a pod, its own mean is the better measure.
        double Beyond((double Squared, double Information) pair) => Math.Min(pair.Squared, Winsor) - (Jitter * Jitter * pair.Information);

        double Mean(double sum) => Math.Max(1, (scatter.PriorWeight + sum) / (scatter.PriorWeight + pairs));
    }

    /// <summary>Pearson's X² of two cells, and the mean information of both: what is left of it over the variance of jitter alone.</summary>
    private static (double Squared, double Information)? Pair(CountBucket one, CountBucket other) => CountBucket.PairStatistic(one, other, 1, 0) is { } squared
        ? (squared, squared > 0 ? squared / CountBucket.PairStatistic(one, other, 0, 1)!.Value : 0)
        : null;

    /// <summary>
    /// A pod's minutes against what the others had in them, drawn towards their mean where that is few: an outage that begins, and a dependency's weather, are in all pods at once and in no pod clusters.
    /// In the comparison of the slices they cancel as well. (The mean of a gamma prior worth <see cref="SharedBad"/> and so many Poisson counts.)
    /// </summary>
    private static CountBucket[] Shared((double Bad, double Exposure)[] pod, CountBucket[] cells, (double Bad, double Exposure)[] totals)
    {
        var others = new (double Bad, double Exposure)[cells.Length];
        var (bad, exposure) = (0.5, 1.0);
        for (var i = 0; i < others.Length; i++)
        {
            others[i] = (totals[i].Bad - pod[i].Bad, totals[i].Exposure - pod[i].Exposure);
            (bad, exposure) = (bad + others[i].Bad, exposure + others[i].Exposure);
        }

        return [.. cells.Zip(others, (cell, other) => cell with { Boundary = Math.Min(MostShared, cell.Boundary * (other.Bad + SharedBad) / ((other.Exposure * bad / exposure) + SharedBad)) })];
    }

    private static (double Bad, double Exposure)[] Totals(List<(double Bad, double Exposure)[]> pods)
    {
        var totals = new (double Bad, double Exposure)[pods.Count == 0 ? 0 : pods[0].Length];
        foreach (var pod in pods)
        {
            for (var t = 0; t < totals.Length; t++)
            {
                totals[t] = (totals[t].Bad + pod[t].Bad, totals[t].Exposure + pod[t].Exposure);
            }
        }

        return totals;
    }

    /// <summary>What is believed of the canary's pod: as many errors at once, and no pair of its buckets that counts for more than five times what is usual, so that a fault that comes and goes does not pass for noise.</summary>
    public Scatter Of(Scatter prior) => prior with { Clusters = Clusters, Winsor = Pairs < Enough ? prior.Winsor : Math.Min(prior.Winsor, Jump * Dispersion) };
}
