using GateService.Bench.Chance;

namespace GateService.Bench.Worlds.Shop;

/// <summary>How long requests take: own code lognormal (median 70 ms, deviation of the logarithm 0.55, as in the simulator), and 50 ms in calls.</summary>
internal static class ShopTime
{
    private const double Median = 0.07;
    private const double Deviation = 0.55;
    private const double Calls = 0.05;

    /// <summary>Stable's own 95th percentile, in seconds.</summary>
    public static double Quantile95 { get; } = Calls + (Median * Math.Exp(Deviation * Normal.Quantile(0.95)));

    /// <summary>Share of a minute's requests that take longer.</summary>
    /// <param name="seconds">Than this.</param>
    /// <param name="slice">How its pods are.</param>
    public static double Over(double seconds, ShopSlice slice) =>
        (slice.Cold.Share * Over(seconds, slice.Cold.Slowness)) + ((1 - slice.Cold.Share) * Over(seconds, 1));

    private static double Over(double seconds, double slowness) => Normal.Above(Math.Log((seconds - Calls) / (Median * slowness)) / Deviation);
}
