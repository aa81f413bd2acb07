using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>
/// Before the first step: a change is not started into a fire, because nobody could tell afterwards who lit it. Stable must be within its limits, and
/// within what it was like before the window. What it is not holds the rollout; it never fails a change that has not begun.
/// </summary>
internal static class Preflight
{
    private const int FewestPastBuckets = 10;

    /// <summary>How many times its own past stable may be.</summary>
    private const double Margin = 1.5;

    public static Finding Judge(Finding plain, Objective objective, ObjectiveEvidence evidence, JudgingContext context)
    {
        if (plain.Outcome == FindingOutcome.Undecided)
        {
            return plain;
        }

        var held = plain.Outcome == FindingOutcome.Tripped ? $"{plain.Reason}: stable is outside its limit before the canary begins"
            : OutsideItsPast(objective, evidence, context) is { } past ? $"{plain.Objective} {Quantity.Say(plain.Value!.Value, plain.Unit)} now, {Quantity.Say(past, plain.Unit)} before ({FindingReason.Counts(plain)}): stable is outside its own recent past"
            : null;
        return held is null ? plain
            : context.JudgesOnlyAgainstStable ? plain with { Outcome = FindingOutcome.Met, Reason = $"{held}; let through, because the policy judges only against stable" }
            : plain with { Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.StableUnhealthy, Reason = held };
    }

    /// <summary>Whether counts of the window are over those of the time before, for certain; the share of events before.</summary>
    /// <param name="buckets">Events out of an exposure, past and window.</param>
    /// <param name="context">Says where the window begins.</param>
    /// <param name="floor">Shares up to this one do not matter.</param>
    public static double? Risen(IReadOnlyList<(DateTimeOffset Begin, double Events, double Exposure)> buckets, JudgingContext context, double floor)
    {
        var clock = Clock.Of(context.Window.Bucket);
        var (past, now) = (buckets.Where(bucket => bucket.Begin < context.Window.Begin).ToList(), buckets.Where(bucket => bucket.Begin >= context.Window.Begin).ToList());
        if (past.Count(bucket => bucket.Exposure > 0) < FewestPastBuckets || now.Count == 0)
        {
            return null;
        }

        var share = (past.Sum(bucket => bucket.Events) + 0.5) / (past.Sum(bucket => bucket.Exposure) + 1);
        var scatter = Scatter.Counts with { PriorWeight = clock.PriorWeight };
        var result = GateTest.OfCounts([.. now.Select(bucket => new CountPair(bucket.Events, bucket.Exposure, 0, 0))], new GateTestSettings
        {
            Limits = [Boundary.Widen(Math.Clamp(Math.Max(share, floor / Margin), 1e-6, 0.9), Margin)],
            Alpha = context.AlphaPerWeight,
            Clock = clock,
            FewestBadBuckets = context.Sequential.FewestBadBuckets,
            Scatter = scatter,
            PriorDispersion = Dispersion.OfHistory<CountBucket>(Dispersion.HistoryCells([.. past.Select(bucket => (bucket.Events, bucket.Exposure))], clock.BucketsPerCell), scatter),
        });
        return result.Outcome == GateTestOutcome.Worse ? share : null;
    }

    private static double? OutsideItsPast(Objective objective, ObjectiveEvidence evidence, JudgingContext context)
    {
        var share = objective is LatencyObjective or KpiObjective { Definition.Form: not KpiForm.Ratio } || MinutesOverLimit.Covers(objective)
            ? null
            : Risen([.. evidence.Judged.Buckets.Select(bucket => (bucket.Begin, bucket.Bad ?? 0, bucket.Exposure))], context, floor: 0.001);
        return share is { } bad && objective.Comparison == Comparison.AtLeast ? 1 - bad : share;
    }
}
