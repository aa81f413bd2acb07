using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>
/// Requests above the share of the traffic that the canary had until two minutes ago, or has by its weight. A client that begins to hammer it, and fails, brings its requests along; a canary
/// that begins to fail has no more requests than before. So where one bucket must do for a verdict, the surplus is left out as if all of it had failed: of a canary that is dead nothing but
/// failures remains.
/// </summary>
internal static class Surplus
{
    /// <summary>Up to so many standard errors above what is expected is chance.</summary>
    private const double StandardErrors = 2;

    /// <summary>Minutes whose median says what share the canary has: one of them in which a client hammers says nothing.</summary>
    private const int Minutes = 5;

    /// <summary>The canary's counts without its surplus.</summary>
    /// <param name="trial">Of requests.</param>
    /// <param name="pairs">Its buckets that count, bad ones counted as failed.</param>
    /// <param name="countsUnknown">Whether a bucket counts as it is where nobody knows what share the canary should have; else it tells nothing.</param>
    public static IReadOnlyList<CountPair> LeftOut(Trial trial, IReadOnlyList<CountPair> pairs, bool countsUnknown)
    {
        if (!trial.Kept.HasControl)
        {
            return pairs;
        }

        var usual = Usual(trial);
        return [.. pairs.Select((pair, t) => !Boundary.HasControl(pair.CanaryExposure, pair.StableExposure) ? pair
            : Math.Max(usual[trial.Kept.Indices[t]], OfWeight(trial, t)) is > 0 and { } ratio ? Less(pair, ratio)
            : countsUnknown ? pair : default)];
    }

    /// <param name="pair">A bucket.</param>
    /// <param name="ratio">Canary's over stable's requests that are no surplus.</param>
    private static CountPair Less(CountPair pair, double ratio)
    {
        var expected = ratio * pair.StableExposure;
        var surplus = Math.Max(0, pair.CanaryExposure - expected - (StandardErrors * Math.Sqrt(expected * (1 + ratio))));
        return pair with { CanaryBad = Math.Max(0, pair.CanaryBad - surplus), CanaryExposure = pair.CanaryExposure - surplus };
    }

    /// <summary>The caller's word for the buckets of this step.</summary>
    private static double OfWeight(Trial trial, int t) =>
        trial.Context.Weight is > 0 and < 100 and { } weight && trial.Kept.Weights[t] is { } known && known.Equals(weight) ? weight / (100 - weight) : 0;

    /// <summary>For each bucket of the span the median ratio of some minutes that were over two minutes before, those of warm-ups too; 0 where there are none.</summary>
    private static double[] Usual(Trial trial)
    {
        var (judged, control, clock) = (trial.Evidence.Judged.Buckets, trial.Evidence.Control.Buckets, trial.Context.Clock);
        var (lag, cell) = (clock.FewestBadBuckets - 1, clock.BucketsPerCell);
        var usual = new double[judged.Count];
        var ratios = new List<double>(Minutes);
        for (var t = lag + cell; t < usual.Length; t++)
        {
            ratios.Clear();
            for (var end = t - lag; end >= cell && ratios.Count < Minutes; end -= cell)
            {
                if (Ratio(end - cell, end) is > 0 and { } ratio)
                {
                    ratios.Add(ratio);
                }
            }

            ratios.Sort();
            usual[t] = ratios.Count > 0 ? ratios[ratios.Count / 2] : 0;
        }

        return usual;

        double Ratio(int from, int to)
        {
            var (canary, stable) = (0.0, 0.0);
            for (var s = from; s < to; s++)
            {
                (canary, stable) = (canary + judged[s].Exposure, stable + control[s].Exposure);
            }

            return Boundary.HasControl(canary, stable) ? canary / stable : 0;
        }
    }
}
