using GateService.Core.Judging;
using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Core.Attribution;

/// <summary>
/// What the origin of the time adds to a finding about time. It explains, and a canary that is starved is held although it keeps its limits; nobody is
/// excused because a dependency is slow.
/// </summary>
internal static class TimeReason
{
    public static Finding Of(Finding finding, Objective objective, TimeOrigin? time, JudgingContext context)
    {
        if (objective is not (LatencyObjective or ApdexObjective) || time is not { Conclusion: { } conclusion })
        {
            return finding;
        }

        var isHeld = finding.Outcome == FindingOutcome.Met && time.IsStarved && context.Mode == GateMode.Step;
        var counts = finding.Reason.LastIndexOf(" (", StringComparison.Ordinal);
        return finding.Outcome == FindingOutcome.Met && !isHeld || counts < 0 ? finding : finding with
        {
            Outcome = isHeld ? FindingOutcome.Undecided : finding.Outcome,
            Undecided = isHeld ? UndecidedCause.Suspicious : finding.Undecided,
            Reason = $"{finding.Reason[..counts]}; {conclusion}{finding.Reason[counts..]}",
        };
    }
}
