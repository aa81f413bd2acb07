using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>Team indicators of each form, in both directions.</summary>
public sealed class KpiTests
{
    [Theory]
    [InlineData(0.90, FindingOutcome.Met)]
    [InlineData(0.60, FindingOutcome.Tripped)]
    public void A_ratio_that_must_not_fall(double share, FindingOutcome expected) => Ratio(Comparison.AtLeast, 0.85, share, 0.90).Outcome.ShouldBe(expected);

    [Theory]
    [InlineData(0.10, FindingOutcome.Met)]
    [InlineData(0.30, FindingOutcome.Tripped)]
    public void A_ratio_that_must_not_rise(double share, FindingOutcome expected) => Ratio(Comparison.AtMost, 0.15, share, 0.10).Outcome.ShouldBe(expected);

    [Theory]
    [InlineData(0.02, FindingOutcome.Met)]
    [InlineData(0.002, FindingOutcome.Tripped)]
    [InlineData(0, FindingOutcome.Tripped)]
    public void A_rate_that_must_not_fall_is_compared_per_request(double perRequest, FindingOutcome expected)
    {
        var finding = Rate(Comparison.AtLeast, 10, perRequest);

        finding.Outcome.ShouldBe(expected);
        finding.Versus.ShouldBe(Versus.Stable);
    }

    [Theory]
    [InlineData(0.02, FindingOutcome.Met)]
    [InlineData(0.2, FindingOutcome.Tripped)]
    public void A_rate_that_must_not_rise_is_compared_per_request(double perRequest, FindingOutcome expected) =>
        Rate(Comparison.AtMost, 40, perRequest).Outcome.ShouldBe(expected);

    [Fact]
    public void A_rate_outside_its_limit_but_like_stables_is_a_common_cause() =>
        Rate(Comparison.AtLeast, 40, 0.02).Undecided.ShouldBe(UndecidedCause.CommonCause);

    [Theory]
    [InlineData(50, FindingOutcome.Met)]
    [InlineData(35, FindingOutcome.Tripped)]
    public void A_mean_that_must_not_fall(double mean, FindingOutcome expected)
    {
        var finding = Mean(Comparison.AtLeast, 45, mean, 50);

        finding.Outcome.ShouldBe(expected);
        finding.Interval.ShouldNotBeNull().Low.ShouldBeLessThan(mean);
        finding.Interval.High.ShouldBeGreaterThan(mean);
        finding.Judgement.ShouldNotBeNull().Ratio.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(50, FindingOutcome.Met)]
    [InlineData(70, FindingOutcome.Tripped)]
    public void A_mean_that_must_not_rise(double mean, FindingOutcome expected) => Mean(Comparison.AtMost, 55, mean, 50).Outcome.ShouldBe(expected);

    [Fact]
    public void Every_form_says_what_it_could_have_seen_and_what_would_fail_it()
    {
        Said(Ratio(Comparison.AtLeast, 0.85, 0.90, 0.90)).ShouldMatch(@"^at 5 % of this traffic 10m can show kpi fall from 90 % to \d\d % or less; .*(or fewer that count among 150 canary events in the next 1m fail it|no single 1m can fail it.*)$");
        Said(Rate(Comparison.AtLeast, 10, 0.02)).ShouldMatch(@"^at 5 % of this traffic 10m can show kpi fall from 30/min to \d+/min or less; it fails after \d+m without any of its events$");
        Said(Rate(Comparison.AtMost, 40, 0.02)).ShouldMatch(@"^at 5 % of this traffic 10m can show kpi rise from 30/min to \d+/min or more; it fails after \d+m at twice its limit$");
        Said(Mean(Comparison.AtLeast, 45, 50, 50)).ShouldMatch(@"^at this traffic 10m can show kpi fall from 50 to \d\d(\.\d+)? or less; (a mean of \d.* or less in the next 1m fails it|no single 1m can fail it.*)$");

        static string Said(Finding finding) => $"{finding.Judgement!.Power}; {finding.Judgement.Flip}";
    }

    private static Finding Ratio(Comparison side, double limit, double canary, double stable) => Judge(KpiForm.Ratio, side, limit, Unit: canary, exposure =>
        (Share(exposure, 150, canary, side), Share(exposure, 2850, stable, side)));

    private static Finding Rate(Comparison side, double limit, double perRequest) => Judge(KpiForm.Rate, side, limit, Unit: 1500 * perRequest, begin =>
        (new Bucket(begin, 1500, Math.Round(1500 * perRequest), Math.Round(1500 * perRequest)), new Bucket(begin, 28_500, 570, 570)));

    private static Finding Mean(Comparison side, double limit, double canary, double stable) => Judge(KpiForm.Mean, side, limit, Unit: canary, begin =>
        (new Bucket(begin, 200, null, canary, 10), new Bucket(begin, 3_800, null, stable, 10)));

    private static Bucket Share(DateTimeOffset begin, double exposure, double share, Comparison side) =>
        new(begin, exposure, Math.Round(exposure * (side == Comparison.AtMost ? share : 1 - share)));

    private static Finding Judge(KpiForm form, Comparison side, double limit, double Unit, Func<DateTimeOffset, (Bucket Canary, Bucket Stable)> minute)
    {
        var objective = new KpiObjective
        {
            Name = "kpi",
            Comparison = side,
            Limit = StepLimits.Constant(limit),
            Judge = SequentialJudge.Chosen,
            Definition = new KpiDefinition { EventType = "Checkout", Form = form },
        };
        var minutes = Enumerable.Range(0, 20).Select(t => minute(Weighed.Begin.AddMinutes(t))).ToList();
        return new SequentialJudge().Judge(new Trial(objective, new ObjectiveEvidence("kpi", Slice(minutes.Select(both => both.Canary)), Slice(minutes.Select(both => both.Stable)), []), Weighed.Context(20)));

        SliceEvidence Slice(IEnumerable<Bucket> buckets) => new SliceEvidence.Measured(Unit, 3_000, buckets.Sum(bucket => bucket.Bad), [.. buckets]);
    }
}
