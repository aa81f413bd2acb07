using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>A canary that keeps its limit and is worse than stable: from the floor on it fails, below it it passes, and never is it called proven.</summary>
public sealed class WorseWithinTheLimitTests
{
    private const double Limit = 1;

    /// <summary>Stable's own 95th percentile of the hour before is 497 ms; of 150 requests a minute the canary has 10 % over 1.2 times and 8.7 % over 1.3 times that.</summary>
    [Fact]
    public void Of_a_size_that_people_care_about_it_fails_and_says_both_numbers()
    {
        var finding = Judge(Latency, own: 0.497, value: 0.805, stable: 0.497, overLimit: 3, overMargin: 16, overFloor: 14);

        finding.Outcome.ShouldBe(FindingOutcome.Tripped);
        finding.Reason.Head.ShouldBe("p95 805 ms within limit 1 s, but 1.6x stable's 497 ms and over floor 646 ms");
        finding.Versus.ShouldBe(Versus.Stable);
    }

    /// <summary>A floor that is 1.3 times stable's own is told as measured: its 376.09 ms look as if somebody had written them. The policy's own is told as written.</summary>
    [Theory]
    [InlineData(0.2893, "376 ms")]
    [InlineData(0.1, "250 ms")]
    public void What_can_be_seen_is_told_with_two_digits_where_it_is_worked_out(double own, string floor) =>
        Judge(Latency, own, value: own, stable: own, overLimit: 1, overMargin: 5, overFloor: 4).Judgement!.Power.ShouldNotBeNull().ShouldContain($" over {floor} once ");

    [Theory]
    [InlineData(StepDemand.NoHarm)]
    [InlineData(StepDemand.Proven)]
    public void Of_a_size_that_nobody_feels_it_passes_and_is_not_called_proven(StepDemand demand)
    {
        var finding = Judge(Latency, own: 0.040, value: 0.055, stable: 0.040, overLimit: 0, overMargin: 16, overFloor: 0, demand);

        finding.Outcome.ShouldBe(FindingOutcome.Met);
        finding.Reason.Head.ShouldBe("p95 55 ms within limit 1 s, though 1.4x stable's 40 ms: no harm below its floor 250 ms");
        Summary.Of(Verdict.Pass, [finding], Given.Window, 5).ShouldBe("p95 55 ms within limit 1 s, though 1.4x stable's 40 ms: no harm below its floor 250 ms (3,000 canary observations, 10m at weight 5)");
    }

    [Theory]
    [InlineData(StepDemand.NoHarm)]
    [InlineData(StepDemand.Proven)]
    public void As_slow_as_stable_it_is_proven(StepDemand demand)
    {
        var finding = Judge(Latency, own: 0.497, value: 0.505, stable: 0.497, overLimit: 1, overMargin: 5, overFloor: 4, demand);

        finding.Outcome.ShouldBe(FindingOutcome.Met);
        finding.Reason.Head.ShouldContain("proven");
    }

    /// <summary>The policy says that the limit is all that matters; that it is slower is said nevertheless.</summary>
    [Fact]
    public void Without_a_floor_it_passes_and_is_not_called_proven()
    {
        var finding = Judge(Latency with { Floor = null }, own: 0.497, value: 0.805, stable: 0.497, overLimit: 3, overMargin: 16, overFloor: null);

        finding.Outcome.ShouldBe(FindingOutcome.Met);
        finding.Reason.Head.ShouldBe("p95 805 ms within limit 1 s, though 1.6x stable's 497 ms: no harm below its limit");
        Summary.Of(Verdict.Pass, [finding], Given.Window, 5).ShouldNotContain("proven");
    }

    /// <summary>Shown slower, over the floor in the window, and not yet shown to be over it: the last step, which wants proof, waits.</summary>
    [Theory]
    [InlineData(StepDemand.NoHarm, FindingOutcome.Met, "not enough to fail")]
    [InlineData(StepDemand.Proven, FindingOutcome.Undecided, "not proven")]
    public void Between_both_it_is_no_proof(StepDemand demand, FindingOutcome outcome, string said)
    {
        var finding = Judge(Latency, own: 0.497, value: 0.66, stable: 0.497, overLimit: 1, overMargin: 13, overFloor: 7, demand);

        finding.Outcome.ShouldBe(outcome);
        finding.Reason.Head.ShouldStartWith($"p95 660 ms within limit 1 s, though 1.3x stable's 497 ms: {said}");
    }

