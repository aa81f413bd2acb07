using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>95 % intervals that hold at every look, for display: they decide nothing.</summary>
internal static class Bounds
{
    private const double OneSide = 0.025;
    private const double Tolerance = 1e-3;
    private const double Smallest = 1e-7;

    /// <summary>Of the canary's value over the window, where it is a share; null without buckets.</summary>
    public static Interval? OfShare(Weighing weighing, Comparison comparison)
    {
        var pairs = weighing.Trial.Judged.Where(bucket => bucket.Begin >= weighing.Context.Window.Begin && bucket is { Exposure: > 0, Bad: not null }).ToList();
        if (pairs.Count == 0)
        {
            return null;
        }

        CountBucket[] Against(double share) => [.. pairs.Select(bucket => Boundary.Absolute(Math.Clamp(bucket.Bad!.Value, 0, bucket.Exposure), bucket.Exposure, share))];
        var (low, high) = (
            AnytimeBounds.Lower(Against, Deflate, OneSide, Smallest, 1 - Smallest, Tolerance),
            AnytimeBounds.Upper(Against, Deflate, OneSide, Smallest, 1 - Smallest, Tolerance));
        var share = new Interval(low <= Smallest ? 0 : low, high >= 1 - Smallest ? 1 : high);
        return comparison == Comparison.AtMost ? share : new Interval(1 - share.High, 1 - share.Low);

        double[] Deflate(CountBucket[] buckets) => Deflated(weighing, buckets, []);
    }

    /// <summary>Of the canary's bad share over stable's since the rollout began; null without a control or where what is counted differs.</summary>
    public static Interval? OfRatio(Weighing weighing)
    {
        if (weighing.Test is not { Settings.Margin: not null, Settings.HighIsBad: true, Compared: null, Pairs.Count: > 0 } test)
        {
            return null;
        }

        CountBucket[] Against(double ratio) =>
            [.. test.Pairs.Select(pair => Boundary.HasControl(pair.CanaryExposure, pair.StableExposure) ? Boundary.Relative(pair, ratio) : new CountBucket(0, 0, 0.5))];
        return new Interval(
            AnytimeBounds.Lower(Against, Deflate, OneSide, 1e-3, 1e3, Tolerance), AnytimeBounds.Upper(Against, Deflate, OneSide, 1e-3, 1e3, Tolerance));

        double[] Deflate(CountBucket[] buckets) => Deflated(weighing, buckets, [.. weighing.Trial.SlowImbalance]);
    }

    private static double[] Deflated(Weighing weighing, CountBucket[] buckets, double[] slowImbalance)
    {
        var settings = weighing.Test.Settings;
        return Dispersion.Deflation<CountBucket>(buckets, settings.Scatter, settings.PriorDispersion, settings.Clock.BucketsPerCell, slowImbalance);
    }
}
