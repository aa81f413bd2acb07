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
    /// <param name="objective">Whose.</param>
    /// <param name="isGood">The good events are counted, because they are the rarer ones.</param>
    internal static string WhatOf(Objective objective, bool isGood) => objective.Kind switch
    {
        ObjectiveKind.ErrorRate => "requests answered with 5xx",
        ObjectiveKind.SuccessRate => "requests that failed",
        ObjectiveKind.RefusalRate => isGood ? "requests that were not refused" : "requests that were refused",
        ObjectiveKind.LogErrors => objective.Limit is null ? ErrorLines : Minutes(objective),
        ObjectiveKind.Apdex => "frustrated requests + half of the tolerating ones",
        ObjectiveKind.Latency => $"requests {(isGood ? "no " : "")}slower than the limit of their step",
        ObjectiveKind.Kpi => objective is not KpiObjective kpi ? Minutes(objective)
            : kpi.Definition.Form == KpiForm.Ratio ? isGood == (objective.Comparison == Comparison.AtLeast) ? "events that meet the numerator" : "events that do not meet the numerator"
            : kpi.Definition.Form == KpiForm.Percentile ? objective.Comparison == Comparison.AtMost ? "events over the limit of their step" : "events under the limit of their step"
            : kpi is { Definition.IsOfRequests: true, IsAgainstStableAlone: true } ? PerRequest(kpi.Definition) : Minutes(objective),
        ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts or ObjectiveKind.QueueLag or ObjectiveKind.Dependencies
            or ObjectiveKind.Traffic or ObjectiveKind.Stable => Minutes(objective),
    };

    /// <summary>The event that is held against stable, where it is another.</summary>
    /// <param name="objective">Whose.</param>
    /// <param name="isGood">The good events are counted, because they are the rarer ones.</param>
    internal static string WhatIsCompared(Objective objective, bool isGood) => objective is LogErrorsObjective ? ErrorLines : objective is KpiObjective { Definition: { IsOfRequests: true } definition }
        ? PerRequest(definition)
        : objective is KpiObjective ? objective.Comparison == Comparison.AtMost ? "events over stable's own quantile before the rollout, the canary's over the margin times it" : "events under stable's own quantile before the rollout, the canary's under it by the margin"
        : $"requests {(isGood ? "no " : "")}slower than stable's own quantile before the rollout, the canary's than the margin times it";

    private const string ErrorLines = "error lines of the log, out of requests";

    private static string Minutes(Objective objective) => objective.Comparison == Comparison.AtMost ? "minutes over the limit" : "minutes under the limit";

    private static string PerRequest(KpiDefinition definition) => definition.Form == KpiForm.Sum ? "units of the sum per request, one unit as much as it scatters by" : "events per request";
}
