namespace GateService.Core.Statistics;

/// <summary>95 % intervals that hold at every look, for display: they decide nothing, and are as exact as can be read.</summary>
internal static class ShownBounds
{
    private const double OneSide = 0.025;
    private static readonly double Line = Math.Log(1 / OneSide);
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

        var bounds = Both(
            new Candidates<CountBucket>(counted.Length, settings, [], Line)
            {
                Lay = (share, against) =>
                {
                    for (var t = 0; t < against.Length; t++)
                    {
                        against[t] = Boundary.Absolute(Math.Clamp(counted[t].Bad, 0, counted[t].Exposure), counted[t].Exposure, share);
                    }
                },
                Move = (bucket, times) => bucket with { Boundary = Math.Min(1, times * bucket.Boundary) },
                Surest = 0.5,
            },
            Smallest,
            1 - Smallest);
        return new Interval(bounds.Low <= Smallest ? 0 : bounds.Low, bounds.High >= 1 - Smallest ? 1 : bounds.High);
    }

    /// <summary>Of the canary's share over stable's; buckets without a control tell nothing.</summary>
    public static Interval OfRatio(IReadOnlyList<CountPair> pairs, GateSettings settings) =>
        Both(
            new Candidates<CountBucket>(pairs.Count, settings, settings.SlowImbalance, Line)
            {
                Lay = (ratio, against) =>
                {
                    for (var t = 0; t < against.Length; t++)
                    {
                        var pair = pairs[t];
                        against[t] = Boundary.HasControl(pair.CanaryExposure, pair.StableExposure) ? Boundary.Relative(pair, ratio) : new CountBucket(0, 0, 0.5);
                    }
                },
                Move = (bucket, times) => bucket with { Boundary = Boundary.Widen(bucket.Boundary, times) },
                Surest = SurestRatio(pairs),
            },
            1 / Widest,
            Widest);

    /// <summary>Of the canary's mean over stable's.</summary>
    public static Interval OfRatio(IReadOnlyList<MeanPair> means, GateSettings settings) =>
        Both(
            new Candidates<MeanBucket>(means.Count, settings, [], Line)
            {
                Lay = (ratio, against) =>
                {
                    for (var t = 0; t < against.Length; t++)
                    {
                        against[t] = Boundary.HasControl(means[t].Canary.Size, means[t].Stable.Size) ? Boundary.Relative(means[t], ratio) : default;
                    }
                },
                Move = Moved,
            },
            1 / Widest,
            Widest);

    /// <summary>Of a mean; null without values above 0.</summary>
    public static Interval? OfMean(IReadOnlyList<SampleMean> samples, GateSettings settings)
    {
        var size = samples.Sum(sample => sample.Size);
        var mean = size > 0 ? samples.Sum(sample => sample.Size * sample.Mean) / size : 0;
        return mean > 0
            ? Both(
                new Candidates<MeanBucket>(samples.Count, settings, [], Line)
                {
                    Lay = (limit, against) =>
                    {
                        for (var t = 0; t < against.Length; t++)
                        {
                            against[t] = Boundary.Absolute(samples[t], limit);
                        }
                    },
                    Move = Moved,
                },
                mean / Widest,
                mean * Widest)
            : null;
    }

    /// <summary>At which nine in ten bad events were the canary's.</summary>
    private static double SurestRatio(IReadOnlyList<CountPair> pairs)
    {
        var (canary, stable) = (0.0, 0.0);
        for (var t = 0; t < pairs.Count; t++)
        {
            (canary, stable) = (canary + pairs[t].CanaryExposure, stable + pairs[t].StableExposure);
        }

        return 9 * stable / canary;
    }

    private static MeanBucket Moved(MeanBucket bucket, double times) => bucket with { LogRatio = bucket.LogRatio - Math.Log(times) };

    private static Interval Both<TBucket>(Candidates<TBucket> candidates, double low, double high)
        where TBucket : struct, IKernelBucket<TBucket> =>
        new(Bound(candidates, Tilt.More, low, high), Bound(candidates, Tilt.Less, high, low));

    private static double Bound<TBucket>(Candidates<TBucket> candidates, IReadOnlyList<Tilt> tilts, double outer, double inner)
        where TBucket : struct, IKernelBucket<TBucket> =>
        new BoundSearch(value => candidates.IsRejected(value, tilts), (rejected, open) => candidates.Crossing(rejected, open, tilts), candidates.Surest).Find(outer, inner, Tolerance);
}
