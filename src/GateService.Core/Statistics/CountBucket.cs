using System.Runtime.Intrinsics;

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

    public static int Condense(Span<CountBucket> buckets, ReadOnlySpan<double> deflation)
    {
        var (count, boundary) = (0, double.NaN);
        for (var t = 0; t < buckets.Length; t++)
        {
            var bucket = buckets[t];
            var weight = 1 / deflation[t];
            if (bucket.Boundary == boundary)
            {
                ref var last = ref buckets[count - 1];
                last = new CountBucket(last.Bad + (weight * bucket.Bad), last.Exposure + (weight * bucket.Exposure), boundary);
            }
            else
            {
                boundary = bucket.Boundary;
                buckets[count++] = new CountBucket(weight * bucket.Bad, weight * bucket.Exposure, boundary);
            }
        }

        return count;
    }

    /// <summary>Four at a time; <see cref="Precise.Log1P"/> with the same correction.</summary>
    public static double Sum(ReadOnlySpan<CountBucket> buckets, Tilt tilt)
    {
        var (sums, one, tilted, size) = (Vector256<double>.Zero, Vector256<double>.One, Vector256.Create(tilt.ExpM1), Vector256.Create(tilt.Size));
        var t = 0;
        for (; t + 4 <= buckets.Length; t += 4)
        {
            ref readonly var a = ref buckets[t];
            ref readonly var b = ref buckets[t + 1];
            ref readonly var c = ref buckets[t + 2];
            ref readonly var d = ref buckets[t + 3];
            var x = tilted * Vector256.Create(a.Boundary, b.Boundary, c.Boundary, d.Boundary);
            var u = one + x;
            var log = Vector256.ConditionalSelect(Vector256.Equals(u, one), x, Vector256.Log(u) * x / (u - one));
            sums += (size * Vector256.Create(a.Bad, b.Bad, c.Bad, d.Bad)) - (Vector256.Create(a.Exposure, b.Exposure, c.Exposure, d.Exposure) * log);
        }

        var sum = Vector256.Sum(sums);
        for (; t < buckets.Length; t++)
        {
            sum += buckets[t].LogLikelihoodRatio(tilt);
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
