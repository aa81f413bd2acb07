using GateService.Core.Findings;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>Refusals after all of the traffic went to the canary, held against stable's own past: what began with the switch fails, what began later holds, and what is over does neither.</summary>
internal static class SwitchFinding
{
    /// <param name="plain">Value and counts of the window.</param>
    /// <param name="trial">Of the objective.</param>
    /// <param name="since">What came of it since the switch.</param>
    public static Finding Of(Finding plain, Trial trial, SinceSwitch since)
    {
        var (outcome, cause) = (since.IsHarm && since.IsNear ? FindingOutcome.Tripped : since.IsSuspicious ? FindingOutcome.Undecided : FindingOutcome.Met, since.IsSuspicious ? UndecidedCause.Suspicious : (UndecidedCause?)null);
        var share = since.All > 0 ? since.Bad / since.All : 0;
        return plain with
        {
            Outcome = outcome,
            Undecided = outcome == FindingOutcome.Undecided ? cause : null,
            Value = share,
            Sample = since.All,
            Bad = since.Bad,
            Threshold = since.Boundary,
            IsUnlimited = false,
            Versus = Versus.Absolute,
            Interval = null,
            Score = Score.Of(share, since.Boundary, plain.Comparison, plain.Unit),
            Reason = new Statement($"{plain.Objective} {Quantity.Say(share, plain.Unit)} since {since.Begin:HH:mm}Z, when {What(trial)}, stable refused {Quantity.Say(since.Before, plain.Unit)} before: {Said(outcome, since)}")
            {
                Counts = $"{Quantity.Count(since.Bad)} of {Quantity.Count(since.All)} canary requests",
                Over = $"since {since.Begin:HH:mm}Z",
            },
        };
    }

    private static string Said(FindingOutcome outcome, SinceSwitch since) => outcome switch
    {
        FindingOutcome.Tripped => $"it began with the new version, and is more than stable ever refused, {Limit(since)}",
        FindingOutcome.Undecided => since.IsNear ? $"suspicious, more than stable ever refused, {Limit(since)}, and not long enough to fail" : $"suspicious, more than stable ever refused, {Limit(since)}, but it did not begin with the new version",
        FindingOutcome.Met => since.Bad > since.Boundary * since.All ? "no longer more than stable refused" : $"no more than {Limit(since)}, which twice stable's mean, its worst minutes and callers' mistakes allow",
    };

    private static string Limit(SinceSwitch since) => Quantity.Say(since.Boundary, Unit.Share);

    private static string What(Trial trial) => trial.Kept.HasControl ? "it got all of the traffic" : "the traffic was switched to it";
}
