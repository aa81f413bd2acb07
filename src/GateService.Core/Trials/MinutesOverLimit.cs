using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>A gauge has no events to count: every minute in which it was read is one observation, bad where it was over the limit.</summary>
internal static class MinutesOverLimit
{
    /// <summary>Share of the minutes that a healthy gauge may be over its limit.</summary>
    public const double Allowed = 0.1;

    /// <summary>Whether an objective is nothing but a gauge.</summary>
    public static bool Covers(Objective objective) => objective.Kind switch
    {
        ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts or ObjectiveKind.QueueLag => true,
        ObjectiveKind.Kpi => objective is KpiObjective { Definition.IsGauge: true },
        ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate or ObjectiveKind.Latency or ObjectiveKind.Apdex or ObjectiveKind.RefusalRate or ObjectiveKind.LogErrors
            or ObjectiveKind.Dependencies or ObjectiveKind.Traffic or ObjectiveKind.Stable => false,
    };

    public static CountCase Of(Trial trial, GateSettings settings)
    {
        // Readings within one minute are the same observation seen again.
        var worth = Math.Min(1, settings.Clock.BucketMinutes);
        var pairs = trial.Judged.Zip(trial.Kept.Weights, (bucket, weight) => bucket.Mean is { } value
            ? new CountPair(IsOver(trial.Objective, value, weight) ? worth : 0, worth, 0, 0)
            : default);
        return new CountCase([.. pairs], null, settings with { Limits = [Allowed], Margin = null });
    }

    public static bool IsOver(Objective objective, double value, double? weight) =>
        objective.Limit is { } limits && limits.At(weight) is var limit && (objective.Comparison == Comparison.AtMost ? value > limit : value < limit);
}
