using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>What an objective counts, in the words of the sentences people read.</summary>
internal static class Nouns
{
    /// <summary>What counts against it, plural.</summary>
    public static string Bad(Objective objective) => objective.Kind switch
    {
        ObjectiveKind.Latency => "slow requests",
        ObjectiveKind.Apdex => "frustrated requests",
        ObjectiveKind.Kpi => "that count",
        ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate or ObjectiveKind.Dependencies
            or ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts or ObjectiveKind.QueueLag => "errors",
    };

    /// <summary>Out of what.</summary>
    public static string Exposure(Objective objective) => objective is KpiObjective { Definition.Form: not KpiForm.Rate } ? "events" : "requests";

    /// <summary>Observations of a finding.</summary>
    public static string Observation(Finding finding) => finding.Kind switch
    {
        ObjectiveKind.Kpi => finding.Unit == Unit.PerMinute ? "requests" : "events",
        ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts => "pods",
        ObjectiveKind.QueueLag => "readings",
        ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate or ObjectiveKind.Latency or ObjectiveKind.Apdex or ObjectiveKind.Dependencies => "requests",
    };
}
