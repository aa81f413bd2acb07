using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>What was put to the test since the rollout began, warm-up left out: the numbers behind the evidence, which the value over the window only illustrates.</summary>
/// <param name="What">The event that is counted, in words.</param>
/// <param name="Events">Of the canary; fractional for Apdex.</param>
/// <param name="Exposure">Its exposure: requests, events, or minutes.</param>
/// <param name="StableEvents">Of stable; null without a control.</param>
/// <param name="StableExposure">Its exposure; null without a control.</param>
/// <param name="Share">Events / exposure of the canary.</param>
/// <param name="Interval">95 % interval of that share, which holds at every look.</param>
/// <param name="Limit">The share that stands at the limit of this step; null where stable is what it is held against.</param>
public sealed record TestedCounts(string What, double Events, double Exposure, double? StableEvents, double? StableExposure, double Share, Interval? Interval, double? Limit)
{
    /// <summary>What is held against the limit, and against stable where nothing else is; null for means, and where nothing was counted.</summary>
    internal static TestedCounts? Of(Weighing weighing) => weighing.Counts is { } counts
        ? Sum(weighing, counts.Pairs, WhatOf(weighing.Objective), weighing.Settings.Margin is not null && counts.Compared is null, weighing.Settings.LimitAt(counts.Pairs.Count - 1))
        : null;

    /// <summary>What is held against stable where that is something else; else null.</summary>
    internal static TestedCounts? ComparedOf(Weighing weighing) => weighing is { Counts.Compared: { } compared, Settings.Margin: not null }
        ? Sum(weighing, compared, weighing.Objective is LatencyObjective ? "requests slower than stable's own quantile before the rollout, the canary's than the margin times it" : "events per request", true, null)
        : null;

    private static TestedCounts? Sum(Weighing weighing, IReadOnlyList<CountPair> pairs, string what, bool isCompared, double? limit)
    {
        var (bad, all) = (pairs.Sum(pair => pair.CanaryBad), pairs.Sum(pair => pair.CanaryExposure));
        return all <= 0 ? null : new TestedCounts(
            what,
            bad,
            all,
            isCompared ? pairs.Sum(pair => pair.StableBad) : null,
            isCompared ? pairs.Sum(pair => pair.StableExposure) : null,
            bad / all,
            Bounds.OfShare([.. pairs.Select(pair => (pair.CanaryBad, pair.CanaryExposure))], weighing.Settings),
            limit);
    }

    private static string WhatOf(Objective objective) => objective switch
    {
        ErrorRateObjective => "requests answered with 5xx",
        SuccessRateObjective => "requests that failed",
        ApdexObjective => "frustrated requests + half of the tolerating ones",
        LatencyObjective => "requests slower than the limit of their step",
        KpiObjective { Definition.Form: KpiForm.Ratio } => "events that meet the numerator",
        _ => objective.Comparison == Comparison.AtMost ? "minutes over the limit" : "minutes under the limit",
    };
}
