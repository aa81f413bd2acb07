namespace GateService.Core.Statistics;

/// <summary>
/// The kernel for counts: <paramref name="Bad"/> events out of <paramref name="Exposure"/> against the probability <paramref name="Boundary"/>.
/// Valid for values in [0, 1] too (Apdex counts halves): a convex function of them is largest for 0 and 1.
/// </summary>
/// <param name="Bad">k, at least 0, may be fractional.</param>
/// <param name="Exposure">n, at least k.</param>
/// <param name="Boundary">p, the probability of a bad event at the boundary, 0 to 1; at 0 and 1 the bucket tells nothing.</param>
public readonly record struct CountBucket(double Bad, double Exposure, double Boundary) : IKernelBucket<CountBucket>
{
    public double Information => Exposure * Boundary * (1 - Boundary);

    /// <summary>h k - n ln(1 + p (e^h - 1)): the binomial likelihood ratio, an e-value for every mean probability at or below p.</summary>
    public double LogLikelihoodRatio(Tilt tilt) => (tilt.Size * Bad) - (Exposure * Precise.Log1P(Boundary * tilt.ExpM1));

    /// <summary>Against a limit most buckets have the same boundary, whose logarithm is taken once.</summary>
    public static double SumOverDeflation(ReadOnlySpan<CountBucket> buckets, ReadOnlySpan<double> deflation, Tilt tilt)
    {
        var (sum, boundary, log) = (0.0, double.NaN, 0.0);
        for (var t = 0; t < buckets.Length; t++)
        {
            ref readonly var bucket = ref buckets[t];
            if (bucket.Boundary != boundary)
            {
                (boundary, log) = (bucket.Boundary, Precise.Log1P(bucket.Boundary * tilt.ExpM1));
            }

            sum += ((tilt.Size * bucket.Bad) - (bucket.Exposure * log)) / deflation[t];
        }

        return sum;
    }

    /// <summary>Pearson's X² of two cells given their sum, over the variance of clusters (phi) and jitter (tau).</summary>
    public static double? PairStatistic(CountBucket a, CountBucket b, double phi, double tauSquared)
    {
        var sum = a.Bad + b.Bad;
        var (expectedA, expectedB) = (a.Exposure * a.Boundary, b.Exposure * b.Boundary);
        if (sum <= 0 || expectedA <= 0 || expectedB <= 0 || a.Boundary >= 1 || b.Boundary >= 1)
        {
            return null;
        }

        var meanA = sum * expectedA / (expectedA + expectedB);
        var meanB = sum * expectedB / (expectedA + expectedB);
        var (varianceA, varianceB) = (meanA * (1 - a.Boundary), meanB * (1 - b.Boundary));
        var excess = a.Bad - meanA;
        var squared = excess * excess * ((1 / varianceA) + (1 / varianceB));
        var both = varianceA + varianceB;
        return squared / (((phi * both) + (2 * tauSquared * varianceA * varianceB)) / both);
    }

    public static CountBucket Merge(ReadOnlySpan<CountBucket> buckets)
    {
        var (bad, exposure, expected) = (0.0, 0.0, 0.0);
        foreach (var bucket in buckets)
        {
            bad += bucket.Bad;
            exposure += bucket.Exposure;
            expected += bucket.Exposure * bucket.Boundary;
        }

        return new CountBucket(bad, exposure, exposure > 0 ? expected / exposure : 0);
    }
}
