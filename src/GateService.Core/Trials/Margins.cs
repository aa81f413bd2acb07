using GateService.Core.Policies;

namespace GateService.Core.Trials;

/// <summary>How many times as bad as stable the canary may be.</summary>
internal static class Margins
{
    /// <summary>Pods that show well enough how much healthy ones differ for the narrower margin.</summary>
    private const int EnoughPods = 3;

    /// <summary>The policy's word, else what healthy services of this kind differ by; for what must be high the ratio of stable over canary.</summary>
    public static double Of(Objective objective, StableScatter scatter) => objective.Margin ?? objective.Kind switch
    {
        ObjectiveKind.Latency => LatencyObjective.DefaultMargin,
        ObjectiveKind.Kpi => objective is KpiObjective { Definition.Form: KpiForm.Mean } ? 1 / 0.95 : 1 / 0.9,
        ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate or ObjectiveKind.Apdex or ObjectiveKind.Dependencies
            or ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts or ObjectiveKind.QueueLag => scatter.Pods >= EnoughPods ? 1.15 : 1.25,
    };
}
