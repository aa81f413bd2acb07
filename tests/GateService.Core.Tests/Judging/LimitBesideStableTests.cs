using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>
/// A share of few events (checkouts that end in a purchase) beside a stable of 96 %, at a limit of 90 %. To be worse than stable takes all of the objective's error budget; what is worse for certain need be over its
/// limit only as surely as one in twenty.
/// </summary>
public sealed class LimitBesideStableTests
{
    private const int Rollouts = 400;

    private static readonly KpiObjective Conversion = new()
    {
        Name = "conversion",
        Comparison = Comparison.AtLeast,
        Limit = StepLimits.Constant(0.9),
        Margin = 1.5,
        Judge = SequentialJudge.Chosen,
        Definition = new KpiDefinition { EventType = "Checkout", Form = KpiForm.Ratio },
    };

    /// <summary>A quarter of its events are bad, where a tenth may be: that much is shown at 1 in 20, and not yet at 1 in 500.</summary>
    [Fact]
    public void What_is_far_worse_than_stable_fails_as_soon_as_it_is_over_its_limit_too()
    {
        var finding = Judge(new Random(1), 0.75, minutes: 8, bad: _ => 3);
        var judgement = finding.Judgement!;

        finding.Outcome.ShouldBe(FindingOutcome.Tripped, finding.Reason.Head);
        judgement.WorseThanStable!.Value.ShouldBeGreaterThan(judgement.FailsAt);
        judgement.OverLimit!.Value.ShouldBeInRange(judgement.OverLimitFailsAt!.Value, judgement.FailsAt);
        judgement.OverLimitFailsAt.Value.ShouldBe(Math.Log(20), 1e-9);
    }

    /// <summary>The same canary alone: nothing but the limit speaks against it, and it takes all of the evidence.</summary>
    [Fact]
    public void Alone_the_limit_takes_all_of_it()
    {
        var finding = Judge(new Random(1), 0.75, minutes: 8, bad: _ => 3, stable: 0);

        finding.Outcome.ShouldNotBe(FindingOutcome.Tripped);
        finding.Judgement!.OverLimitFailsAt.ShouldBe(finding.Judgement.FailsAt);
    }

    /// <summary>As bad as stable, whatever its limit: none of four hundred (two in a thousand may).</summary>
    [Theory]
    [InlineData(0.96)]
    [InlineData(0.9)]
    [InlineData(0.8)]
    public void A_canary_like_stable_never_fails(double share) => Failed(share, share).ShouldBe(0);

    /// <summary>Twice and three times as bad as stable, and within its limit, however near: at most one in twenty.</summary>
    [Theory]
    [InlineData(0.92)]
    [InlineData(0.9)]
    public void Worse_than_stable_within_the_limit_seldom_fails(double share) => Failed(share, 0.97).ShouldBeLessThanOrEqualTo(Rollouts / 20);

    /// <summary>The harmful twins of those.</summary>
    [Theory]
    [InlineData(0.75)]
    [InlineData(0.7)]
    public void Worse_than_stable_and_over_the_limit_fails_within_the_hour(double share) => Failed(share, 0.97).ShouldBeGreaterThan(Rollouts * 99 / 100);

    private static int Failed(double canary, double stable)
    {
        var dice = new Random(11);
        return Enumerable.Range(0, Rollouts).Count(_ => Judge(dice, canary, minutes: 60, stableShare: stable).Outcome == FindingOutcome.Tripped);
    }

    private static Finding Judge(Random dice, double share, int minutes, Func<int, int>? bad = null, int stable = 200, double stableShare = 0.96)
    {
        var canary = Slice(12, t => bad?.Invoke(t) ?? Bad(12, share));
        return Weighed.Judge(new ObjectiveEvidence("conversion", canary, Slice(stable, _ => Bad(stable, stableShare)), []), Weighed.Context(minutes, weight: stable > 0 ? 5 : 100), Conversion);

        int Bad(int events, double chance) => Enumerable.Range(0, events).Count(_ => dice.NextDouble() >= chance);

        SliceEvidence Slice(int events, Func<int, double> minute)
        {
            List<Bucket> buckets = [.. Enumerable.Range(0, minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), events, minute(t)))];
            var (sum, all) = (buckets.Sum(bucket => bucket.Bad!.Value), buckets.Sum(bucket => bucket.Exposure));
            return all > 0 ? new SliceEvidence.Measured(1 - (sum / all), all, sum, buckets) : new SliceEvidence.NoData();
        }
    }
}
