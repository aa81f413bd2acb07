using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>At 100 %, beside nothing: within a limit of a second where stable's 95th percentile of the hour before was 226 ms, and within other limits where stable hardly failed.</summary>
public sealed class WorseThanBeforeTests
{
    [Theory]
    [InlineData(0.684, 0.226, StepDemand.Proven, FindingOutcome.Undecided)]
    [InlineData(0.684, 0.226, StepDemand.NoHarm, FindingOutcome.Met)]
    [InlineData(0.420, 0.226, StepDemand.Proven, FindingOutcome.Met)]
    [InlineData(0.684, null, StepDemand.Proven, FindingOutcome.Met)]
    [InlineData(0.090, 0.040, StepDemand.Proven, FindingOutcome.Met)]
    public void Twice_as_slow_as_stable_was_is_no_proof_and_a_half_more_or_what_nobody_feels_is(double value, double? before, StepDemand demand, FindingOutcome outcome) =>
        Judge(value, before, demand).Outcome.ShouldBe(outcome);

    [Fact]
    public void Both_numbers_are_said()
    {
        var finding = Judge(0.684, 0.226, StepDemand.Proven);

        finding.Undecided.ShouldBe(UndecidedCause.NotProven);
        finding.Reason.Head.ShouldBe("p95 684 ms within limit 1 s, but 3x stable's 226 ms of the hour before, and nothing of stable serves beside it: not proven");
    }

    /// <summary>Within a limit of 2 %, or above 98 % or an Apdex of 0.8: ten times what stable failed in each minute of the hour before; what that hour had too, or hardly more, or a handful.</summary>
    [Theory]
    [InlineData("error-rate", 0.012, 0.001, FindingOutcome.Undecided, "error-rate 1.2 % within limit 2 %, but 12x stable's 0.1 % of the hour before, and nothing of stable serves beside it: not proven")]
    [InlineData("success-rate", 0.012, 0.001, FindingOutcome.Undecided, "success-rate 98.8 % above limit 98 %, but stable's was 99.9 % in the hour before, and nothing of stable serves beside it: not proven")]
    [InlineData("apdex", 0.15, 0.01, FindingOutcome.Undecided, "apdex 0.85 above limit 0.8, but stable's was 0.99 in the hour before, and nothing of stable serves beside it: not proven")]
    [InlineData("error-rate", 0.012, 0.012, FindingOutcome.Met, "error-rate 1.2 % within limit 2 %, proven")]
    [InlineData("error-rate", 0.004, 0.001, FindingOutcome.Met, "error-rate 0.4 % within limit 2 %, proven")]
    [InlineData("success-rate", 0.012, 0.011, FindingOutcome.Met, "success-rate 98.8 % above limit 98 %, proven")]
    [InlineData("apdex", 0.04, 0.001, FindingOutcome.Met, "apdex 0.96 above limit 0.8, proven")]
    public void More_failures_than_stable_ever_had_are_no_proof(string name, double now, double before, FindingOutcome outcome, string said)
    {
        var finding = Counted(name, now, before);

        finding.Outcome.ShouldBe(outcome);
        finding.Reason.Head.ShouldStartWith(said);
    }

    private static Finding Counted(string name, double now, double before)
    {
        const int Minutes = 20;
        Objective objective = name switch
        {
            "error-rate" => new ErrorRateObjective { Name = name, Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.02), Judge = SequentialJudge.Chosen },
            "success-rate" => new SuccessRateObjective { Name = name, Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.98), Judge = SequentialJudge.Chosen },
            _ => new ApdexObjective { Name = name, Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.8), Threshold = 0.5, Judge = SequentialJudge.Chosen },
        };
        var canary = Enumerable.Range(0, Minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 3000, 3000 * now)).ToList();
        var pod = new PodSeries("was", [.. Enumerable.Range(-60, 60).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 3000, 3000 * before))]);
        return Weighed.Judge(
            new ObjectiveEvidence(name, new SliceEvidence.Measured(objective.Comparison == Comparison.AtMost ? now : 1 - now, 60_000, 60_000 * now, canary), new SliceEvidence.NoData(), ["requests"]) { StablePods = [pod] },
            Weighed.Context(Minutes, 100, demand: StepDemand.Proven) with { ExpectsControl = false },
            objective);
    }

    private static Finding Judge(double value, double? before, StepDemand demand)
    {
        const int Minutes = 20;
        var latency = new LatencyObjective { Name = "p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1), Floor = 0.25, Quantile = 0.95, Judge = SequentialJudge.Chosen };
        var canary = Enumerable.Range(0, Minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 3000, 15, BadAgainstStable: 1500, BadOverFloor: 1500)).ToList();
        var beside = Enumerable.Range(0, Minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 0, 0)).ToList();
        return Weighed.Judge(
            new ObjectiveEvidence("p95", new SliceEvidence.Measured(value, 60_000, 15 * Minutes, canary), new SliceEvidence.NoData { Buckets = beside }, ["requests"]) { StableQuantile = before },
            Weighed.Context(Minutes, 100, demand: demand) with { ExpectsControl = false },
            latency);
    }
}
