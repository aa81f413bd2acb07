namespace GateService.Core.Statistics;

/// <summary>The planner: how small a regression can be seen with this much traffic. Nothing is seen in fewer than the fewest bad buckets.</summary>
public static class Power
{
    /// <summary>What the engine's mixture costs: 9 tilts, one of two starts, three quarters bold: ln 24.</summary>
    public static double Overhead { get; } = Math.Log(24);

    /// <summary>
    /// I_need = ((z √2 + √(2 z² + 4 L)) / 2)² nats, L = ln 1/α + overhead, z = Φ⁻¹(power): the drift at which a Gaussian log wealth of variance twice its
    /// mean passes the line with that probability.
    /// </summary>
    /// <param name="alpha">The gate's share of the error budget.</param>
    /// <param name="power">Chance of seeing it, above 0 and below 1.</param>
    /// <param name="overhead">In nats; null takes <see cref="Overhead"/>.</param>
    public static double InformationNeeded(double alpha, double power, double? overhead = null)
    {
        var z = NormalQuantile.Of(power);
        var line = Math.Log(1 / alpha) + (overhead ?? Overhead);
        var root = ((z * Math.Sqrt(2)) + Math.Sqrt((2 * z * z) + (4 * line))) / 2;
        return root * root;
    }

    /// <summary>
    /// The smallest ratio of the canary's share of events over stable's that is seen by the end of <paramref name="exposures"/>; infinite where none is.
    /// </summary>
    /// <param name="exposures">Canary and stable exposure of each bucket.</param>
    /// <param name="stableShare">Stable's share of events, above 0 and below 1.</param>
    /// <param name="margin">ρ.</param>
    /// <param name="needed">See <see cref="InformationNeeded"/>.</param>
    /// <param name="scatter">As in the gate.</param>
    /// <param name="priorDispersion">D_0.</param>
    /// <param name="slowImbalance">ω.</param>
    /// <param name="bucketsPerCell">g.</param>
    public static double SmallestRatio(
        IReadOnlyList<(double Canary, double Stable)> exposures,
        double stableShare,
        double margin,
        double needed,
        Scatter scatter,
        double priorDispersion = 1,
        double slowImbalance = 0,
        int bucketsPerCell = 1) =>
        SmallestRatio(WithoutLimit(exposures), stableShare, margin, needed, scatter, priorDispersion, slowImbalance, bucketsPerCell);

    /// <summary>The same where buckets without control are held against a limit, as the gate does.</summary>
    /// <param name="exposures">Canary and stable exposure of each bucket, and the limit that counts in it where stable is no control; null: nothing does.</param>
    /// <inheritdoc cref="SmallestRatio(IReadOnlyList{ValueTuple{double, double}}, double, double, double, Scatter, double, double, int)"/>
    public static double SmallestRatio(
        IReadOnlyList<(double Canary, double Stable, double? Alone)> exposures,
        double stableShare,
        double margin,
        double needed,
        Scatter scatter,
        double priorDispersion = 1,
        double slowImbalance = 0,
        int bucketsPerCell = 1) =>
        Nearest(margin, Math.Max(margin, Math.Min(1e4, 1 / stableShare)), ratio => OfRatio(exposures, ratio, stableShare, margin, scatter, priorDispersion, slowImbalance, bucketsPerCell) >= needed)
            ?? double.PositiveInfinity;

    /// <summary>The same where few events are bad: the largest ratio below the margin that is seen; 0 where none is.</summary>
    /// <inheritdoc cref="SmallestRatio(IReadOnlyList{ValueTuple{double, double, double?}}, double, double, double, Scatter, double, double, int)"/>
    public static double LargestRatio(
        IReadOnlyList<(double Canary, double Stable, double? Alone)> exposures,
        double stableShare,
        double margin,
        double needed,
        Scatter scatter,
        double priorDispersion = 1,
        double slowImbalance = 0,
        int bucketsPerCell = 1) =>
        Nearest(margin, Math.Min(margin, 1e-4), ratio => OfRatio(exposures, ratio, stableShare, margin, scatter, priorDispersion, slowImbalance, bucketsPerCell) >= needed) ?? 0;

    /// <summary>The smallest share of events over its limit that is seen by the end of <paramref name="exposures"/>; infinite where none is.</summary>
    /// <param name="exposures">Canary exposure of each bucket, and the limit that counts in it. A bucket whose limit the share keeps tells nothing.</param>
    /// <param name="needed">See <see cref="InformationNeeded"/>.</param>
    /// <param name="scatter">As in the gate.</param>
    /// <param name="priorDispersion">D_0.</param>
    /// <param name="bucketsPerCell">g.</param>
    public static double SmallestShare(
        IReadOnlyList<(double Exposure, double Limit)> exposures, double needed, Scatter scatter, double priorDispersion = 1, int bucketsPerCell = 1) =>
        exposures.Count == 0 ? double.PositiveInfinity
        : Nearest(exposures.Min(bucket => bucket.Limit), 1 - 1e-12, share => OfShare(exposures, share, share.CompareTo, scatter, priorDispersion, bucketsPerCell) >= needed) ?? double.PositiveInfinity;

