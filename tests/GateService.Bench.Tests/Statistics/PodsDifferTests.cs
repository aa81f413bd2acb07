using GateService.Core.Statistics;

namespace GateService.Bench.Tests.Statistics;

/// <summary>What pods of one version may differ by, seen and unseen, and what a bad canary cannot hide behind.</summary>
public sealed class PodsDifferTests
{
    private const double Line = 0.002;
    private const double Rare = 5.57;

    private static readonly Clock Minute = Clock.Of(TimeSpan.FromMinutes(1));

    /// <summary>A tenant sat on one of three pods for five minutes of an hour: there may be more of that than was seen.</summary>
    [Fact]
    public void What_a_pod_showed_once_counts_as_often_as_it_may_come()
    {
        IReadOnlyList<(double, double)[]> tenant = [Pod((20, 25)), Pod(), Pod()];

        var (mean, rare) = (SlowImbalance.Of(tenant, [], 5, 1)[0], SlowImbalance.Of(tenant, [], 5, 1, Rare)[0]);

        mean.ShouldBeGreaterThan(0);
        rare.ShouldBeGreaterThan(1.5 * mean);
        SlowImbalance.Of([Pod(), Pod(), Pod()], [], 5, 1, Rare)[0].ShouldBe(0);
    }

    /// <summary>Where all blocks differ alike the worst of them says nothing new.</summary>
    [Fact]
    public void What_pods_show_all_the_time_is_not_counted_twice()
    {
        IReadOnlyList<(double, double)[]> zone = [Pod((0, 60)), Pod(), Pod()];

        SlowImbalance.Of(zone, [], 5, 1, Rare)[0].ShouldBe(SlowImbalance.Of(zone, [], 5, 1)[0], 1e-9);
    }

    /// <summary>Three times stable's errors: for ten minutes it may be the canary pod's clients, which one stable pod does not show; what stays is the change.</summary>
    [Theory]
    [InlineData(10, 3, true, false)]
    [InlineData(10, 3, false, true)]
    [InlineData(16, 3, true, true)]
    [InlineData(5, 10, true, true)]
    [InlineData(16, 1, true, false)]
    public void Beside_one_pod_a_modest_effect_fails_when_it_stays(int minutes, double times, bool hasOnePod, bool fails)
    {
        var pairs = Enumerable.Repeat(new CountPair(15 * times, 1500, 285, 28_500), minutes).ToList();

        var result = EvidenceGate.OfCounts(pairs, Gate with { HasOnePod = hasOnePod, GrossShare = 0.15 });

        (result.Outcome == GateOutcome.Worse).ShouldBe(fails);
    }

    /// <summary>Ten times as bad every third minute, at half of the traffic, while pods drift by a third: no drift does that. One and a half times as bad is what drift does.</summary>
    [Theory]
    [InlineData(10, 0.15, true)]
    [InlineData(10, 0, false)]
    [InlineData(1.5, 0.15, false)]
    public void What_no_drift_explains_is_not_divided_by_it(double times, double share, bool fails)
    {
        var pairs = Enumerable.Range(0, 18).Select(t => new CountPair(t % 3 == 2 ? times * 1500 : 1500, 150_000, 1500, 150_000)).ToList();

        var result = EvidenceGate.OfCounts(pairs, Gate with { SlowImbalance = [.. Enumerable.Repeat(0.6, 19)], GrossShare = share, Scatter = Scatter.Counts with { Winsor = 5 } });

        (result.Outcome == GateOutcome.Worse).ShouldBe(fails);
    }

    /// <summary>
    /// One error a minute where the limit allows seven and a half, while pods differ as much as they may: seven times is no luck of a pod, and need not wait for more requests; half is, and waits. Over the
    /// limit nothing is proven.
    /// </summary>
    [Theory]
    [InlineData(1, 0.15, true)]
    [InlineData(1, 0, false)]
    [InlineData(4, 0.15, false)]
    [InlineData(9, 0.15, false)]
    public void What_no_luck_of_pods_explains_proves(double errorsPerMinute, double share, bool isProven)
    {
        var pairs = Enumerable.Repeat(new CountPair(errorsPerMinute, 1500, errorsPerMinute, 1500), 9).ToList();

        var result = EvidenceGate.OfCounts(
            pairs, Gate with { Limits = [0.005], Margin = 1.15, Kappa = 1.67, SlowImbalance = [.. Enumerable.Repeat(1.25, 10)], GrossShare = share });

        (result.Outcome == GateOutcome.Harmless).ShouldBe(isProven, $"{result.LogHarmless} of {result.ProofLine}");
    }

    private static GateSettings Gate => new() { Margin = 1.25, Alpha = Line, Clock = Minute };

    private static (double, double)[] Pod((int From, int To)? tenant = null) =>
        [.. Enumerable.Range(0, 60).Select(t => (tenant is { } sits && t >= sits.From && t < sits.To ? 900.0 : 300 + (t % 2 == 0 ? 5 : -5), 30_000.0))];
}
