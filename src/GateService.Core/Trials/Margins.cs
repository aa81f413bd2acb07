using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>How many times as bad as stable the canary may be.</summary>
public static class Margins
{
    /// <summary>Pods that show well enough how much healthy ones differ for the narrower margin.</summary>
    public const int EnoughPods = 3;

    /// <summary>
    /// The value at which the judged slice counts as worse than stable: the margin times stable's value, for shares and scores on the side where events are
    /// rare. Null without stable's value.
    /// </summary>
    internal static double? Worse(Objective objective, double? stable, StableScatter scatter)
    {
        if (stable is not { } value)
        {
            return null;
        }

        var (margin, isHighBad) = (Of(objective, scatter), objective.Comparison == Comparison.AtMost);
        if (!Units.IsBounded(objective.Unit))
        {
            return isHighBad ? margin * value : value / margin;
        }

        var bad = isHighBad ? value : 1 - value;
        var worse = bad <= 0.5 ? margin * bad : 1 - ((1 - bad) / margin);
        return isHighBad ? worse : 1 - worse;
    }

    /// <summary>The policy's word, else what healthy services of this kind differ by; for what must be high the ratio of stable over canary.</summary>
    internal static double Of(Objective objective, StableScatter scatter) => Of(objective, scatter.Pods);

    /// <summary>The margin beside so many stable pods: a factor, above 1 for what must be low and, as a ratio of stable over canary, for what must be high.</summary>
    /// <param name="objective">Whose margin; its policy's word comes first.</param>
    /// <param name="pods">Stable pods that were seen, 0 or more.</param>
    public static double Of(Objective objective, int pods) => objective.Margin ?? objective.Kind switch
    {
        ObjectiveKind.Latency => LatencyObjective.DefaultMargin,
        ObjectiveKind.RefusalRate => RefusalRateObjective.DefaultMargin,
        ObjectiveKind.LogErrors => LogErrorsObjective.DefaultMargin,
        ObjectiveKind.Kpi => objective is not KpiObjective kpi ? ByPods(pods)
            : kpi.Definition.Form == KpiForm.Mean ? 1 / 0.95
            : kpi.Definition.IsOfRequests ? 1 / 0.9
            : kpi.Definition.Form == KpiForm.Percentile ? LatencyObjective.DefaultMargin
            : ByPods(pods),
        ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate or ObjectiveKind.Apdex or ObjectiveKind.Dependencies
            or ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts or ObjectiveKind.QueueLag
            or ObjectiveKind.Traffic or ObjectiveKind.Stable => ByPods(pods),
    };

    /// <summary>What healthy services of requests differ by beside so many stable pods.</summary>
    internal static double ByPods(int pods) => pods >= EnoughPods ? 1.15 : 1.25;
}
