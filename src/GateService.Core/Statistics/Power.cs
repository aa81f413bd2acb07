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
    /// The smallest ratio of the canary's bad share over stable's that is seen by the end of <paramref name="exposures"/>; infinite where none is.
    /// </summary>
    /// <param name="exposures">Canary and stable exposure of each bucket.</param>
    /// <param name="stableShare">Stable's share of bad events, above 0 and below 1.</param>
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
        int bucketsPerCell = 1)
    {
        return Smallest(margin, Math.Min(1e4, 1 / stableShare), ratio => exposures.Sum(exposure => Information(exposure, ratio)) >= needed);

        double Information((double Canary, double Stable) exposure, double ratio)
        {
            var expected = new CountPair(exposure.Canary * Math.Min(1, stableShare * ratio), exposure.Canary, exposure.Stable * stableShare, exposure.Stable);
            return Deflated(Boundary.Relative(expected, margin), Math.Log(ratio / margin), scatter, priorDispersion, slowImbalance, bucketsPerCell);
        }
    }

    /// <summary>The smallest share of bad events over <paramref name="limit"/> that is seen by the end of <paramref name="exposures"/>; infinite where none is.</summary>
    public static double SmallestShare(
        IReadOnlyList<double> exposures, double limit, double needed, Scatter scatter, double priorDispersion = 1, int bucketsPerCell = 1)
    {
        return Smallest(limit, 1 - 1e-12, share => exposures.Sum(exposure => Information(exposure, share)) >= needed);

        double Information(double exposure, double share) => Deflated(
            Boundary.Absolute(exposure * share, exposure, limit), Math.Log(share / (1 - share) * (1 - limit) / limit), scatter, priorDispersion, 0, bucketsPerCell);
    }

    private static double Deflated(CountBucket bucket, double tilt, Scatter scatter, double priorDispersion, double slowImbalance, int bucketsPerCell)
    {
        var information = bucketsPerCell * bucket.Information;
        return bucket.LogLikelihoodRatio(Tilt.Of(tilt))
            / ((priorDispersion * (scatter.Phi + (scatter.TauSquared * information))) + (slowImbalance * information));
    }

    private static double Smallest(double low, double high, Func<double, bool> isSeen)
    {
        if (high <= low || !isSeen(high))
        {
            return double.PositiveInfinity;
        }

        while (Math.Log(high / low) >= 1e-12)
        {
            var middle = Math.Sqrt(low * high);
            if (isSeen(middle))
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return high;
    }
}
