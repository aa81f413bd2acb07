using GateService.Core.Findings;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>A gauge is not met by a reading after which there should have been others: nobody knows what it is now. What is shown already stays shown.</summary>
internal static class SilentGauge
{
    public static Finding Of(Finding finding, Trial trial) =>
        (finding.Outcome == FindingOutcome.Met || finding.Undecided is UndecidedCause.NotProven or UndecidedCause.Suspicious) && StaleReadings.Of(trial) is { } stale
            ? finding.Undecided == UndecidedCause.Suspicious
                ? finding with { Reason = finding.Reason.With($"nothing was reported since {stale.Since:HH:mm}Z, {Durations.Say(stale.Length)}") }
                : finding with { Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.Silent, Reason = Silent(finding, stale) }
            : finding;

    private static Statement Silent(Finding finding, StaleReadings stale) => new(
        $"{finding.Objective} not known: nothing was reported since {stale.Since:HH:mm}Z, {Durations.Say(stale.Length)}{(stale.Usual is { } usual ? $", and about every {Durations.Say(usual)} before" : "")}: "
        + $"what reports it died, or its telemetry is late or lost; the last reading was {Quantity.Say(finding.Value!.Value, finding.Unit)}");
}
