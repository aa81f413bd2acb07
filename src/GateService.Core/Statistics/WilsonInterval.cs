namespace GateService.Core.Statistics;

/// <summary>
/// Wilson's score interval for a share: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
/// JASA 22 (1927) 209–212; recommended for small counts by Brown, Cai and DasGupta, Statistical Science 16 (2001) 101–133.
/// </summary>
public static class WilsonInterval
{
    /// <summary>Two-sided 95 %: the 0.975 quantile of the standard normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The 95 % interval of the share of <paramref name="bad"/> among <paramref name="sample"/>.</summary>
    /// <param name="bad">0 to <paramref name="sample"/>.</param>
    /// <param name="sample">Positive.</param>
    public static Interval Of(double bad, double sample) => Of(bad, sample, Z);

    /// <summary>The interval at another sureness.</summary>
    /// <param name="bad">0 to <paramref name="sample"/>.</param>
    /// <param name="sample">Positive.</param>
    /// <param name="z">Quantile of the standard normal distribution, above 0.</param>
    public static Interval Of(double bad, double sample, double z)
    {
        var share = bad / sample;
        var spread = z * z / sample;
        var centre = (share + (spread / 2)) / (1 + spread);
        var half = z / (1 + spread) * Math.Sqrt((share * (1 - share) / sample) + (spread / (4 * sample)));
        return new Interval(bad == 0 ? 0 : Math.Max(0, centre - half), bad.Equals(sample) ? 1 : Math.Min(1, centre + half));
    }
}
