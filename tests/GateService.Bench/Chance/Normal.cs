using GateService.Core.Statistics;

namespace GateService.Bench.Chance;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    public static double Quantile(double probability) => NormalQuantile.Of(probability);

    /// <summary>Probability above <paramref name="z"/>: the continued fraction in the tail, the series in the middle (Abramowitz and Stegun 26.2.10, 26.2.14).</summary>
    public static double Above(double z) => z < 0 ? 1 - Above(-z) : z < 3 ? 0.5 - Middle(z) : Tail(z);

    private static double Middle(double z)
    {
        var (term, sum) = (z, z);
        for (var n = 1; Math.Abs(term) > 1e-17; n++)
        {
            term *= -z * z * ((2 * n) - 1) / (2.0 * n * ((2 * n) + 1));
            sum += term;
        }

        return sum / Math.Sqrt(2 * Math.PI);
    }

    private static double Tail(double z)
    {
        var fraction = z;
        for (var n = 60; n >= 1; n--)
        {
            fraction = z + (n / fraction);
        }

        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / fraction;
    }
}
