using CsCheck;
using GateService.Core.Statistics;

namespace GateService.Bench.Tests.Statistics;

/// <summary>What the theory promises for every sequence of buckets, below any judge or policy.</summary>
public sealed class EvidenceGatePropertyTests
{
    /// <summary>For comparisons of evidence that rounding alone may move, in nats.</summary>
    private const double Rounding = 1e-9;

    [Fact]
    public void At_the_boundary_a_bucket_of_counts_is_worth_exactly_1() => Gen.Select(Gen.Int[0, 60], Gen.Double[0.001, 0.999], Gen.Int[0, 17]).Sample(
        (exposure, limit, j) =>
        {
            var tilt = j < 9 ? Tilt.More[j] : Tilt.Less[j - 9];
            var (mean, choices) = (0.0, 1.0);
            for (var bad = 0; bad <= exposure; bad++)
            {
                var chance = choices * Math.Pow(limit, bad) * Math.Pow(1 - limit, exposure - bad);
                mean += chance * Math.Exp(new CountBucket(bad, exposure, limit).LogLikelihoodRatio(tilt));
                choices *= (double)(exposure - bad) / (bad + 1);
            }

            return Math.Abs(mean - 1) < Rounding;
        },
        seed: "0000000000001",
        iter: 2_000);

    [Fact]
    public void A_canary_without_errors_never_gathers_evidence_of_harm() => Gen.Select(Traffic, Ratios, Widths).Sample(
        (buckets, margin, clock) =>
        {
            CountPair[] clean = [.. buckets.Select(bucket => bucket with { CanaryBad = 0 })];
            var result = EvidenceGate.OfCounts(clean, Gate(margin, clock));
            return result.Outcome != GateOutcome.Worse && result.LogHarmAbsolute!.Max() <= Rounding && result.LogHarmRelative!.Max() <= Rounding;
        },
        seed: "0000000000002",
        iter: 2_000);

    [Fact]
    public void Identical_slices_never_gather_evidence_of_harm_against_a_margin_of_1_or_more() => Gen.Select(Traffic, Ratios, Widths).Sample(
        (buckets, margin, clock) =>
        {
            CountPair[] identical = [.. buckets.Select(own => own with { StableBad = own.CanaryBad, StableExposure = own.CanaryExposure })];
            return EvidenceGate.OfCounts(identical, Gate(margin, clock)).LogHarmRelative!.Max() <= Rounding;
        },
        seed: "0000000000003",
        iter: 2_000);

    [Fact]
    public void A_bucket_without_exposure_tells_nothing() => Gen.Select(Gen.Double[0, 1], Gen.Int[0, 8]).Sample(
        (limit, j) => new CountBucket(0, 0, limit) is { Information: 0 } empty
            && empty.LogLikelihoodRatio(Tilt.More[j]) == 0
            && empty.LogLikelihoodRatio(Tilt.Less[j]) == 0,
        seed: "0000000000008",
        iter: 1_000);

    [Fact]
    public void An_empty_bucket_at_the_end_neither_adds_to_nor_takes_from_the_proof() => Gen.Select(Traffic, Ratios, Widths).Sample(
        (buckets, margin, clock) => EvidenceGate.OfCounts([.. buckets, default], Gate(margin, clock)).LogHarmless
            == EvidenceGate.OfCounts(buckets, Gate(margin, clock)).LogHarmless,
        seed: "0000000000004",
        iter: 1_000);

    [Fact]
    public void A_new_bucket_changes_no_earlier_evidence() => Gen.Select(Traffic, Ratios, Widths).Sample(
        (buckets, margin, clock) =>
        {
            var (all, before) = (EvidenceGate.OfCounts(buckets, Gate(margin, clock)), EvidenceGate.OfCounts(buckets[..^1], Gate(margin, clock)));
            return all.LogHarmAbsolute!.AsSpan(0, before.LogHarmAbsolute!.Length).SequenceEqual(before.LogHarmAbsolute)
                && all.LogHarmRelative!.AsSpan(0, before.LogHarmRelative!.Length).SequenceEqual(before.LogHarmRelative);
        },
        seed: "0000000000005",
        iter: 1_000);

    [Fact]
    public void The_peak_never_falls_and_a_failure_keeps_its_bucket() => Gen.Select(Traffic, Ratios, Widths).Sample(
        (buckets, margin, clock) =>
        {
            var (all, before) = (EvidenceGate.OfCounts(buckets, Gate(margin, clock)), EvidenceGate.OfCounts(buckets[..^1], Gate(margin, clock)));
            return all.Peak >= before.Peak && (before.FailedAt is null || (all.Outcome == GateOutcome.Worse && all.FailedAt == before.FailedAt));
        },
        seed: "0000000000006",
        iter: 1_000);

    /// <summary>Only of the last bucket: an earlier one also teaches the dispersion, and a burst then rightly counts for less later.</summary>
    [Fact]
    public void More_errors_in_the_last_bucket_never_lower_either_evidence() => Gen.Select(Traffic, Ratios, Widths, Gen.Int[1, 50]).Sample(
        (buckets, margin, clock, more) =>
        {
            var last = buckets[^1];
            CountPair[] worse = [.. buckets[..^1], last with { CanaryBad = Math.Min(last.CanaryBad + more, last.CanaryExposure) }];
            var (now, then) = (EvidenceGate.OfCounts(buckets, Gate(margin, clock)), EvidenceGate.OfCounts(worse, Gate(margin, clock)));
            return then.LogHarmAbsolute![^1] >= now.LogHarmAbsolute![^1] - Rounding && then.LogHarmRelative![^1] >= now.LogHarmRelative![^1] - Rounding;
        },
        seed: "0000000000007",
        iter: 2_000);

    /// <summary>Exact guarantee for independent requests: at most α of such rollouts ever fail, looked at after every bucket.</summary>
    [Fact]
    public void Healthy_independent_requests_fail_no_more_often_than_promised()
    {
        var random = new Random(20_240_607);
        var failed = Enumerable.Range(0, 2_000).Count(_ =>
        {
            CountPair[] buckets = [.. Enumerable.Range(0, 30).Select(_ => new CountPair(Draw(40), 40, Draw(400), 400))];
            return EvidenceGate.OfCounts(buckets, Gate(margin: 1, Clock.Of(TimeSpan.FromMinutes(1))) with { Limits = null, Alpha = 0.05 }).FailedAt is not null;
        });

        failed.ShouldBeLessThanOrEqualTo(100);

        double Draw(int requests) => Enumerable.Range(0, requests).Count(_ => random.NextDouble() < 0.05);
    }

    private static Gen<CountPair[]> Traffic =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 2000], Gen.Int[0, 200], Gen.Int[0, 20_000])
            .Select((canaryBad, canary, stableBad, stable) => new CountPair(Math.Min(canaryBad, canary), canary, Math.Min(stableBad, stable), stable))
            .Array[2, 40];

    private static Gen<double> Ratios => Gen.Double[1, 2];

    private static Gen<Clock> Widths => Gen.Int[10, 300].Select(seconds => Clock.Of(TimeSpan.FromSeconds(seconds)));

    private static GateSettings Gate(double margin, Clock clock) => new() { Limits = [0.01], Margin = margin, Alpha = 0.002, Clock = clock };
}
