namespace GateService.Core.Statistics;

/// <summary>The kernel for means: how far the log of a mean (or of a ratio of means) lies from the log of the boundary, and how well that is known.</summary>
/// <param name="LogRatio">y, natural logarithm of mean over boundary.</param>
/// <param name="Information">v = 1 / (standard error of y)²; 0 tells nothing.</param>
public readonly record struct MeanBucket(double LogRatio, double Information) : IKernelBucket<MeanBucket>
{
    /// <summary>v (h y - h² / 2): the Gaussian likelihood ratio.</summary>
    public double LogLikelihoodRatio(Tilt tilt) => Information * ((tilt.Size * LogRatio) - (tilt.Size * tilt.Size / 2));

    public static double SumOverDeflation(ReadOnlySpan<MeanBucket> buckets, ReadOnlySpan<double> deflation, Tilt tilt)
    {
        var sum = 0.0;
        for (var t = 0; t < buckets.Length; t++)
        {
            sum += buckets[t].LogLikelihoodRatio(tilt) / deflation[t];
        }

        return sum;
    }

    /// <summary>l(h) is linear in v and v y, so that all are one.</summary>
    public static int Condense(Span<MeanBucket> buckets, ReadOnlySpan<double> deflation)
    {
        for (var t = 0; t < buckets.Length; t++)
        {
            buckets[t] = buckets[t] with { Information = buckets[t].Information / deflation[t] };
        }

        if (buckets.Length > 1)
        {
            buckets[0] = Merge(buckets);
        }

        return Math.Min(1, buckets.Length);
    }

    public static double Sum(ReadOnlySpan<MeanBucket> buckets, Tilt tilt)
    {
        var sum = 0.0;
        foreach (ref readonly var bucket in buckets)
        {
            sum += bucket.LogLikelihoodRatio(tilt);
        }

        return sum;
    }

    public static double? PairStatistic(MeanBucket a, MeanBucket b, double phi, double tauSquared)
    {
        if (a.Information <= 0 || b.Information <= 0)
        {
            return null;
        }

        var (both, product) = (a.Information + b.Information, a.Information * b.Information);
        var difference = a.LogRatio - b.LogRatio;
        return difference * difference * product / both / (((phi * both) + (2 * tauSquared * product)) / both);
    }

    public static MeanBucket Merge(ReadOnlySpan<MeanBucket> buckets)
    {
        var (information, weighted) = (0.0, 0.0);
        foreach (var bucket in buckets)
        {
            information += bucket.Information;
            weighted += bucket.Information * bucket.LogRatio;
        }

        return new MeanBucket(information > 0 ? weighted / information : 0, information);
    }
}
