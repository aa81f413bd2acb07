using System.Globalization;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>A gauge where a step asks for proof: read once a minute, it would take half an hour to prove a share; its latest readings say it.</summary>
public sealed class GaugeReadingsTests
{
    [Theory]
    [InlineData("1 1 1 1 1 1 1 1 1", FindingOutcome.Met, "no harm seen")]
    [InlineData("1 .5 1 1 1 1 1 1 1", FindingOutcome.Met, "no harm seen")]
    [InlineData("1 1 1 - 1 - 1 1 1", FindingOutcome.Met, "no harm seen")]
    [InlineData("1 1 1 1 1 .5 1 1 1", FindingOutcome.Undecided, "at limit 100 %, but not yet in each of the latest 5 readings")]
    [InlineData("1 1 1 1 1 1 1 1 .5", FindingOutcome.Undecided, "under limit 100 %: suspicious")]
    [InlineData("1 1", FindingOutcome.Undecided, "at limit 100 %, but not yet in each of the latest 5 readings")]
    [InlineData(".5 .5 .5 .5 .5 .5 .5 .5 .5", FindingOutcome.Tripped, "under limit 100 %")]
    public void A_gauge_that_kept_its_limit_lately_keeps_it(string readings, FindingOutcome outcome, string said)
    {
        var finding = Of(Ready, Parsed(readings), StepDemand.Proven, []);

        finding.Outcome.ShouldBe(outcome, finding.Reason.ToString());
        finding.Reason.ToString().ShouldContain(said);
    }

    /// <summary>A count of different values is told by its mean: five good minutes do not hide three bad ones.</summary>
    [Theory]
    [InlineData("100 100 100 100 100 8 8 8", StepDemand.NoHarm, FindingOutcome.Undecided, "users 66 above limit 30, but beyond it in each of the latest readings: suspicious")]
    [InlineData("100 100 100 100 100 8 8 100", StepDemand.NoHarm, FindingOutcome.Met, "no harm seen")]
    public void What_is_told_by_its_mean_is_held_by_its_latest_readings(string readings, StepDemand demand, FindingOutcome outcome, string said)
    {
        var finding = Of(Users, Parsed(readings), demand, []);

        finding.Outcome.ShouldBe(outcome, finding.Reason.ToString());
        finding.Reason.ToString().ShouldContain(said);
    }

    /// <summary>Both jump alike, or the canary alone.</summary>
    [Theory]
    [InlineData("320 320 320 320 320 320", FindingOutcome.Undecided, "backlog 320 over limit 100, and stable with 320 alike")]
    [InlineData("20 20 20 20 20 20", FindingOutcome.Tripped, "backlog 320 over limit 100")]
    public void What_stable_reads_too_is_not_the_changes(string stable, FindingOutcome outcome, string said)
    {
        var finding = Of(Backlog, [320, 320, 320, 320, 320, 320], StepDemand.NoHarm, Parsed(stable));

        finding.Outcome.ShouldBe(outcome, finding.Reason.ToString());
        finding.Reason.ToString().ShouldContain(said);
    }

    private static PodHealthObjective Ready => new() { Name = "pods-ready", Signal = PodSignal.Ready, Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(1), MinimumSample = 1, Judge = SequentialJudge.Chosen };

    private static KpiObjective Users => new()
    {
        Name = "users",
        Comparison = Comparison.AtLeast,
        Limit = StepLimits.Constant(30),
        MinimumSample = 1,
        Judge = SequentialJudge.Chosen,
        Definition = new KpiDefinition { EventType = "Order", Form = KpiForm.UniqueCount, Attribute = "user" },
    };

    private static KpiObjective Backlog => new()
    {
        Name = "backlog",
        Comparison = Comparison.AtMost,
        Limit = StepLimits.Constant(100),
        MinimumSample = 1,
        Judge = SequentialJudge.Chosen,
        Definition = new KpiDefinition { EventType = "Queue", Form = KpiForm.Gauge, Attribute = "length", Reading = GaugeReading.Latest },
    };

    private static List<double?> Parsed(string readings) => [.. readings.Split(' ').Select(reading => reading == "-" ? (double?)null : double.Parse(reading, CultureInfo.InvariantCulture))];

    private static Finding Of(Objective objective, List<double?> readings, StepDemand demand, List<double?> stable)
    {
        var (judged, control) = (Laid(readings), Laid(stable));
        var value = objective is KpiObjective { Definition.Form: KpiForm.UniqueCount } ? readings.Average()!.Value : readings[^1]!.Value;
        var evidence = new ObjectiveEvidence(
            objective.Name, new SliceEvidence.Measured(value, readings.Count, null, judged), stable.Count == 0 ? new SliceEvidence.NoData() : new SliceEvidence.Measured(stable[^1]!.Value, stable.Count, null, control), ["pods"]);
        return Weighed.Judge(evidence, Weighed.Context(judged.Count, weight: 50, demand: demand), objective);
    }

    /// <summary>The first minute is the warm-up.</summary>
    private static List<Bucket> Laid(List<double?> readings) =>
        readings.Count == 0 ? [] : [.. readings.Prepend(readings[0]).Select((reading, t) => new Bucket(Weighed.Begin.AddMinutes(t), reading is null ? 0 : 1, null, reading))];
}
