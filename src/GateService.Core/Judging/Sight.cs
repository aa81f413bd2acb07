using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Trials;

namespace GateService.Core.Judging;

/// <summary>
/// What a finding is worth where not everything was seen. What was seen to go wrong went wrong, but nothing is proven where more may have; and what is measured per
/// observation trips nothing where more may have been observed.
/// </summary>
internal static class Sight
{
    public static Finding Of(IJudge judge, Finding finding, Trial trial) => Doubt(finding, trial.Evidence) is { } cause
        ? judge.Judge(trial.With(trial.Evidence with { Judged = new SliceEvidence.Unavailable(cause) }))
        : finding;

    /// <summary>Why the finding is not one; null where it is.</summary>
    private static string? Doubt(Finding finding, ObjectiveEvidence evidence) => finding switch
    {
        { Outcome: FindingOutcome.Met } or { Undecided: UndecidedCause.TooFewSamples } => evidence.Unseen,
        { Undecided: UndecidedCause.NotProven } => evidence.Unseen ?? evidence.Uncounted,
        { Outcome: FindingOutcome.Tripped } or { Undecided: UndecidedCause.Suspicious or UndecidedCause.CommonCause } => evidence.Uncounted,
        _ => null,
    };
}
