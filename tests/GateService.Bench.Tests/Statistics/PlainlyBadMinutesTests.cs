using GateService.Core.Statistics;

namespace GateService.Bench.Tests.Statistics;

/// <summary>Two minutes that are worse than any of a healthy pod fail a canary; one does not, and two of a service whose healthy pods have such minutes do not.</summary>
public sealed class PlainlyBadMinutesTests
{
    private static readonly double[] Calm = new double[Tilt.More.Count];
    private static readonly double[] Bursty = [.. Tilt.More.Select(_ => 500.0)];
    private static readonly Clock Minute = Clock.Of(TimeSpan.FromMinutes(1));

    /// <summary>Minutes in which a canary of one in twenty is twenty times as bad as stable, among healthy ones.</summary>
    [Theory]
    [InlineData("b", false, false)]
    [InlineData("bb", false, true)]
    [InlineData("bggb", false, true)]
    [InlineData("bgggb", false, false)]
    [InlineData("bb", true, true)]
    [InlineData("bgb", true, false)]
    public void Two_that_belong_together_are_enough(string minutes, bool hasOnePod, bool fails)
    {
        var gate = Gate with { WorstHealthy = Calm, HasOnePod = hasOnePod, GrossShare = hasOnePod ? 0.3 : 0 };

        Fails(minutes, gate).ShouldBe(fails);
    }

    [Fact]
    public void Of_what_nobody_knows_or_healthy_pods_do_themselves_it_takes_three()
    {
        Fails("bb", Gate).ShouldBeFalse();
        Fails("bb", Gate with { WorstHealthy = Bursty }).ShouldBeFalse();
        Fails("bb", Gate with { WorstHealthy = Calm, FewestBadBuckets = 3 }).ShouldBeFalse();
        Fails("bbbb", Gate).ShouldBeTrue();
        Fails("bbbb", Gate with { WorstHealthy = Bursty }).ShouldBeTrue();
    }

    /// <summary>However bad it is: all of many requests.</summary>
    [Fact]
    public void One_minute_alone_is_no_verdict()
    {
        List<CountPair> pairs = [.. Enumerable.Repeat(new CountPair(15, 1500, 285, 28_500), 20), new CountPair(1500, 1500, 285, 28_500)];

        EvidenceGate.OfCounts(pairs, Gate with { WorstHealthy = Calm }).Outcome.ShouldNotBe(GateOutcome.Worse);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Healthy_minutes_tell_what_pods_show(int pods)
    {
        Worst(pods, (_, _) => 1).Max().ShouldBe(0, 1e-9);
        Worst(pods, (pod, minute) => pod == 0 && minute == 17 ? 20 : 1).Max().ShouldBeGreaterThan(20);
    }

    /// <summary>Minutes that are not worse than the margin are left out because nobody wins by them: the same, bit for bit, as all minutes looked at.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1.25)]
    [InlineData(4.0)]
    public void Minutes_that_win_nothing_need_no_logarithm(double margin)
    {
        var dice = new Random(7);
        (double Bad, double Exposure)[][] pods = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 60).Select(_ => ((double)dice.Next(0, 9), (double)dice.Next(1, 3) * 400)).ToArray())];
        var every = new double[Tilt.More.Count];
        foreach (var t in Enumerable.Range(0, 60))
        {
            var all = (Bad: pods.Sum(pod => pod[t].Bad), Exposure: pods.Sum(pod => pod[t].Exposure));
            foreach (var (bad, exposure) in pods.Select(pod => pod[t]))
            {
                var others = all.Exposure - exposure;
                var minute = Boundary.Relative(new CountPair(bad, exposure, (all.Bad - bad) * all.Exposure / others, all.Exposure), margin);
                var deflation = Scatter.Counts.Deflation(1.2, minute.Information);
                every = [.. every.Zip(Tilt.More, (worst, tilt) => Math.Max(worst, minute.LogLikelihoodRatio(tilt) / deflation))];
            }
        }

        HealthyMinutes.Worst(pods, Scatter.Counts, 1.2, margin, 0).ShouldBe(every);
        every.Max().ShouldBeGreaterThan(0);
    }

    /// <summary>What all of stable's pods have at once is none of a single one.</summary>
    [Fact]
    public void An_outage_of_all_pods_is_no_healthy_pods_minute() =>
        Worst(3, (_, minute) => minute is > 20 and < 26 ? 30 : 1).Max().ShouldBe(0, 1e-9);

    /// <summary>A slice of a twentieth scatters more than a pod that is as large as stable: what a pod shows by its clusters is more in the canary.</summary>
    [Fact]
    public void A_small_canary_scatters_more_than_large_pods() =>
        Worst(1, (_, minute) => minute % 2 == 0 ? 1.3 : 0.7, canary: 1500).Max().ShouldBeGreaterThan(Worst(1, (_, minute) => minute % 2 == 0 ? 1.3 : 0.7, canary: 0).Max() + 0.1);

    /// <summary>With pods that differ, and with one pod: the fewest bad ones that are said to fail it do, one fewer do not.</summary>
    [Theory]
    [InlineData(true, 0, 2)]
    [InlineData(false, 0.6, 1)]
    public void What_fails_it_next_counts_bettors_on_gross_effects(bool hasOnePod, double omega, int minutes)
    {
        var gate = Gate with { WorstHealthy = Calm, HasOnePod = hasOnePod, GrossShare = 0.15, SlowImbalance = omega > 0 ? [.. Enumerable.Repeat(omega, 9)] : [] };
        List<CountPair> pairs = [.. Enumerable.Repeat(new CountPair(90, 1500, 285, 28_500), minutes)];
        var next = new CountPair(0, 1500, 285, 28_500);
        var played = EvidenceGate.OfCounts(pairs, gate);
        played.Outcome.ShouldNotBe(GateOutcome.Worse);

        var bad = new FlipDistance(pairs, gate, null, null, played).BadToFail(next).ShouldNotBeNull();

        EvidenceGate.OfCounts([.. pairs, next with { CanaryBad = bad }], gate).Outcome.ShouldBe(GateOutcome.Worse);
        EvidenceGate.OfCounts([.. pairs, next with { CanaryBad = bad - 1 }], gate).Outcome.ShouldNotBe(GateOutcome.Worse);
    }

    private static GateSettings Gate => new() { Margin = 1.25, Alpha = 0.002, Clock = Minute };

    private static bool Fails(string minutes, GateSettings gate) =>
        EvidenceGate.OfCounts([.. minutes.Select(minute => new CountPair(minute == 'b' ? 300 : 15, 1500, 285, 28_500))], gate).Outcome == GateOutcome.Worse;

    private static double[] Worst(int pods, Func<int, int, double> times, double canary = 0) => HealthyMinutes.Worst(
        [.. Enumerable.Range(0, pods).Select(pod => Enumerable.Range(0, 60).Select(minute => (100 * times(pod, minute), 10_000.0)).ToArray())], Scatter.Counts, 1, 1.25, canary);
}
