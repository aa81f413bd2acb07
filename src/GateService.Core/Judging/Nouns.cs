using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>What an objective counts, in the words of the sentences people read.</summary>
internal static class Nouns
{
    /// <summary>One of the events, plural.</summary>
    /// <param name="objective">Whose.</param>
    /// <param name="isGood">The good ones are counted.</param>
    public static string Event(Objective objective, bool isGood) => objective switch
    {
        LatencyObjective => "slow requests",
        ApdexObjective => "frustrated requests",
        RefusalRateObjective => "refused requests",
        KpiObjective { Definition.Form: KpiForm.Percentile, Comparison: Comparison.AtMost } => "over the limit",
        KpiObjective { Definition.Form: KpiForm.Percentile } => "under the limit",
        KpiObjective { Comparison: Comparison.AtMost } => isGood ? "that do not count" : "that count",
        KpiObjective => isGood ? "that count" : "that do not count",
        _ => "errors",
    };

    /// <summary>Out of what.</summary>
    public static string Exposure(Objective objective) => objective is KpiObjective { Definition.IsOfRequests: false } ? "events" : "requests";

    /// <summary>Observations of a finding.</summary>
    public static string Observation(Finding finding) => finding.Kind switch
    {
        "kpi" => finding.Unit is Unit.PerMinute or Unit.PerRequest ? "requests" : "events",
        "podsRunning" or "podsReady" or "podRestarts" => "pods",
        "queueLag" => "readings",
        _ => "requests",
    };
}
