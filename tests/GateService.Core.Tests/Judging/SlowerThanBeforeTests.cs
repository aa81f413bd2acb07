using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>At 100 %: within its limit of a second, beside nothing, and stable's 95th percentile of the hour before was 226 ms.</summary>
public sealed class SlowerThanBeforeTests
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
