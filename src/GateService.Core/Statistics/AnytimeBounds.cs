namespace GateService.Core.Statistics;

/// <summary>
/// Confidence bounds that hold at every look: a value is inside while the plain process against it stays below 1/α (inversion of the test). For display;
/// they decide nothing.
/// </summary>
public static class AnytimeBounds
{
    /// <summary>The largest value below which the truth is rejected; <paramref name="low"/> where none is.</summary>
    /// <param name="against">Buckets against a candidate value.</param>
    /// <param name="deflate">Their deflation.</param>
    /// <param name="alpha">Chance that the truth ever lies outside on this side.</param>
    /// <param name="low">Smallest candidate, above 0.</param>
    /// <param name="high">Largest candidate.</param>
    /// <param name="tolerance">Relative precision of the bound.</param>
    public static double Lower<TBucket>(
        Func<double, TBucket[]> against, Func<TBucket[], double[]> deflate, double alpha, double low, double high, double tolerance = 1e-13)
        where TBucket : struct, IKernelBucket<TBucket> =>
        Bisect(value => IsRejected(against(value), deflate, Tilt.More, alpha), low, high, tolerance);

    /// <summary>The smallest value above which the truth is rejected; <paramref name="high"/> where none is.</summary>
    /// <inheritdoc cref="Lower"/>
    public static double Upper<TBucket>(
        Func<double, TBucket[]> against, Func<TBucket[], double[]> deflate, double alpha, double low, double high, double tolerance = 1e-13)
        where TBucket : struct, IKernelBucket<TBucket> =>
        Bisect(value => IsRejected(against(value), deflate, Tilt.Less, alpha), high, low, tolerance);

    private static bool IsRejected<TBucket>(TBucket[] buckets, Func<TBucket[], double[]> deflate, IReadOnlyList<Tilt> tilts, double alpha)
        where TBucket : struct, IKernelBucket<TBucket> =>
        PlainWealth.Log<TBucket>(buckets, deflate(buckets), tilts) >= Math.Log(1 / alpha);

    /// <summary>The last rejected value on the way from <paramref name="outer"/> to <paramref name="inner"/>, halving on the log scale.</summary>
    internal static double Bisect(Func<double, bool> isRejected, double outer, double inner, double tolerance)
    {
        if (!isRejected(outer))
        {
            return outer;
        }

        while (Math.Abs(Math.Log(inner / outer)) >= tolerance)
        {
            var middle = Math.Sqrt(outer * inner);
            if (isRejected(middle))
            {
                outer = middle;
            }
            else
            {
                inner = middle;
            }
        }

        return outer;
    }
}
