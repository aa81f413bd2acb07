using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>From what the engine found to an outcome: each condition at its boundary and on both sides of it.</summary>
public sealed class SequentialConclusionTests
{
    private static readonly SuccessRateObjective Success = new() { Name = "success", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.99), Judge = SequentialJudge.Chosen };

    /// <summary>That all of its requests fail is no matter of who its clients are, nor of what stable does.</summary>
    [Theory]
    [InlineData(true, 3, 2850, 5)]
    [InlineData(false, 0, 0, 25)]
    public void Dead_is_dead_whatever_its_share_and_without_stable(bool isShareTooFar, double stableBad, double stable, double weight)
    {
        var finding = Weighed.Judge(
            Weighed.Counts(Weighed.Same(3, 150, 150, stableBad, stable)), Weighed.Context(3, weight) with { SampleRatio = isShareTooFar ? new SampleRatio(22, 5, 4) : null });

        (finding.Outcome, finding.Undecided, finding.Judgement!.Gate).ShouldBe((FindingOutcome.Tripped, null, GateKind.Emergency));
    }

    /// <summary>40 and 50 requests, of which nothing failed; the policy wants 50.</summary>
    [Theory]
    [InlineData(4, FindingOutcome.Undecided, UndecidedCause.TooFewSamples, "error-rate not decided: 40 canary requests so far, 10 more needed to decide")]
    [InlineData(5, FindingOutcome.Met, null, "error-rate 0 % within limit 1 %: no harm seen (0 of 50 canary vs 0 of 950 stable requests)")]
    public void On_too_few_requests_nothing_passes(double perMinute, FindingOutcome outcome, UndecidedCause? cause, string said)
    {
        var finding = Weighed.Judge(Weighed.Counts(Weighed.Same(10, 0, perMinute, 0, 19 * perMinute)), Weighed.Context(10));

        (finding.Outcome, finding.Undecided, finding.Reason.ToString()).ShouldBe((outcome, cause, said));
        finding.Judgement.ShouldNotBeNull();
    }

    /// <summary>Over the limit for certain, and both slices alike: of a stable that keeps the limit nobody says that the cause is common, nor of a canary over twice as bad as it.</summary>
    [Theory]
    [InlineData(Comparison.AtMost, 0.02, 0.0099, UndecidedCause.Suspicious)]
    [InlineData(Comparison.AtMost, 0.02, 0.01, UndecidedCause.Suspicious)]
    [InlineData(Comparison.AtMost, 0.02, 0.0101, UndecidedCause.CommonCause)]
    [InlineData(Comparison.AtMost, 0.0203, 0.0101, UndecidedCause.Suspicious)]
    [InlineData(Comparison.AtLeast, 0.98, 0.9901, UndecidedCause.Suspicious)]
    [InlineData(Comparison.AtLeast, 0.98, 0.99, UndecidedCause.Suspicious)]
    [InlineData(Comparison.AtLeast, 0.98, 0.9899, UndecidedCause.CommonCause)]
    [InlineData(Comparison.AtLeast, 0.9797, 0.9899, UndecidedCause.Suspicious)]
    public void A_cause_is_common_where_stable_is_beyond_the_limit_itself_and_nearly_as_bad(Comparison side, double canary, double stable, UndecidedCause cause)
    {
        var finding = Weighed.Judge(
            Weighed.Told(Weighed.Counts(Weighed.Same(20, 15, 150, 285, 2850)), canary, stable), Weighed.Context(20), side == Comparison.AtMost ? Weighed.ErrorRate() : Success);

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, cause));
    }

    /// <summary>Ten times as bad as stable, far within the limit: from the floor on that is no proof.</summary>
    [Theory]
    [InlineData(Comparison.AtMost, 0.0011, FindingOutcome.Undecided)]
    [InlineData(Comparison.AtMost, 0.001, FindingOutcome.Met)]
    [InlineData(Comparison.AtMost, 0.0009, FindingOutcome.Met)]
    [InlineData(Comparison.AtLeast, 0.9989, FindingOutcome.Undecided)]
    [InlineData(Comparison.AtLeast, 0.999, FindingOutcome.Met)]
    [InlineData(Comparison.AtLeast, 0.9991, FindingOutcome.Met)]
    public void Worse_than_stable_and_beyond_the_floor_is_not_proven(Comparison side, double value, FindingOutcome outcome)
    {
        Objective objective = side == Comparison.AtMost ? Weighed.ErrorRate() with { Floor = 0.001 } : Success with { Floor = 0.999 };

        var finding = Weighed.Judge(Weighed.Told(Weighed.Counts(Weighed.Same(20, 50, 100_000, 100, 1_900_000)), value), Weighed.Context(20, demand: StepDemand.Proven), objective);

        (finding.Outcome, finding.Undecided).ShouldBe((outcome, outcome == FindingOutcome.Met ? null : UndecidedCause.NotProven));
    }

    /// <summary>Under so many times its limit for certain, and as bad as stable: beyond the limit itself that is no proof.</summary>
    [Theory]
    [InlineData(Comparison.AtMost, 0.0999, FindingOutcome.Met)]
    [InlineData(Comparison.AtMost, 0.1, FindingOutcome.Met)]
    [InlineData(Comparison.AtMost, 0.1001, FindingOutcome.Undecided)]
    [InlineData(Comparison.AtLeast, 0.9001, FindingOutcome.Met)]
    [InlineData(Comparison.AtLeast, 0.9, FindingOutcome.Met)]
    [InlineData(Comparison.AtLeast, 0.8999, FindingOutcome.Undecided)]
    public void A_share_beyond_its_limit_is_not_proven(Comparison side, double value, FindingOutcome outcome)
    {
        var objective = new KpiObjective
        {
            Name = "kpi",
            Comparison = side,
            Limit = StepLimits.Constant(side == Comparison.AtMost ? 0.1 : 0.9),
            Judge = SequentialJudge.Chosen,
            Definition = new KpiDefinition { EventType = "Checkout", Form = KpiForm.Ratio, Numerator = "outcome = 'ok'" },
        };

        Weighed.Judge(Weighed.Told(Weighed.Counts(Weighed.Same(20, 15, 150, 285, 2850)), value), Weighed.Context(20, demand: StepDemand.Proven), objective).Outcome.ShouldBe(outcome);
    }

    /// <summary>
    /// 480 of the 500 requests of the window failed, of whatever origin, and 50 by itself; before that nothing did. The value that is told of a dead canary is what the emergency gate saw.
    /// </summary>
    [Theory]
    [InlineData(Comparison.AtMost, true, 0.96)]
    [InlineData(Comparison.AtLeast, true, 0.04)]
    [InlineData(Comparison.AtMost, false, 0.96)]
    [InlineData(Comparison.AtLeast, false, 0.04)]
    public void Of_a_dead_canary_what_failed_of_the_window_is_told_whatever_its_origin(Comparison side, bool isAttributed, double value)
    {
        IReadOnlyList<(double Own, double All, double Requests)> minutes = [(0, 0, 200), (0, 0, 200), (0, 0, 200), (20, 180, 200), (30, 300, 300)];
        var canary = minutes.Select((minute, t) => new Bucket(Weighed.Begin.AddMinutes(t), minute.Requests, isAttributed ? minute.Own : minute.All, AllBad: isAttributed ? minute.All : null)).ToList();
        var stable = minutes.Select((minute, t) => new Bucket(Weighed.Begin.AddMinutes(t), 19 * minute.Requests, 4, AllBad: isAttributed ? 4 : null)).ToList();
        var own = side == Comparison.AtMost ? 0.1 : 0.9;
        Objective objective = side == Comparison.AtMost ? Weighed.ErrorRate() : Success;
        var context = Weighed.Context(5) with { Emergency = objective.Name, Window = new(Weighed.Begin.AddMinutes(3), Weighed.Begin.AddMinutes(5), TimeSpan.FromMinutes(1)) };

        var finding = Weighed.Judge(new ObjectiveEvidence(objective.Name, new SliceEvidence.Measured(own, 500, 50, canary), new SliceEvidence.Measured(1 - own, 9500, 8, stable), []), context, objective);

        (finding.Outcome, finding.Judgement!.Gate, finding.Threshold).ShouldBe((FindingOutcome.Tripped, GateKind.Emergency, 0.5));
        finding.Value!.Value.ShouldBe(value, 1e-12);
    }

    /// <summary>Of a canary that is not dead the value stays what it is.</summary>
    [Theory]
    [InlineData(2850, 5, Versus.Stable)]
    [InlineData(0, 100, Versus.Absolute)]
    public void What_it_was_held_against_and_by_which_gate_is_told(double stable, double weight, Versus versus)
    {
        var finding = Weighed.Judge(Weighed.Told(Weighed.Counts(Weighed.Same(10, 8, 150, stable / 1000, stable)), 0.031), Weighed.Context(10, weight));

        (finding.Outcome, finding.Versus, finding.Judgement!.Gate, finding.Value, finding.Threshold).ShouldBe((FindingOutcome.Tripped, versus, GateKind.Ordinary, 0.031, 0.01));
    }

    /// <summary>One of stable's pods fails twenty times as often as the others, for an hour: a canary that does may be such a pod.</summary>
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(20, 0.5, 1.25)]
    public void Pods_of_stable_that_differ_for_long_are_told(double first, double least, double most)
    {
        var even = Weighed.Counts(Weighed.Same(10, 0, 150, 3, 2850));
        var pods = even.StablePods.Select((pod, i) => i == 0 ? pod with { Cells = [.. pod.Cells.Select(cell => cell with { Bad = first * cell.Bad })] } : pod).ToList();

        Weighed.Judge(even with { StablePods = pods }, Weighed.Context(10)).Judgement!.SlowImbalance.ShouldBeInRange(least, most);
    }
}
