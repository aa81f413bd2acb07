using GateService.Core.Statistics;

namespace GateService.Bench.Tests.Statistics;

/// <summary>The front door of the engine where the vectors do not reach: means, buckets without control, the emergency preset, nothing to test.</summary>
public sealed class EvidenceGateTests
{
    private static readonly Clock Minute = Clock.Of(TimeSpan.FromMinutes(1));

    /// <summary>Vector 57, basket value down 40 %, through the whole gate; without cautious bettors, as in the vector.</summary>
    [Fact]
    public void Means_go_through_the_same_gate_as_counts()
    {
        var result = EvidenceGate.OfMeans(Baskets, new GateSettings
        {
            Margin = 0.95,
            HighIsBad = false,
            Alpha = 0.002,
            Clock = Minute,
            CautiousShare = 0,
            Scatter = Scatter.Means,
        });

        double[] expected = [0.081203227478186467, 1.5811183276482678969, 3.9818989044247015926, 6.542040755532123203, 9.1285074987857465182];
        result.LogHarmRelative.ShouldNotBeNull().ShouldBe(expected, 1e-9);
        result.LogHarmAbsolute.ShouldBeNull();
        result.Outcome.ShouldBe(GateOutcome.Worse);
        result.FailedAt.ShouldBe(3);
    }

    /// <summary>Values of judge.py, the scalar reference. Stable serves just below 2 % of the canary's requests, then nothing, then exactly 2 %.</summary>
    [Fact]
    public void Counts_without_control_are_held_against_the_limit_alone()
    {
        CountPair[] buckets = [new(4, 150, 28, 2850), new(6, 1000, 0, 19), new(9, 1000, 0, 0), new(30, 3000, 1, 60)];

        var result = EvidenceGate.OfCounts(buckets, new GateSettings { Limits = [0.002], Margin = 1.25, Alpha = 0.002, Clock = Minute });

        double[] expected = [0.01767153202370464, 0.895772022265793, 3.1695418009101837, 2.7114436940538655];
        result.LogHarmRelative.ShouldNotBeNull().ShouldBe(expected, 1e-9);
        result.Outcome.ShouldBe(GateOutcome.OverLimitNotWorse);
    }

    [Fact]
    public void Means_without_control_and_limit_tell_nothing()
    {
        var result = EvidenceGate.OfMeans(
            [.. Baskets.Select(pair => pair with { Stable = default })],
            new GateSettings { Margin = 0.95, HighIsBad = false, Alpha = 0.002, Clock = Minute, Scatter = Scatter.Means });

        result.LogHarm.ShouldBe(new double[Baskets.Length], 1e-12);
        result.LogHarmless.ShouldBe(0, 1e-12);
        result.Outcome.ShouldBe(GateOutcome.NotEnough);
    }

    [Fact]
    public void Means_without_control_are_held_against_the_limit_alone()
    {
        var result = EvidenceGate.OfMeans(
            [.. Baskets.Select(pair => pair with { Stable = default })],
            new GateSettings { Limits = [50], Margin = 0.95, HighIsBad = false, Alpha = 0.002, Clock = Minute, Scatter = Scatter.Means });

        result.LogHarmRelative.ShouldBe(result.LogHarmAbsolute);
        result.Outcome.ShouldBe(GateOutcome.Worse);
    }

    /// <summary>Vector 129: one minute of 150 failed requests beside 28 of 2,850.</summary>
    [Fact]
    public void The_emergency_gate_calls_a_dead_canary_after_one_bucket()
    {
        var ordinary = new GateSettings { Limits = [0.001], Margin = 1.25, Alpha = 0.002, Clock = Minute };

        var result = EvidenceGate.OfCounts([new CountPair(150, 150, 28, 2850)], ordinary.ForEmergency(0.002));

        result.Outcome.ShouldBe(GateOutcome.Worse);
        result.Peak.ShouldBe(20.407096856662172391, 1e-9 * 20.4);
    }

    [Fact]
    public void Nothing_to_test_is_no_data()
    {
        var gate = new GateSettings { Limits = [0.01], Alpha = 0.002, Clock = Minute };

        EvidenceGate.OfCounts([], gate).Outcome.ShouldBe(GateOutcome.NoData);
        EvidenceGate.OfCounts([new CountPair(1, 10, 0, 0)], gate with { Limits = null }).Outcome.ShouldBe(GateOutcome.NoData);
    }

    [Theory]
    [InlineData(9.999)]
    [InlineData(300.001)]
    public void A_bucket_is_10_seconds_to_5_minutes_wide(double seconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Clock.Of(TimeSpan.FromSeconds(seconds)));

    private static MeanPair[] Baskets =>
    [
        new(new SampleMean(15, 30.5, 40.0), new SampleMean(285, 51.2, 60.3)),
        new(new SampleMean(75, 31.2, 42.0), new SampleMean(225, 50.1, 61.0)),
        new(new SampleMean(74, 29.8, 39.0), new SampleMean(226, 49.7, 59.5)),
        new(new SampleMean(76, 30.4, 41.5), new SampleMean(224, 50.6, 60.8)),
        new(new SampleMean(75, 30.9, 40.2), new SampleMean(225, 50.2, 60.1)),
    ];
}
