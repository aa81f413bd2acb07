using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>
/// Before the first step: a change is not started into a fire, because nobody could tell afterwards who lit it. Stable must be within its limits, and
/// within what it was like before the window. What it is not holds the rollout; it never fails a change that has not begun.
/// </summary>
internal static class Preflight
{
    public static Finding Judge(Finding plain, Trial trial)
    {
        if (plain.Outcome == FindingOutcome.Undecided)
        {
            return plain;
        }

        var held = plain.Outcome == FindingOutcome.Tripped ? $"{plain.Reason}: stable is outside its limit before the canary begins"
            : OutsideItsPast(trial) is { } past ? $"{plain.Objective} {Quantity.Say(plain.Value!.Value, plain.Unit)} now, {Quantity.Say(past, plain.Unit)} before ({FindingReason.Counts(plain)}): stable is outside its own recent past"
            : null;
        return held is null ? plain
            : trial.Context.JudgesOnlyAgainstStable ? plain with { Outcome = FindingOutcome.Met, Reason = new(held) { Because = "let through, because the policy judges only against stable" } }
            : plain with { Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.StableUnhealthy, Reason = new(held) };
    }

    /// <summary>More refusals are callers' doing, as long as nothing changed.</summary>
    private static double? OutsideItsPast(Trial trial)
    {
        var objective = trial.Objective;
        var share = objective is LatencyObjective or RefusalRateObjective or LogErrorsObjective or KpiObjective { Definition.Form: not KpiForm.Ratio } || MinutesOverLimit.Covers(objective)
            ? null
            : Rise.From([.. trial.Evidence.Judged.Buckets.Select(bucket => (bucket.Begin, bucket.Bad ?? 0, bucket.Exposure))], trial.Context, floor: 0.001);
        return share is { } bad && objective.Comparison == Comparison.AtLeast ? 1 - bad : share;
    }
}
