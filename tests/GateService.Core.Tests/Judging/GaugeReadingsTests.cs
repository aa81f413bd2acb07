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
        var finding = Judge([.. readings.Split(' ').Select(reading => reading == "-" ? (double?)null : double.Parse(reading, System.Globalization.CultureInfo.InvariantCulture))]);

        finding.Outcome.ShouldBe(outcome, finding.Reason.ToString());
        finding.Reason.ToString().ShouldContain(said);
    }

    private static Finding Judge(List<double?> readings)
    {
        var objective = new PodHealthObjective { Name = "pods-ready", Signal = PodSignal.Ready, Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(1), MinimumSample = 1, Judge = SequentialJudge.Chosen };
        // The first minute is the warm-up.
        List<Bucket> buckets = [.. readings.Prepend(1).Select((reading, t) => new Bucket(Weighed.Begin.AddMinutes(t), reading is null ? 0 : 3, null, reading))];
        var evidence = new ObjectiveEvidence("pods-ready", new SliceEvidence.Measured(readings[^1]!.Value, 3, null, buckets), new SliceEvidence.NoData(), ["pods"]);
        return Weighed.Judge(evidence, Weighed.Context(buckets.Count, weight: 50, demand: StepDemand.Proven), objective);
    }
}
