using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// An error objective judged on its own errors. Where nothing serves beside the canary, errors of others count too (no alibi, no excuse); if it is those
/// that trip it, and the policy or what was seen earlier says that they may well not be the canary's, it is held and not failed.
/// </summary>
internal static class OwnFinding
{
    /// <param name="judge">Decides.</param>
    /// <param name="trial">All errors.</param>
    /// <param name="attribution">Who they belong to.</param>
    /// <param name="onUncorroborated">What the policy says of errors that nothing corroborates.</param>
    public static Finding Of(IJudge judge, Trial trial, ErrorAttribution attribution, Uncorroborated onUncorroborated)
    {
        // Before the first step nobody is excused, and a failing dependency has a finding of its own.
        var finding = judge.Judge(OwnErrors.Of(trial, attribution, excusesAlone: trial.Context.Mode == GateMode.Preflight));
        return OwnErrorReason.Of(
            MayBeHeld(finding, attribution, onUncorroborated) && judge.Judge(OwnErrors.Of(trial, attribution, excusesAlone: true)).Outcome != FindingOutcome.Tripped ? Held(finding, attribution) : finding,
            attribution,
            trial);
    }

    /// <summary>A dead canary is dead whoever it blames.</summary>
    private static bool MayBeHeld(Finding finding, ErrorAttribution attribution, Uncorroborated onUncorroborated) =>
        (finding.Outcome == FindingOutcome.Tripped || finding is { Undecided: UndecidedCause.CommonCause, StableValue: null }) && finding.Judgement?.Gate != GateKind.Emergency
        && (onUncorroborated == Uncorroborated.Inconclusive || attribution.WasCorroborated || attribution.LacksWitness);

    private static Finding Held(Finding finding, ErrorAttribution attribution) => finding with
    {
        Outcome = FindingOutcome.Undecided,
        Undecided = UndecidedCause.Uncorroborated,
        Reason = finding.Reason with
        {
            Head = $"{finding.Objective} is over its limit with errors of {string.Join(", ", attribution.Accounts.Select(found => found.Account.Name))}, and nothing beside the canary corroborates them: {finding.Reason.Head}",
        },
    };
}
