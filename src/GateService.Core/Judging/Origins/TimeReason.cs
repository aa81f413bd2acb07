using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// What the origin of the time adds to a finding about time. It explains, and a canary that is starved, or of which New Relic did not say whether it is, is
/// held although it keeps its limits; nobody is excused because a dependency is slow.
/// </summary>
internal static class TimeReason
{
    public static Finding Of(Finding finding, Trial trial, KnownTime time)
    {
        if (trial.Objective is not (LatencyObjective or ApdexObjective))
        {
            return finding;
        }

        var mayBeHeld = finding.Outcome == FindingOutcome.Met && trial.Context.Mode == GateMode.Step;
        return time switch
        {
            { Unknown: { } cause } when mayBeHeld => Held(UndecidedCause.Unavailable, $"whether it is starved could not be asked: {cause}"),
            { Origin: { IsStarved: true, Conclusion: { } starved } } when mayBeHeld => Held(UndecidedCause.Suspicious, starved),
            { Origin.Conclusion: { } conclusion } when finding is { Outcome: not FindingOutcome.Met, Reason.Counts: not null } => finding with { Reason = finding.Reason.With(conclusion) },
            _ => finding,
        };

        Finding Held(UndecidedCause cause, string why) => finding with { Outcome = FindingOutcome.Undecided, Undecided = cause, Reason = finding.Reason.With(why) };
    }
}
