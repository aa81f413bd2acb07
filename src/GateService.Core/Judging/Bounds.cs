using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>95 % intervals that hold at every look, for display: they decide nothing.</summary>
internal static class Bounds
{
    private const double OneSide = 0.025;
    private const double Tolerance = 5e-3;
    private const double Smallest = 1e-7;
    private const double Widest = 1e3;

    /// <summary>Of the canary's value over the window, where it is a share, a score or a mean; else null.</summary>
    public static Interval? OfValue(Weighing weighing)
    {
        var window = weighing.Trial.Judged.Index().Where(bucket => bucket.Item.Begin >= weighing.Context.Window.Begin).ToList();
        if (weighing.Means is { } means)
        {
            return OfMean([.. window.Select(bucket => means[bucket.Index].Canary)], weighing.Settings);
        }

        if (weighing.Objective.Unit is not (Unit.Share or Unit.Score) || MinutesOverLimit.Covers(weighing.Objective))
        {
            return null;
        }

        var share = OfShare([.. window.Where(bucket => bucket.Item.Bad is not null).Select(bucket => (bucket.Item.Bad!.Value, bucket.Item.Exposure))], weighing.Settings);
        return share is null || weighing.Objective.Comparison == Comparison.AtMost ? share : new Interval(1 - share.High, 1 - share.Low);
    }

    /// <summary>Of a share of events; null without exposure.</summary>
    public static Interval? OfShare(IReadOnlyList<(double Events, double Exposure)> buckets, GateTestSettings settings)
    {
        var counted = buckets.Where(bucket => bucket.Exposure > 0).ToList();
        if (counted.Count == 0)
        {
            return null;
        }

        var bounds = Both<CountBucket>(share => [.. counted.Select(bucket => Boundary.Absolute(Math.Clamp(bucket.Events, 0, bucket.Exposure), bucket.Exposure, share))], settings, [], Smallest, 1 - Smallest);
        return new Interval(bounds.Low <= Smallest ? 0 : bounds.Low, bounds.High >= 1 - Smallest ? 1 : bounds.High);
    }

    /// <summary>Of the canary's value over stable's since the rollout began; null without a control, and for latency, where both are counted at other boundaries.</summary>
    public static Interval? OfRatio(Weighing weighing)
    {
        var settings = weighing.Settings;
        if (settings.Margin is null || weighing.Objective is LatencyObjective)
        {
            return null;
        }

        return weighing.Means is { } means
            ? Both<MeanBucket>(ratio => [.. means.Select(pair => Boundary.HasControl(pair.Canary.Size, pair.Stable.Size) ? Boundary.Relative(pair, ratio) : default)], settings, [], 1 / Widest, Widest)
            : OfRatio(weighing.Counts!.Compared ?? weighing.Counts.Pairs, settings);
    }

    public static Interval OfRatio(IReadOnlyList<CountPair> pairs, GateTestSettings settings) =>
        Both<CountBucket>(ratio => [.. pairs.Select(pair => Against(pair, ratio))], settings, settings.SlowImbalance, 1 / Widest, Widest);

    private static Interval? OfMean(IReadOnlyList<SampleMean> samples, GateTestSettings settings)
    {
        var size = samples.Sum(sample => sample.Size);
        var mean = size > 0 ? samples.Sum(sample => sample.Size * sample.Mean) / size : 0;
        return mean > 0 ? Both<MeanBucket>(limit => [.. samples.Select(sample => Boundary.Absolute(sample, limit))], settings, [], mean / Widest, mean * Widest) : null;
    }

    private static CountBucket Against(CountPair pair, double ratio) =>
        Boundary.HasControl(pair.CanaryExposure, pair.StableExposure) ? Boundary.Relative(pair, ratio) : new CountBucket(0, 0, 0.5);

    private static Interval Both<TBucket>(Func<double, TBucket[]> against, GateTestSettings settings, IReadOnlyList<double> slowImbalance, double low, double high)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        return new Interval(
            AnytimeBounds.Lower(against, Deflated, OneSide, low, high, Tolerance), AnytimeBounds.Upper(against, Deflated, OneSide, low, high, Tolerance));

        double[] Deflated(TBucket[] buckets) =>
            Dispersion.Deflation<TBucket>(buckets, settings.Scatter, settings.PriorDispersion, settings.Clock.BucketsPerCell, [.. slowImbalance]);
    }
}
