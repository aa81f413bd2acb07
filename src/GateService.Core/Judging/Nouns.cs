using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>What an objective counts, in the words of the sentences people read.</summary>
internal static class Nouns
{
    /// <summary>One of the events, plural.</summary>
    public static string Event(Objective objective) => objective switch
    {
        LatencyObjective => "slow requests",
        ApdexObjective => "frustrated requests",
        KpiObjective => "that count",
        _ => "errors",
    };

    /// <summary>Out of what.</summary>
    public static string Exposure(Objective objective) => objective is KpiObjective { Definition.Form: not KpiForm.Rate } ? "events" : "requests";

    /// <summary>Observations of a finding.</summary>
    public static string Observation(Finding finding) => finding.Kind switch
    {
        "kpi" => finding.Unit == Unit.PerMinute ? "requests" : "events",
        "podsRunning" or "podsReady" or "podRestarts" => "pods",
        "queueLag" => "readings",
        _ => "requests",
    };
}
