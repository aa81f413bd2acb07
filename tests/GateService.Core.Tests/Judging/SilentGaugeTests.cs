using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>Gauges by the minutes they were read in: <c>x</c> for a reading, <c>.</c> for none.</summary>
public sealed class SilentGaugeTests
{
    private static readonly QueueLagObjective Kafka = new()
    {
        Name = "queue-lag",
        Comparison = Comparison.AtMost,
        Limit = StepLimits.Constant(1000),
        Queue = new QueueDefinition(QueueSystem.Kafka, "digests"),
        MinimumSample = 1,
        Judge = SequentialJudge.Chosen,
    };

    private static readonly QueueLagObjective Sqs = Kafka with { Queue = new QueueDefinition(QueueSystem.Sqs, "digests") };

    private static readonly PodHealthObjective Ready = new() { Name = "pods-ready", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(1), Signal = PodSignal.Ready, MinimumSample = 1, Judge = SequentialJudge.Chosen };

    [Fact]
    public void What_is_read_no_more_is_not_met_and_says_since_when()
    {
        var finding = Of(Kafka, "xxxx...");

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Silent));
        finding.Reason.ToString().ShouldBe("queue-lag not known: nothing was reported since 12:04Z, 3m, and about every 1m before: what reports it died, or its telemetry is late or lost; the last reading was 1");
    }

    [Theory]
    [InlineData("xxxx...", true)]
    [InlineData("xxxxxxxxx........", true)]
    [InlineData("xxxx..", false)]
    [InlineData("..xxxx", false)]
    [InlineData("x.x.x.x.....", false)]
    [InlineData("x.x.x.x......", true)]
    [InlineData("x....x....x....", false)]
    [InlineData("x....x....x...........", false)]
    [InlineData("x....x....x...............", true)]
    [InlineData("xxx......xxxxx.....", false)]
    [InlineData("xxx......xxxxx.......", true)]
    [InlineData("x.....", false)]
    [InlineData("x......", true)]
    public void Its_own_pace_says_what_is_late(string minutes, bool isSilent) => (Of(Kafka, minutes).Undecided == UndecidedCause.Silent).ShouldBe(isSilent);

    [Theory]
    [InlineData("xxxx.......", false)]
    [InlineData("xxxx........", true)]
    public void What_CloudWatch_says_may_be_later(string minutes, bool isSilent) => (Of(Sqs, minutes).Undecided == UndecidedCause.Silent).ShouldBe(isSilent);

    [Fact]
    public void Pods_of_which_nothing_is_reported_are_not_ready() => Of(Ready, "xxxx...").Undecided.ShouldBe(UndecidedCause.Silent);

    [Fact]
    public void Buckets_of_a_few_seconds_are_no_shorter_patience()
    {
        Of(Kafka, "xxxxxxxxx.................", TimeSpan.FromSeconds(10)).Outcome.ShouldBe(FindingOutcome.Met);
        Of(Kafka, "xxxxxxxxx..................", TimeSpan.FromSeconds(10)).Undecided.ShouldBe(UndecidedCause.Silent);
    }

    /// <summary>Different values of events are none where nothing happens.</summary>
    [Theory]
    [InlineData(KpiForm.Gauge, true)]
    [InlineData(KpiForm.UniqueCount, false)]
    public void A_KPI_is_read_whatever_happens_only_where_it_is_a_gauge(KpiForm form, bool isSilent)
    {
        var kpi = new KpiObjective { Name = "depth", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1000), Definition = new KpiDefinition { EventType = "Depth", Form = form, Attribute = "depth" }, MinimumSample = 1, Judge = SequentialJudge.Chosen };

        (Of(kpi, "xxxx...").Undecided == UndecidedCause.Silent).ShouldBe(isSilent);
    }

    /// <summary>What was shown stays shown, and what is suspected stays suspected.</summary>
    [Fact]
    public void What_is_over_its_limit_says_only_since_when_nothing_was_reported()
    {
        var finding = Of(Kafka, "xxxx...", value: 5000);

        finding.Undecided.ShouldBe(UndecidedCause.Suspicious);
        finding.Reason.Because.ShouldNotBeNull().ShouldEndWith("nothing was reported since 12:04Z, 3m");
        Of(Kafka, "xxxxxxxxxxxxxxxxxx...", value: 5000, first: 1).Outcome.ShouldBe(FindingOutcome.Tripped);
    }

    [Fact]
    public void Where_there_are_no_slices_readings_are_of_nobody() => Of(Kafka, "xxx").Reason.Counts.ShouldNotBeNull().ShouldBe("0 of 3 readings outside; 3 readings");

    private static Finding Of(Objective objective, string minutes, TimeSpan? bucket = null, double value = 1, double? first = null)
    {
        var width = bucket ?? TimeSpan.FromMinutes(1);
        var context = Weighed.Context(minutes.Length, weight: null) with { Slice = Slice.All, ExpectsControl = false };
        var readings = minutes.Select((minute, t) => new Bucket(Weighed.Begin + (t * width), minute == 'x' ? 1 : 0, null, minute == 'x' ? t == 0 ? first ?? value : value : null)).ToList();
        var trial = new Trial(
            objective,
            new ObjectiveEvidence(objective.Name, new SliceEvidence.Measured(value, minutes.Count(minute => minute == 'x'), null, readings), new SliceEvidence.NoData(), ["queue"]),
            context with { Window = context.Window with { End = Weighed.Begin + (minutes.Length * width), Bucket = width } });
        return SilentGauge.Of(new SequentialJudge().Judge(trial), trial);
    }
}
