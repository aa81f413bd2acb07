using System.Globalization;
using GateService.Core.Evidence;
using GateService.Core.Statistics;

namespace GateService.Bench.Worlds;

/// <summary>How a rollout goes: three steps of one length at 5, 25 and 50 %, in buckets of one width, after stable's past.</summary>
internal sealed record Schedule(TimeSpan Bucket, TimeSpan Step)
{
    private static readonly double[] Weights = [0.05, 0.25, 0.5];

    public static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Half an hour, a bucket a minute: the default of the product.</summary>
    public static Schedule Minutes { get; } = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));

    public static Schedule TenSeconds { get; } = Minutes with { Bucket = TimeSpan.FromSeconds(10) };

    /// <summary>Wide buckets are for rollouts of hours.</summary>
    public static Schedule SixHours { get; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromHours(2));

    public Clock Clock => Clock.Of(Bucket);

    public int Buckets => Weights.Length * BucketsPerStep;

    public int BucketsPerStep => (int)(Step / Bucket);

    /// <summary>As many buckets of stable's past as the product asks for.</summary>
    public int HistoryBuckets => Clock.HistoryBuckets;

    /// <summary>The canary's share of traffic; before the rollout none.</summary>
    public double Weight(int bucket) => bucket < 0 ? 0 : Weights[bucket / BucketsPerStep];

    /// <summary>Pods of a step that has just begun are young.</summary>
    public bool IsYoung(int bucket) => bucket >= 0 && bucket % BucketsPerStep < Clock.WarmUpBuckets;

    /// <summary>Minutes from the begin of the rollout to that of a bucket.</summary>
    public double Minute(int bucket) => bucket * Bucket.TotalMinutes;

    public DateTimeOffset At(int bucket) => Begin + (bucket * Bucket);

    public string Name => string.Create(CultureInfo.InvariantCulture, $"b = {Bucket.TotalSeconds:0} s");

    /// <summary>A slice as New Relic tells it: its value over the whole rollout, and bucket by bucket.</summary>
    public static SliceEvidence Slice(IReadOnlyList<Bucket> buckets, Func<double, double>? value = null)
    {
        var (bad, exposure) = (buckets.Sum(bucket => bucket.Bad ?? 0), buckets.Sum(bucket => bucket.Exposure));
        var share = exposure > 0 ? bad / exposure : 0;
        return exposure > 0 ? new SliceEvidence.Measured(value?.Invoke(share) ?? share, exposure, bad, buckets) : new SliceEvidence.NoData();
    }
}
