using GateService.Core.Evidence;
using GateService.Core.Statistics;

namespace GateService.Core.Attribution;

/// <summary>A canary that waits less long than stable before it gives up: its failed calls are half as long as stable's at most, for certain.</summary>
internal static class GivingUp
{
    private const double Sooner = 0.5;

    private const double StandardErrors = 3;

    /// <param name="calls">Of the dependency.</param>
    /// <param name="span">Indices of the buckets that count.</param>
    /// <param name="gate">What every account is weighed by.</param>
    public static bool IsSooner(DependencyCalls calls, IReadOnlyList<int> span, GateSettings gate)
    {
        List<MeanPair> pairs = [.. span.Select(t => new MeanPair(calls.Canary[t].Failed, calls.Stable[t].Failed))];
        return IsHalf(pairs) && EvidenceGate.OfMeans(pairs, gate with
        {
            Margin = Sooner,
            HighIsBad = false,
            FewestBadBuckets = 1,
            CautiousShare = 0,
            Scatter = Scatter.Means,
            PriorDispersion = 1,
        }).Outcome == GateOutcome.Worse;
    }

    /// <summary>Whoever gives up sooner and fails fewer requests than stable for certain, and in no minute more, takes nothing from anybody: a breaker that is open answers the others in time.</summary>
    /// <param name="pairs">Failed requests of both slices.</param>
    /// <param name="gate">What every account is weighed by.</param>
    public static bool CostsNothing(IReadOnlyList<CountPair> pairs, GateSettings gate)
    {
        var (all, clusters) = (WeighedAccount.Sum(pairs), Math.Max(1, gate.Scatter.Clusters));
        return all.StableExposure > 0 && Expected(all) - all.CanaryBad >= Chance(all) && pairs.All(pair => pair.StableExposure <= 0 || pair.CanaryBad - Expected(pair) < Chance(pair));

        double Expected(CountPair pair) => pair.StableBad * pair.CanaryExposure / pair.StableExposure;

        double Chance(CountPair pair) => StandardErrors * Math.Sqrt(clusters * Math.Max(1, Expected(pair)) * (1 + (pair.CanaryExposure / pair.StableExposure)));
    }

    /// <summary>
    /// All of them together, and not some minutes that are over: Welch's difference of means. A dependency that refuses some calls at once and lets others run into their timeout has durations of two kinds, and
    /// a few of the canary's may happen to be of one: they scatter as stable's do at the least.
    /// </summary>
    private static bool IsHalf(IReadOnlyList<MeanPair> pairs)
    {
        var (canary, stable) = (SampleMean.Of(pairs.Select(pair => pair.Canary)), SampleMean.Of(pairs.Select(pair => pair.Stable)));
        var (own, theirs) = (Math.Max(canary.Deviation, Math.Min(stable.Deviation, Sooner * stable.Mean)), Sooner * stable.Deviation);
        return canary.Size > 0 && stable.Size > 0 && (Sooner * stable.Mean) - canary.Mean >= StandardErrors * Math.Sqrt((own * own / canary.Size) + (theirs * theirs / stable.Size));
    }
}