    /// <summary>Where stable had half of its limit the floor is 1.3 times that, and the limit where that is less.</summary>
    [Theory]
    [InlineData(0.1, null, 0.25)]
    [InlineData(0.4, null, 0.52)]
    [InlineData(0.4, 1.5, 0.6)]
    public void Harm_begins_at_the_floor_or_at_some_times_stables_own_past(double own, double? margin, double from) =>
        (Latency with { Margin = margin }).HarmfulFrom(own).ShouldBe(from);

    [Fact]
    public void Nobody_knows_where_harm_begins_without_a_floor_or_without_stables_past()
    {
        (Latency with { Floor = null }).HarmfulFrom(0.4).ShouldBeNull();
        Latency.HarmfulFrom(null).ShouldBeNull();
    }

    /// <summary>Errors have had a floor; up to it, too, worse than stable is not proven.</summary>
    [Theory]
    [InlineData(0.001, "error-rate 0.05 % within limit 1 %, though 9.5x stable's 0.0053 %: no harm below its floor 0.1 %")]
    [InlineData(null, "error-rate 0.05 % within limit 1 %, though 9.5x stable's 0.0053 %: no harm below its limit")]
    public void Errors_up_to_the_floor_pass_and_are_not_called_proven(double? floor, string said)
    {
        var finding = Weighed.Judge(Weighed.Counts(Weighed.Same(20, 50, 100_000, 100, 1_900_000)), Weighed.Context(20), Weighed.ErrorRate() with { Floor = floor });

        finding.Outcome.ShouldBe(FindingOutcome.Met);
        finding.Reason.Head.ShouldBe(said);
    }

    /// <summary>0.82 is over the 0.80 of the first step, and under the floor.</summary>
    [Theory]
    [InlineData(27, FindingOutcome.Tripped)]
    [InlineData(12, FindingOutcome.Met)]
    public void Apdex_has_a_floor_too(double frustrated, FindingOutcome outcome)
    {
        var apdex = new ApdexObjective { Name = "apdex", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.8), Floor = 0.88, Threshold = 0.5, Judge = SequentialJudge.Chosen };
        var finding = Weighed.Judge(With(Weighed.Counts(Weighed.Same(20, frustrated, 150, 150, 2850)), 1 - (frustrated / 150), 0.947), Weighed.Context(20), apdex);

        finding.Outcome.ShouldBe(outcome);
        if (outcome == FindingOutcome.Tripped)
        {
            finding.Reason.Head.ShouldBe("apdex 0.82 above limit 0.8, but 0.13 under stable's 0.95 and under floor 0.88");
        }
    }

    private static LatencyObjective Latency { get; } = new()
    {
        Name = "p95",
        Comparison = Comparison.AtMost,
        Limit = StepLimits.Constant(Limit),
        Floor = 0.25,
        Quantile = 0.95,
        Judge = SequentialJudge.Chosen,
    };

    /// <summary>Twenty minutes of 150 requests of the canary and 2,850 of stable, of which one in twenty is slower than stable's own quantile was.</summary>
    private static Finding Judge(
        LatencyObjective latency, double own, double value, double stable, double overLimit, double overMargin, double? overFloor, StepDemand demand = StepDemand.NoHarm)
    {
        const int Minutes = 20;
        var canary = Enumerable.Range(0, Minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 150, overLimit, BadAgainstStable: overMargin, BadOverFloor: overFloor)).ToList();
        var beside = Enumerable.Range(0, Minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 2850, 20, BadAgainstStable: 142)).ToList();
        return Weighed.Judge(
            new ObjectiveEvidence("p95", new SliceEvidence.Measured(value, 3000, overLimit * Minutes, canary), new SliceEvidence.Measured(stable, 57_000, 400, beside), ["requests"]) { StableQuantile = own },
            Weighed.Context(Minutes, demand: demand),
            latency);
    }

    private static ObjectiveEvidence With(ObjectiveEvidence evidence, double value, double stable) => evidence with
    {
        Judged = (SliceEvidence.Measured)evidence.Judged with { Value = value },
        Control = (SliceEvidence.Measured)evidence.Control with { Value = stable },
    };
}
