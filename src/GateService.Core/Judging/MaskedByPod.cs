using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// A canary that is no worse than stable because one of stable's pods is ill: beside the others it would fail. That pod may have what the canary has (a node, a tenant), so nobody fails by it; but it
/// is no measure of what is well, and no cause that all share.
/// </summary>
internal static class MaskedByPod
{
    /// <summary>Of three pods it is plain which one stands out.</summary>
    private const int FewestPods = 3;

    private const double FewestBad = 10;

    /// <param name="finding">Of the trial.</param>
    /// <param name="trial">Beside all of stable.</param>
    /// <param name="find">Judges another.</param>
    public static Finding Of(Finding finding, Trial trial, Func<Trial, Finding> find)
    {
        var (pods, window) = (trial.Evidence.StablePods, trial.Context.Window);
        if (finding is not ({ Outcome: FindingOutcome.Met } or { Undecided: UndecidedCause.NotProven or UndecidedCause.CommonCause }) || pods.Count < FewestPods
            || trial.Objective is not (ErrorRateObjective or SuccessRateObjective or RefusalRateObjective or LogErrorsObjective or KpiObjective { Definition.Form: KpiForm.Ratio })
            || finding is not { Bad: >= FewestBad, StableBad: >= FewestBad } || OnePod.Of(pods, window.Begin, window.End) is not { } ill)
        {
            return finding;
        }

        var beside = find(ill.LeftOutOf(trial));
        return beside.Outcome != FindingOutcome.Tripped ? finding : beside with
        {
            Outcome = FindingOutcome.Undecided,
            Undecided = UndecidedCause.Suspicious,
            Reason = beside.Reason with { Head = $"{beside.Reason.Head}, without stable's pod {ill.Name} and its {Quantity.Say(ill.Share, trial.Objective.Unit == Unit.PerRequest ? Unit.PerRequest : Unit.Share)}: suspicious, that pod may have the same trouble" },
        };
    }
}
