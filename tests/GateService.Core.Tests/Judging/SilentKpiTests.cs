using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>A KPI's own events, minute by minute, that the canary stops sending while it serves on.</summary>
public sealed class SilentKpiTests
{
    [Theory]
    [InlineData(KpiForm.Ratio)]
    [InlineData(KpiForm.Mean)]
    public void Events_that_stable_goes_on_sending_were_due(KpiForm form)
    {
        var finding = Of(form, minute => minute < 6 ? 100 : 0, _ => 300);

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Silent));
        finding.Reason.ToString().ShouldBe("orders not known: no Order event of the canary since 12:06Z, 4m, while stable had 1,200: about 400 of its own were to be expected");
    }

    /// <summary>Both stop, the canary sends few, it sends on, or it began again.</summary>
    [Theory]
    [InlineData("100 100 100 100 100 100 0 0 0 0", "300 300 300 300 300 300 0 0 0 0")]
    [InlineData("1 1 0 2 1 0 0 0 0 0", "3 3 3 3 3 3 3 3 3 3")]
    [InlineData("100 100 100 100 100 100 90 110 100 95", "300 300 300 300 300 300 300 300 300 300")]
    [InlineData("100 100 100 0 0 100 100 100 100 100", "300 300 300 300 300 300 300 300 300 300")]
    public void What_nobody_sends_or_few_ever_did_is_not_missed(string canary, string stable) => Of(KpiForm.Ratio, Minute(canary), Minute(stable)).Undecided.ShouldNotBe(UndecidedCause.Silent);

    [Theory]
    [InlineData("50 50 50 50 50 50 - - - -", "150 150 150 150 150 150 150 150 150 150", true)]
    [InlineData("50 50 50 50 50 50 - - - -", "150 150 150 150 150 150 - - - -", false)]
    [InlineData("50 50 50 50 50 50 - - - -", "150 150 150 150 150 150 150 - 150 150", false)]
    public void Different_values_are_missed_where_stable_has_some(string canary, string stable, bool isSilent)
    {
        var objective = Objective(KpiForm.UniqueCount);
        var trial = Trial(objective, [.. Readings(canary)], [.. Readings(stable)]);

        (SilentGauge.Of(new SequentialJudge().Judge(trial), trial).Undecided == UndecidedCause.Silent).ShouldBe(isSilent);
    }

    private static Finding Of(KpiForm form, Func<int, double> canary, Func<int, double> stable)
    {
        var trial = Trial(Objective(form), [.. Events(canary)], [.. Events(stable)]);
        return SilentKpi.Of(new SequentialJudge().Judge(trial), trial);
    }

    private static Trial Trial(KpiObjective objective, List<Bucket> judged, List<Bucket> control) => new(
        objective,
        new ObjectiveEvidence(objective.Name, Measured(judged), Measured(control), ["orders"]),
        Weighed.Context(judged.Count, weight: 25));

    private static SliceEvidence.Measured Measured(List<Bucket> buckets) =>
        new(buckets.Last(bucket => bucket.Exposure > 0).Mean ?? 0.95, buckets.Sum(bucket => bucket.Exposure), buckets.Sum(bucket => bucket.Bad ?? 0), buckets);

    private static IEnumerable<Bucket> Events(Func<int, double> count) =>
        Enumerable.Range(0, 10).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), count(t), 0.05 * count(t), count(t) > 0 ? 1 : null, count(t) > 0 ? 0.2 : null));

    private static IEnumerable<Bucket> Readings(string minutes) =>
        minutes.Split(' ').Select((reading, t) => reading == "-" ? new Bucket(Weighed.Begin.AddMinutes(t), 0, null) : new Bucket(Weighed.Begin.AddMinutes(t), 1, null, double.Parse(reading, null)));

    private static Func<int, double> Minute(string counts) => minute => double.Parse(counts.Split(' ')[minute], null);

    private static KpiObjective Objective(KpiForm form) => new()
    {
        Name = "orders",
        Comparison = Comparison.AtLeast,
        Limit = StepLimits.Constant(form == KpiForm.UniqueCount ? 30 : 0.9),
        MinimumSample = 1,
        Judge = SequentialJudge.Chosen,
        Definition = new KpiDefinition { EventType = "Order", Form = form, Attribute = form == KpiForm.Ratio ? null : "user", Numerator = form == KpiForm.Ratio ? "ok IS TRUE" : null },
    };
}
