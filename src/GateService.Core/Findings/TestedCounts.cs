using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Findings;

/// <summary>What was put to the test since the rollout began, warm-up left out: the numbers behind the evidence, which the value over the window only illustrates.</summary>
/// <param name="What">The event that is counted, in words.</param>
/// <param name="Bad">Of the canary; fractional for Apdex.</param>
/// <param name="Exposure">Its exposure: requests, events, or minutes.</param>
/// <param name="StableBad">Of stable; null without a control.</param>
/// <param name="StableExposure">Its exposure; null without a control.</param>
/// <param name="Share">Bad ones / exposure of the canary.</param>
/// <param name="Interval">95 % interval of that share, which holds at every look.</param>
/// <param name="Limit">The share that stands at the limit of this step; null where stable is what it is held against.</param>
public sealed record TestedCounts(string What, double Bad, double Exposure, double? StableBad, double? StableExposure, double Share, Interval? Interval, double? Limit)
{
    /// <summary>The event that is held against the limit.</summary>
    internal static string WhatOf(Objective objective) => objective.Kind switch
    {
        ObjectiveKind.ErrorRate => "requests answered with 5xx",
        ObjectiveKind.SuccessRate => "requests that failed",
        ObjectiveKind.Apdex => "frustrated requests + half of the tolerating ones",
        ObjectiveKind.Latency => "requests slower than the limit of their step",
        ObjectiveKind.Kpi when objective is KpiObjective { Definition.Form: KpiForm.Ratio } => "events that meet the numerator",
        ObjectiveKind.Kpi or ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts or ObjectiveKind.QueueLag or ObjectiveKind.Dependencies =>
            objective.Comparison == Comparison.AtMost ? "minutes over the limit" : "minutes under the limit",
    };

    /// <summary>The event that is held against stable, where it is another.</summary>
    internal static string WhatIsCompared(Objective objective) => objective is LatencyObjective
        ? "requests slower than stable's own quantile before the rollout, the canary's than the margin times it"
        : "events per request";
}
