namespace GateService.Core.Statistics;

/// <summary>Measurements of both slices laid against a boundary: an absolute limit, or a margin over stable.</summary>
public static class Boundary
{
    /// <summary>Below this share of the canary's exposure stable is no control.</summary>
    private const double SmallestControl = 0.02;

    /// <summary>Bad events against a limit on their probability.</summary>
    /// <param name="bad">k.</param>
    /// <param name="exposure">n.</param>
    /// <param name="limit">p0, above 0 and below 1.</param>
    public static CountBucket Absolute(double bad, double exposure, double limit) => new(bad, exposure, limit);

    /// <summary>
    /// Given how many bad events both slices had together, how many should be the canary's if it were exactly <paramref name="margin"/> times as
    /// bad: q = ρ n_c / (ρ n_c + n_s). The common part of both slices' trouble cancels.
    /// </summary>
    public static CountBucket Relative(CountPair pair, double margin)
    {
        var expected = margin * pair.CanaryExposure;
        var all = expected + pair.StableExposure;
        return new CountBucket(pair.CanaryBad, pair.CanaryBad + pair.StableBad, all > 0 ? expected / all : 0);
    }

    /// <summary>Whether stable serves enough beside the canary to be compared with.</summary>
    public static bool HasControl(double canaryExposure, double stableExposure) =>
        stableExposure > 0 && stableExposure >= SmallestControl * canaryExposure;

    /// <summary>A mean against a limit, on the log scale; fewer than two values, or values not above 0, tell nothing.</summary>
    public static MeanBucket Absolute(SampleMean sample, double limit)
    {
        if (sample.Size < 2 || sample.Mean <= 0 || sample.Deviation <= 0)
        {
            return default;
        }

        var relative = sample.Mean / sample.Deviation;
        return new MeanBucket(Math.Log(sample.Mean / limit), sample.Size * relative * relative);
    }

    /// <summary>The ratio of two means against a margin, on the log scale; the squared coefficient of variation is pooled over both slices.</summary>
    public static MeanBucket Relative(MeanPair pair, double margin)
    {
        var (canary, stable) = (pair.Canary, pair.Stable);
        if (canary.Size < 2 || stable.Size < 2 || canary.Mean <= 0 || stable.Mean <= 0)
        {
            return default;
        }

        var (a, b) = (canary.Deviation / canary.Mean, stable.Deviation / stable.Mean);
        var variation = (((canary.Size - 1) * a * a) + ((stable.Size - 1) * b * b)) / (canary.Size + stable.Size - 2);
        return new MeanBucket(
            Math.Log(canary.Mean / stable.Mean) - Math.Log(margin),
            variation <= 0 ? 0 : 1 / (variation * ((1 / canary.Size) + (1 / stable.Size))));
    }

    /// <summary>A probability with its odds multiplied by <paramref name="kappa"/>.</summary>
    public static double Widen(double limit, double kappa) => kappa * limit / (1 - limit + (kappa * limit));
}
