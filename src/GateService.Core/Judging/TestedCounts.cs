using GateService.Core.Policies;

namespace GateService.Core.Judging;

/// <summary>What was put to the test since the rollout began, warm-up left out: the numbers behind the evidence, which the value over the window only illustrates.</summary>
/// <param name="What">The event that is counted, in words.</param>
/// <param name="Events">Of the canary; fractional for Apdex.</param>
/// <param name="Exposure">Its exposure: requests, events, or minutes.</param>
/// <param name="StableEvents">Of stable; null without a control.</param>
/// <param name="StableExposure">Its exposure; null without a control.</param>
/// <param name="Share">Events / exposure of the canary.</param>
/// <param name="Interval">95 % interval of that share, which holds at every look.</param>
/// <param name="Limit">The share that stands at the limit of this step.</param>
public sealed record TestedCounts(string What, double Events, double Exposure, double? StableEvents, double? StableExposure, double Share, Interval? Interval, double Limit)
{
    /// <summary>Null for means, and where nothing was counted.</summary>
    internal static TestedCounts? Of(Weighing weighing)
    {
        if (weighing.Counts is not { Pairs: { Count: > 0 } pairs } || pairs.Sum(pair => pair.CanaryExposure) is var all && all <= 0)
        {
            return null;
        }

        var bad = pairs.Sum(pair => pair.CanaryBad);
        var isCompared = weighing.Settings.Margin is not null && weighing.Counts.Compared is null;
        return new TestedCounts(
            WhatOf(weighing.Objective),
            bad,
            all,
            isCompared ? pairs.Sum(pair => pair.StableBad) : null,
            isCompared ? pairs.Sum(pair => pair.StableExposure) : null,
            bad / all,
            Bounds.OfShare([.. pairs.Select(pair => (pair.CanaryBad, pair.CanaryExposure))], weighing.Settings),
            weighing.Settings.LimitAt(pairs.Count - 1)!.Value);
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
