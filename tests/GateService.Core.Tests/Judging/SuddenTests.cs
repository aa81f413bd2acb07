using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>What is plain is fast: half of the requests fail, and one bucket of it is enough; a client that brings its own failing requests is none of it.</summary>
public sealed class SuddenTests
{
    [Theory]
    [InlineData(25.0)]
    [InlineData(null)]
    public void Half_of_the_requests_of_one_minute_fail_it(double? weight)
    {
        var finding = Judge((375, 750, 22, 2250), weight);

        (finding.Outcome, finding.Judgement!.Gate, finding.Judgement.FailedAt).ShouldBe((FindingOutcome.Tripped, GateKind.Sudden, Weighed.Begin.AddMinutes(9)));
        finding.Reason.Head.ShouldBe("error-rate 50 % over limit 1 %, 49 points over stable's 0.98 %: over 20 % of the canary's requests failed at once by 12:09Z");
    }

    /// <summary>As many requests more as fail: a client that hammers the canary. In the same minute the canary's own fail as ever.</summary>
    [Theory]
    [InlineData(25.0)]
    [InlineData(null)]
    public void A_client_that_brings_its_failing_requests_along_does_not(double? weight) => Judge((757, 1500, 22, 2250), weight).Outcome.ShouldNotBe(FindingOutcome.Tripped);

    [Fact]
    public void Half_of_the_requests_of_both_slices_do_not() => Judge((375, 750, 1125, 2250), 25).Outcome.ShouldNotBe(FindingOutcome.Tripped);

    /// <summary>A tenth of a minute is what the ordinary gate is for: it wants three such minutes.</summary>
    [Fact]
    public void A_tenth_of_the_requests_of_one_minute_does_not() => Judge((75, 750, 22, 2250), 25).Outcome.ShouldNotBe(FindingOutcome.Tripped);

    /// <summary>Dead is dead, though half of it was shown as soon: the emergency gate is the one that nothing excuses.</summary>
    [Fact]
    public void A_dead_canary_is_told_as_dead() => Judge((750, 750, 22, 2250), 25).Judgement!.Gate.ShouldBe(GateKind.Emergency);

    /// <summary>Clients retry against it: three times the requests, and all of them fail. The first such minute looks like the begin of a step.</summary>
    [Fact]
    public void A_dead_canary_is_dead_however_often_its_clients_retry() => Weighed.Judge(
        Weighed.Counts([.. Weighed.Same(8, 7, 750, 22, 2250), .. Weighed.Same(2, 2250, 2250, 22, 2250)]), Weighed.Context(10, 25)).Judgement!.Gate.ShouldBe(GateKind.Emergency);

    /// <summary>A median of 232 ms rises to 705 on 41 requests: of the fast half a seventh is left.</summary>
    [Theory]
    [InlineData(6, FindingOutcome.Undecided)]
    [InlineData(3, FindingOutcome.Met)]
    public void No_harm_is_not_blind_to_a_median_three_times_as_high(double slow, FindingOutcome outcome)
    {
        var median = new LatencyObjective { Name = "p50", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.001), Quantile = 0.5, IsPromise = false, MinimumSample = 20, Judge = SequentialJudge.Chosen };
        var canary = Enumerable.Range(0, 7).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 7, 7, BadAgainstStable: slow)).ToList();
        var stable = Enumerable.Range(0, 7).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 28, 28, BadAgainstStable: 14)).ToList();

        var finding = Weighed.Judge(
            new ObjectiveEvidence("p50", new SliceEvidence.Measured(0.705, 41, 41, canary), new SliceEvidence.Measured(0.232, 196, 196, stable), []) { StableQuantile = 0.232 }, Weighed.Context(7), median);

        finding.Outcome.ShouldBe(outcome);
        if (outcome == FindingOutcome.Undecided)
        {
            finding.Undecided.ShouldBe(UndecidedCause.Suspicious);
            finding.Reason.Head.ShouldEndWith("more of this fails it");
            finding.Judgement!.Compared!.What.ShouldStartWith("requests no slower than stable's own quantile");
        }
    }

    /// <summary>Eight healthy minutes at a quarter of the traffic, then one.</summary>
    private static Finding Judge((double, double, double, double) last, double? weight) => Weighed.Judge(
        Window(Weighed.Counts([.. Weighed.Same(8, 7, 750, 22, 2250), last])),
        Weighed.Context(9, weight, weight is null ? GateMode.Background : GateMode.Step) with { Window = new(Weighed.Begin.AddMinutes(weight is null ? 8 : 0), Weighed.Begin.AddMinutes(9), TimeSpan.FromMinutes(1)) });

    /// <summary>The value people read is that of the last minute.</summary>
    private static ObjectiveEvidence Window(ObjectiveEvidence evidence) => evidence with { Judged = Last(evidence.Judged), Control = Last(evidence.Control) };

    private static SliceEvidence.Measured Last(SliceEvidence slice) => slice.Buckets[^1] is var last ? new(last.Bad!.Value / last.Exposure, last.Exposure, last.Bad, slice.Buckets) : null!;
}
