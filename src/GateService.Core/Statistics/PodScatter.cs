namespace GateService.Core.Statistics;

/// <summary>
/// How single pods of stable scattered from minute to minute before the rollout. Stable as a whole hides it: a cluster of forty errors is little among three hundred, and all there is among a
/// canary's fifteen.
/// </summary>
/// <param name="Plain">Variance over mean of a pod's minute, whatever it comes of; at least 1.</param>
/// <param name="Dispersion">The same beyond a jitter of τ; at least 1.</param>
/// <param name="Clusters">φ̂: the part of it that no jitter explains; at least 1.</param>
/// <param name="Pairs">Successive minutes that were compared.</param>
public readonly record struct PodScatter(double Plain, double Dispersion, double Clusters, int Pairs)
{
    /// <summary>A pair of minutes counts as at most this much.</summary>
    private const double Winsor = 100;

    /// <summary>A pod's rate may jitter by this much from minute to minute before its errors are taken to come at once: one cannot tell both apart in busy pods, in quiet ones one can.</summary>
    private const double Jitter = 0.4;

    /// <summary>Pairs from which on it is known how large a jump is too large for chance.</summary>
    private const int Enough = 30;

    private const double Jump = 5;

    /// <param name="pods">Stable's pods before the rollout, cell by cell.</param>
    /// <param name="scatter">What is believed beforehand.</param>
    public static PodScatter Of(IEnumerable<(double Bad, double Exposure)[]> pods, Scatter scatter)
    {
        var (plain, beyond, clusters, pairs) = (0.0, 0.0, 0.0, 0);
        foreach (var pod in pods)
        {
            var cells = Statistics.Dispersion.HistoryCells(pod, 1);
            for (var i = 1; i < cells.Length; i++)
            {
                if (CountBucket.PairStatistic(cells[i - 1], cells[i], 1, 0) is { } squared)
                {
                    // Over the variance of jitter alone: what is left of the statistic is the mean information of both cells.
                    var information = squared > 0 ? squared / CountBucket.PairStatistic(cells[i - 1], cells[i], 0, 1)!.Value : 0;
                    var counted = Math.Min(squared, Winsor);
                    (plain, clusters, pairs) = (plain + counted, clusters + counted - (Jitter * Jitter * information), pairs + 1);
                    beyond += Math.Min(squared / (1 + (scatter.TauSquared * information)), Winsor);
                }
            }
        }

        return new PodScatter(Mean(plain), Mean(beyond), Mean(clusters), pairs);

        double Mean(double sum) => Math.Max(1, (scatter.PriorWeight + sum) / (scatter.PriorWeight + pairs));
    }

    /// <summary>What is believed of the canary's pod: as many errors at once, and no pair of its buckets that counts for more than five times what is usual, so that a fault that comes and goes does not pass for noise.</summary>
    public Scatter Of(Scatter prior) => prior with { Clusters = Clusters, Winsor = Pairs < Enough ? prior.Winsor : Math.Min(prior.Winsor, Jump * Dispersion) };
}
