using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// What the origin of the time adds to a finding about time. It explains, and a canary that is starved, or of which New Relic did not say whether it is, is
/// held although it keeps its limits, be it over a floor; nobody is excused because a dependency is slow.
/// </summary>
internal static class TimeReason
{
    public static Finding Of(Finding finding, Trial trial, KnownTime time)
    {
        if (trial.Objective is not (LatencyObjective or ApdexObjective))
        {
            return finding;
        }

        var mayBeHeld = trial.Context.Mode == GateMode.Step && (finding.Outcome == FindingOutcome.Met || IsOverItsFloorAlone());
        return time switch
        {
            { Unknown: { } cause } when mayBeHeld => Held(UndecidedCause.Unavailable, $"whether it is starved could not be asked: {cause}"),
            { Origin: { IsStarved: true, Conclusion: { } starved } } when mayBeHeld => Held(UndecidedCause.Suspicious, starved),
            { Origin.Conclusion: { } conclusion } when finding is { Outcome: not FindingOutcome.Met, Reason.Counts: not null } => finding with { Reason = finding.Reason.With(conclusion) },
            _ => finding,
        };

        // Worse than stable by what its node takes from it is no regression that anybody can tell from one: over its limit it fails all the same, and so it does when a later step has brought it other pods on other nodes.
        bool IsOverItsFloorAlone() => trial.Kept.Begins.Count == 0 && finding is { Outcome: FindingOutcome.Tripped, Value: { } value } && trial.Objective.Floor is { } floor
            && (finding.Comparison == Comparison.AtMost ? value > floor && value <= finding.Threshold : value < floor && value >= finding.Threshold);

        Finding Held(UndecidedCause cause, string why) => finding with { Outcome = FindingOutcome.Undecided, Undecided = cause, Reason = finding.Reason.With(why) };
    }
}
