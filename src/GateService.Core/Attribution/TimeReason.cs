using GateService.Core.Judging;
using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Core.Attribution;

/// <summary>
/// What the origin of the time adds to a finding about time. It explains, and a canary that is starved, or of which New Relic did not say whether it is, is
/// held although it keeps its limits; nobody is excused because a dependency is slow.
/// </summary>
internal static class TimeReason
{
    public static Finding Of(Finding finding, Objective objective, KnownTime time, JudgingContext context)
    {
        var counts = finding.Reason.LastIndexOf(" (", StringComparison.Ordinal);
        if (counts < 0 || objective is not (LatencyObjective or ApdexObjective))
        {
            return finding;
        }

        var mayBeHeld = finding.Outcome == FindingOutcome.Met && context.Mode == GateMode.Step;
        return time switch
        {
            { Unknown: { } cause } when mayBeHeld => Held(UndecidedCause.Unavailable, $"whether it is starved could not be asked: {cause}"),
            { Origin: { IsStarved: true, Conclusion: { } starved } } when mayBeHeld => Held(UndecidedCause.Suspicious, starved),
            { Origin.Conclusion: { } conclusion } when finding.Outcome != FindingOutcome.Met => finding with { Reason = With(conclusion) },
            _ => finding,
        };

        Finding Held(UndecidedCause cause, string why) => finding with { Outcome = FindingOutcome.Undecided, Undecided = cause, Reason = With(why) };

        string With(string said) => $"{finding.Reason[..counts]}; {said}{finding.Reason[counts..]}";
    }
}
