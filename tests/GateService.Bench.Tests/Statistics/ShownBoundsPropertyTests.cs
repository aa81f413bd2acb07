using CsCheck;
using GateService.Core.Statistics;

namespace GateService.Bench.Tests.Statistics;

/// <summary>Bounds that are shown are searched for with few questions, and are to the last bit those that halving finds with many.</summary>
public sealed class ShownBoundsPropertyTests
{
    private const double OneSide = 0.025;
    private const double Tolerance = 5e-3;

    [Fact]
    public void Bounds_of_a_share_are_those_that_halving_finds() => Gen.Select(Traffic, Gates).Sample(
        (pairs, gate) =>
        {
            const double Smallest = 1e-7;
            var shown = ShownBounds.OfShare([.. pairs.Select(pair => (pair.CanaryBad, pair.CanaryExposure))], gate)!;
            var (low, high) = Halved<CountBucket>(share => [.. pairs.Select(pair => Boundary.Absolute(pair.CanaryBad, pair.CanaryExposure, share))], gate, [], Smallest, 1 - Smallest);
            return shown.Low.Equals(low <= Smallest ? 0 : low) && shown.High.Equals(high >= 1 - Smallest ? 1 : high);
        },
        seed: "0000000000001",
        iter: 2_000);

    [Fact]
    public void Bounds_of_a_ratio_of_shares_are_those_that_halving_finds() => Gen.Select(Traffic, Gates, Gen.Double[0, 0.2]).Sample(
        (pairs, gate, slow) =>
        {
            double[] slowImbalance = slow < 0.05 ? [] : [.. pairs.Select(_ => slow), slow];
            var shown = ShownBounds.OfRatio(pairs, gate with { SlowImbalance = slowImbalance });
            return Halved<CountBucket>(ratio => [.. pairs.Select(pair => Boundary.Relative(pair, ratio))], gate, slowImbalance, 1e-3, 1e3) == (shown.Low, shown.High);
        },
        seed: "0000000000002",
        iter: 2_000);

    [Fact]
    public void Bounds_of_a_ratio_of_means_are_those_that_halving_finds() => Gen.Select(Means, Gates).Sample(
        (means, gate) =>
        {
            var shown = ShownBounds.OfRatio(means, gate);
            return Halved<MeanBucket>(ratio => [.. means.Select(pair => Boundary.Relative(pair, ratio))], gate, [], 1e-3, 1e3) == (shown.Low, shown.High);
        },
        seed: "0000000000003",
        iter: 2_000);

    [Fact]
    public void A_search_that_guesses_well_asks_three_times()
    {
        var asked = new List<double>();
        var found = new BoundSearch(Ask, (_, _) => 0.0123, double.PositiveInfinity).Find(1e-7, 1, Tolerance);
        var questions = asked.Count;

        found.ShouldBe(AnytimeBounds.Bisect(Ask, 1e-7, 1, Tolerance));
        questions.ShouldBe(3, "the end, the last that is rejected, the first that is not");

        bool Ask(double value)
        {
            asked.Add(value);
            return value < 0.0123;
        }
    }

    [Theory]
    [InlineData(1e-7)]
    [InlineData(0.99)]
    [InlineData(double.NaN)]
    public void A_search_that_guesses_badly_finds_the_same(double thought)
    {
        var (below, above) = (new BoundSearch(value => value < 0.0123, (_, _) => thought, double.PositiveInfinity), new BoundSearch(value => value > 0.0123, (_, _) => thought, double.PositiveInfinity));

        below.Find(1e-7, 1, Tolerance).ShouldBe(AnytimeBounds.Bisect(value => value < 0.0123, 1e-7, 1, Tolerance));
        above.Find(1, 1e-7, Tolerance).ShouldBe(AnytimeBounds.Bisect(value => value > 0.0123, 1, 1e-7, Tolerance));
    }

    private static Gen<CountPair[]> Traffic { get; } = Gen.Select(Gen.Double[0.001, 0.4], Gen.Double[0.001, 0.4], Gen.Double[1, 4], Gen.Double[1, 4], Gen.Int[1, 40]).SelectMany(
        (canary, stable, canarySize, stableSize, buckets) => Gen.Select(Gen.Double[0.3, 1.7], Gen.Double[0.3, 1.7], Gen.Double[0.3, 1.7]).Array[buckets].Select(
            jitters => jitters.Select(jitter =>
            {
                var (own, other) = (Math.Ceiling(jitter.Item1 * Math.Pow(10, canarySize)), Math.Ceiling(jitter.Item2 * Math.Pow(10, stableSize)));
                return new CountPair(Math.Floor(own * canary * jitter.Item3), own, Math.Floor(other * stable * jitter.Item1), other);
            }).Where(pair => Boundary.HasControl(pair.CanaryExposure, pair.StableExposure)).DefaultIfEmpty(new CountPair(1, 10, 1, 10)).ToArray()));

    private static Gen<MeanPair[]> Means { get; } = Gen.Select(Gen.Double[0.2, 5], Gen.Int[2, 500], Gen.Int[1, 40]).SelectMany(
        (ratio, size, buckets) => Gen.Select(Gen.Double[0.5, 1.5], Gen.Double[0.1, 1]).Array[buckets].Select(
            jitters => jitters.Select(jitter => new MeanPair(new SampleMean(size, ratio * jitter.Item1, jitter.Item2), new SampleMean(2 * size, 1, jitter.Item2))).ToArray()));

    private static Gen<GateSettings> Gates { get; } = Gen.Select(Gen.OneOf(Gen.Const(10), Gen.Const(20), Gen.Const(60), Gen.Const(300)), Gen.Double[1, 8]).Select(
        (seconds, dispersion) => new GateSettings { Alpha = 0.01, Clock = Clock.Of(TimeSpan.FromSeconds(seconds)), PriorDispersion = dispersion });

    private static (double Low, double High) Halved<TBucket>(Func<double, TBucket[]> against, GateSettings gate, double[] slowImbalance, double low, double high)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        return (AnytimeBounds.Lower(against, Deflate, OneSide, low, high, Tolerance), AnytimeBounds.Upper(against, Deflate, OneSide, low, high, Tolerance));

        double[] Deflate(TBucket[] buckets) => Dispersion.Deflation<TBucket>(buckets, gate.Scatter, gate.PriorDispersion, gate.Clock.BucketsPerCell, slowImbalance);
    }
}