    /// <summary>The same where few events are bad: the largest share below its limit that is seen; 0 where none is.</summary>
    /// <inheritdoc cref="SmallestShare"/>
    public static double LargestShare(
        IReadOnlyList<(double Exposure, double Limit)> exposures, double needed, Scatter scatter, double priorDispersion = 1, int bucketsPerCell = 1) =>
        exposures.Count == 0 ? 0
        : Nearest(exposures.Max(bucket => bucket.Limit), 1e-12, share => OfShare(exposures, share, limit => limit.CompareTo(share), scatter, priorDispersion, bucketsPerCell) >= needed) ?? 0;

    /// <summary>
    /// How far, on the log scale, a mean must lie beyond its boundary to be seen: the root of 2 I_need over the deflated information Σ v / (D_0 (φ + τ² g v)).
    /// Infinite without information.
    /// </summary>
    /// <param name="information">v of each bucket.</param>
    /// <param name="needed">See <see cref="InformationNeeded"/>.</param>
    /// <param name="scatter">As in the gate.</param>
    /// <param name="priorDispersion">D_0.</param>
    /// <param name="bucketsPerCell">g.</param>
    public static double SmallestLogDistance(IReadOnlyList<double> information, double needed, Scatter scatter, double priorDispersion = 1, int bucketsPerCell = 1) =>
        Math.Sqrt(2 * needed / information.Sum(v => v / scatter.Deflation(priorDispersion, bucketsPerCell * v)));

    private static double OfRatio(
        IReadOnlyList<(double Canary, double Stable, double? Alone)> exposures, double ratio, double stableShare, double margin, Scatter scatter, double priorDispersion, double slowImbalance, int bucketsPerCell) =>
        Sum(exposures, exposure =>
        {
            var share = Math.Min(1, stableShare * ratio);
            if (exposure.Alone is { } limit && !Boundary.HasControl(exposure.Canary, exposure.Stable))
            {
                return ratio > 1 == share > limit ? Beyond(exposure.Canary, share, limit, scatter, priorDispersion, slowImbalance, bucketsPerCell) : 0;
            }

            var expected = new CountPair(exposure.Canary * share, exposure.Canary, exposure.Stable * stableShare, exposure.Stable);
            return Deflated(Boundary.Relative(expected, margin), Math.Log(ratio / margin), scatter, priorDispersion, slowImbalance, bucketsPerCell);
        });

    /// <param name="exposures">With their limits.</param>
    /// <param name="share">Of the events.</param>
    /// <param name="beyond">Above 0 where the share is on the bad side of a limit.</param>
    /// <param name="scatter">As in the gate.</param>
    /// <param name="priorDispersion">D_0.</param>
    /// <param name="bucketsPerCell">g.</param>
    private static double OfShare(
        IReadOnlyList<(double Exposure, double Limit)> exposures, double share, Func<double, int> beyond, Scatter scatter, double priorDispersion, int bucketsPerCell) =>
        Sum(exposures, exposure => beyond(exposure.Limit) > 0 ? Beyond(exposure.Exposure, share, exposure.Limit, scatter, priorDispersion, 0, bucketsPerCell) : 0);

    /// <summary>What a bucket with this share tells against the limit.</summary>
    private static double Beyond(double exposure, double share, double limit, Scatter scatter, double priorDispersion, double slowImbalance, int bucketsPerCell)
    {
        var bounded = Math.Min(share, 1 - 1e-12);
        var tilt = Math.Log(bounded / (1 - bounded) * (1 - limit) / limit);
        return Deflated(Boundary.Absolute(exposure * bounded, exposure, limit), tilt, scatter, priorDispersion, slowImbalance, bucketsPerCell);
    }

    private static (double Canary, double Stable, double? Alone)[] WithoutLimit(IReadOnlyList<(double Canary, double Stable)> exposures) =>
        [.. exposures.Select(exposure => (exposure.Canary, exposure.Stable, (double?)null))];

    /// <summary>A bucket like the one before tells as much.</summary>
    private static double Sum<T>(IReadOnlyList<T> exposures, Func<T, double> told)
        where T : IEquatable<T>
    {
        var (sum, last) = (0.0, 0.0);
        for (var t = 0; t < exposures.Count; t++)
        {
            last = t > 0 && exposures[t].Equals(exposures[t - 1]) ? last : told(exposures[t]);
            sum += last;
        }

        return sum;
    }

    private static double Deflated(CountBucket bucket, double tilt, Scatter scatter, double priorDispersion, double slowImbalance, int bucketsPerCell)
    {
        var information = bucketsPerCell * bucket.Information;
        return bucket.LogLikelihoodRatio(Tilt.Of(tilt)) / (scatter.Deflation(priorDispersion, information) + (slowImbalance * information));
    }

    /// <summary>The value nearest to <paramref name="boundary"/> that is seen, on the way to <paramref name="farthest"/>, halving on the log scale; null where none is.</summary>
    private static double? Nearest(double boundary, double farthest, Func<double, bool> isSeen)
    {
        if (farthest.Equals(boundary) || !isSeen(farthest))
        {
            return null;
        }

        var (hidden, seen) = (boundary, farthest);
        while (Math.Abs(Math.Log(seen / hidden)) >= 1e-12)
        {
            var middle = Math.Sqrt(hidden * seen);
            (hidden, seen) = isSeen(middle) ? (hidden, middle) : (middle, seen);
        }

        return seen;
    }
}
