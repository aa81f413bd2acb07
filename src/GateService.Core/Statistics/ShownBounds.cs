namespace GateService.Core.Statistics;

/// <summary>95 % intervals that hold at every look, for display: they decide nothing, and are as exact as can be read.</summary>
internal static class ShownBounds
{
    private const double OneSide = 0.025;
    private const double Tolerance = 5e-3;
    private const double Smallest = 1e-7;
    private const double Widest = 1e3;

    /// <summary>Of a share of events; null without exposure.</summary>
    public static Interval? OfShare(IReadOnlyList<(double Bad, double Exposure)> buckets, GateSettings settings)
    {
        var counted = buckets.Where(bucket => bucket.Exposure > 0).ToArray();
        if (counted.Length == 0)
        {
            return null;
        }

        var bounds = Both<CountBucket>(counted.Length, settings, [], Smallest, 1 - Smallest, (share, against) =>
        {
            for (var t = 0; t < against.Length; t++)
            {
                against[t] = Boundary.Absolute(Math.Clamp(counted[t].Bad, 0, counted[t].Exposure), counted[t].Exposure, share);
            }
        });
        return new Interval(bounds.Low <= Smallest ? 0 : bounds.Low, bounds.High >= 1 - Smallest ? 1 : bounds.High);
    }

    /// <summary>Of the canary's share over stable's; buckets without a control tell nothing.</summary>
    public static Interval OfRatio(IReadOnlyList<CountPair> pairs, GateSettings settings) =>
        Both<CountBucket>(pairs.Count, settings, settings.SlowImbalance, 1 / Widest, Widest, (ratio, against) =>
        {
            for (var t = 0; t < against.Length; t++)
            {
                var pair = pairs[t];
                against[t] = Boundary.HasControl(pair.CanaryExposure, pair.StableExposure) ? Boundary.Relative(pair, ratio) : new CountBucket(0, 0, 0.5);
            }
        });

    /// <summary>Of the canary's mean over stable's.</summary>
    public static Interval OfRatio(IReadOnlyList<MeanPair> means, GateSettings settings) =>
        Both<MeanBucket>(means.Count, settings, [], 1 / Widest, Widest, (ratio, against) =>
        {
            for (var t = 0; t < against.Length; t++)
            {
                against[t] = Boundary.HasControl(means[t].Canary.Size, means[t].Stable.Size) ? Boundary.Relative(means[t], ratio) : default;
            }
        });

    /// <summary>Of a mean; null without values above 0.</summary>
    public static Interval? OfMean(IReadOnlyList<SampleMean> samples, GateSettings settings)
    {
        var size = samples.Sum(sample => sample.Size);
        var mean = size > 0 ? samples.Sum(sample => sample.Size * sample.Mean) / size : 0;
        return mean > 0
            ? Both<MeanBucket>(samples.Count, settings, [], mean / Widest, mean * Widest, (limit, against) =>
            {
                for (var t = 0; t < against.Length; t++)
                {
                    against[t] = Boundary.Absolute(samples[t], limit);
                }
            })
            : null;
    }

    /// <param name="buckets">How many.</param>
    /// <param name="settings">Of the gate.</param>
    /// <param name="slowImbalance">ω per cell; empty for none.</param>
    /// <param name="low">Smallest candidate.</param>
    /// <param name="high">Largest candidate.</param>
    /// <param name="lay">Lays the buckets against a candidate.</param>
    private static Interval Both<TBucket>(int buckets, GateSettings settings, IReadOnlyList<double> slowImbalance, double low, double high, Action<double, TBucket[]> lay)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var (against, deflation, slow, line) = (new TBucket[buckets], new double[buckets], slowImbalance as double[] ?? [.. slowImbalance], Math.Log(1 / OneSide));
        var (likeliest, laid) = (0, double.NaN);
        return new Interval(
            new BoundSearch(value => Ask(value, Tilt.More), line).Find(low, high, Tolerance), new BoundSearch(value => Ask(value, Tilt.Less), line).Find(high, low, Tolerance));

        (bool IsRejected, double Richest) Ask(double value, IReadOnlyList<Tilt> tilts)
        {
            if (!value.Equals(laid))
            {
                lay(value, against);
                Dispersion.Deflate<TBucket>(against, settings.Scatter, settings.PriorDispersion, settings.Clock.BucketsPerCell, slow, deflation);
                laid = value;
            }

            return (PlainWealth.Reaches<TBucket>(against, deflation, tilts, line, ref likeliest, out var richest), richest);
        }
    }
}
