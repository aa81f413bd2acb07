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
    private static string? Doubt(Finding finding, ObjectiveEvidence evidence) => finding.Outcome switch
    {
        FindingOutcome.Met => evidence.Unseen,
        FindingOutcome.Tripped => evidence.Uncounted,
        FindingOutcome.Undecided => finding.Undecided is { } cause ? Doubt(cause, evidence) : null,
    };

    private static string? Doubt(UndecidedCause cause, ObjectiveEvidence evidence) => cause switch
    {
        UndecidedCause.TooFewSamples => evidence.Unseen,
        UndecidedCause.NotProven => evidence.Unseen ?? evidence.Uncounted,
        UndecidedCause.Suspicious or UndecidedCause.CommonCause or UndecidedCause.YoungPods or UndecidedCause.HeldByPolicy => evidence.Uncounted,
        UndecidedCause.NoData or UndecidedCause.Unavailable or UndecidedCause.NoControl or UndecidedCause.SampleRatio or UndecidedCause.Unresolved or UndecidedCause.Uncorroborated
            or UndecidedCause.UpstreamOutage or UndecidedCause.StableUnhealthy or UndecidedCause.Silent or UndecidedCause.MissingRequests or UndecidedCause.PodsReplaced or UndecidedCause.HurtsStable => null,
    };
}
