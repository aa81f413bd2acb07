using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>Queue lag, pods and restarts: minutes over the limit are what is counted.</summary>
public sealed class GaugeTests
{
    private static readonly PodHealthObjective Restarts = new()
    {
        Name = "pod-restarts",
        Comparison = Comparison.AtMost,
        Limit = StepLimits.Constant(0),
        Signal = PodSignal.Restarts,
        MinimumSample = 1,
        Judge = SequentialJudge.Chosen,
    };

    [Fact]
    public void A_crash_loop_fails_within_a_few_minutes_and_says_in_how_many()
    {
        var finding = Judge(Restarts, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);

        finding.Outcome.ShouldBe(FindingOutcome.Tripped);
        finding.Reason.ToString().ShouldStartWith("pod-restarts 4 over limit 0 (8 of 9 readings outside; 2 canary pods)");
        finding.Judgement.ShouldNotBeNull().Tested.ShouldNotBeNull().What.ShouldBe("minutes over the limit");
    }

    [Fact]
    public void A_gauge_that_is_over_its_limit_now_is_never_met_but_held()
    {
        var finding = Judge(Restarts, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);

        finding.Undecided.ShouldBe(UndecidedCause.Suspicious);
        finding.Judgement.ShouldNotBeNull().Flip.ShouldNotBeNull().ShouldMatch("^\\d+m more over its limit fail it$");
    }

    [Fact]
    public void The_flip_distance_of_a_gauge_is_exact()
    {
        double?[] before = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
        var more = int.Parse(Judge(Restarts, before).Judgement!.Flip!.Split('m')[0], System.Globalization.CultureInfo.InvariantCulture);

        Judge(Restarts, [.. before, .. Over(more - 1)]).Outcome.ShouldNotBe(FindingOutcome.Tripped);
        Judge(Restarts, [.. before, .. Over(more)]).Outcome.ShouldBe(FindingOutcome.Tripped);

        static IEnumerable<double?> Over(int minutes) => Enumerable.Repeat<double?>(1, minutes);
    }

    [Fact]
    public void Pods_that_start_for_a_minute_at_a_step_fail_nobody()
    {
        var ready = Restarts with { Name = "pods-ready", Signal = PodSignal.Ready, Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(1) };

        Judge(ready, [0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5, 1, 1, 1, 1]).Outcome.ShouldBe(FindingOutcome.Met);
        Judge(ready, [0.5, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]).Outcome.ShouldBe(FindingOutcome.Tripped);
    }

    [Fact]
    public void Minutes_in_which_nothing_was_read_count_for_nothing()
    {
        var silent = Judge(Restarts, [0, 0, 0, null, null, null, null, 0, 0, 0]);

        silent.Outcome.ShouldBe(FindingOutcome.Met);
        silent.Judgement.ShouldNotBeNull().Tested.ShouldNotBeNull().Exposure.ShouldBe(5);
    }

    [Fact]
    public void Readings_every_ten_seconds_are_worth_no_more_than_one_a_minute()
    {
        var narrow = Evidence(Restarts, [.. Enumerable.Range(0, 30).Select(t => (double?)(t < 12 ? 0 : 1))], TimeSpan.FromSeconds(10));
        var wide = Evidence(Restarts, [0, 0, 1, 1, 1], TimeSpan.FromMinutes(1));

        var (fast, slow) = (Harm(narrow, TimeSpan.FromSeconds(10)), Harm(wide, TimeSpan.FromMinutes(1)));

        fast.ShouldBeLessThan(slow + 1);
    }

    /// <summary>Over its limit of 1,000 for most of the time, and none of it need be the change's.</summary>
    [Theory]
    [InlineData(new double[] { 5000, 5050, 5000, 5100, 5000, 4900, 5000, 5050, 5000, 5000 }, "queue-lag 5,000 over limit 1,000, as it was when the rollout began, 5,000: not shown to be this change")]
    [InlineData(new double[] { 100, 9000, 9500, 8900, 8300, 7600, 7000, 6400, 5700, 5000 }, "queue-lag 5,000 over limit 1,000, and falling since 12:02Z, when it was 9,500: it fails if it stops to")]
    public void Lag_that_was_there_or_drains_is_held(double[] lag, string said)
    {
        var finding = Judge(QueueLag, [.. lag]);

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Suspicious));
        finding.Reason.Head.ShouldBe(said);
    }

    [Theory]
    [InlineData(new double[] { 9000, 8000, 7000, 6000, 5000, 4000, 3000, 2000, 900, 400 }, FindingOutcome.Met)]
    [InlineData(new double[] { 100, 9000, 8000, 7000, 6000, 5000, 4000, 2000, 900, 400 }, FindingOutcome.Met)]
    [InlineData(new double[] { 5000, 5500, 6000, 6500, 7000, 7500, 8000, 8500, 9000, 9500 }, FindingOutcome.Tripped)]
    [InlineData(new double[] { 100, 900, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000 }, FindingOutcome.Tripped)]
    [InlineData(new double[] { 100, 5000, 5000, 5100, 5000, 5000, 5100, 5000, 5000, 5000 }, FindingOutcome.Tripped)]
    public void Lag_that_is_gone_fails_nobody_and_what_grows_or_stays_up_does(double[] lag, FindingOutcome outcome) => Judge(QueueLag, [.. lag]).Outcome.ShouldBe(outcome, Judge(QueueLag, [.. lag]).Reason.Head);

    private static QueueLagObjective QueueLag => new()
    {
        Name = "queue-lag",
        Comparison = Comparison.AtMost,
        Limit = StepLimits.Constant(1000),
        Queue = new QueueDefinition(QueueSystem.Kafka, "digests", null),
        MinimumSample = 1,
        Judge = SequentialJudge.Chosen,
    };

    private static double Harm(ObjectiveEvidence evidence, TimeSpan bucket)
    {
        var context = Weighed.Context(5);
        return SequentialJudge.Test(Restarts, evidence, context with { Window = context.Window with { Bucket = bucket } }).ShouldNotBeNull().Peak;
    }

    private static Finding Judge(Objective objective, double?[] minutes) =>
        new SequentialJudge().Judge(new Trial(objective, Evidence(objective, minutes, TimeSpan.FromMinutes(1)), Weighed.Context(minutes.Length)));

    private static ObjectiveEvidence Evidence(Objective objective, double?[] readings, TimeSpan bucket) => new(
        objective.Name,
        new SliceEvidence.Measured(readings.Last(reading => reading is not null)!.Value, 2, null, [.. readings.Select((reading, t) => new Bucket(Weighed.Begin + (t * bucket), reading is null ? 0 : 2, null, reading))]),
        new SliceEvidence.NoData(),
        ["pods"]);
}
