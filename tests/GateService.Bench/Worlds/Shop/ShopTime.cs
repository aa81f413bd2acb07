using GateService.Bench.Chance;

namespace GateService.Bench.Worlds.Shop;

/// <summary>How long requests take: own code lognormal (median 70 ms, deviation of the logarithm 0.55, as in the simulator), and 50 ms in calls.</summary>
internal static class ShopTime
{
    private const double Median = 0.07;
    private const double Deviation = 0.55;
    private const double Calls = 0.05;

    private const double Longest = 60;
    private const int Halvings = 40;

    /// <summary>A healthy slice's own quantile, in seconds.</summary>
    public static double Quantile(double share) => Calls + (Median * Math.Exp(Deviation * Normal.Quantile(share)));

    /// <summary>The quantile of minutes that go like these, each with its requests.</summary>
    public static double Quantile(double share, IReadOnlyList<(ShopSlice Slice, double Requests)> minutes)
    {
        var all = minutes.Sum(minute => minute.Requests);
        if (all <= 0 || minutes.All(minute => minute.Slice.IsAsFastAsEver))
        {
            return Quantile(share);
        }

        var (low, high) = (Calls, Longest);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = minutes.Sum(minute => minute.Requests * Over(middle, minute.Slice)) > (1 - share) * all ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>Share of a minute's requests that take longer.</summary>
    /// <param name="seconds">Than this.</param>
    /// <param name="slice">How its pods are.</param>
    public static double Over(double seconds, ShopSlice slice) => slice.Waits.Share <= 0 ? OverWithoutWaits(seconds, slice)
        : (slice.Waits.Share * OverWithoutWaits(seconds - slice.Waits.Seconds, slice)) + ((1 - slice.Waits.Share) * OverWithoutWaits(seconds, slice));

    private static double OverWithoutWaits(double seconds, ShopSlice slice) =>
        (slice.Cold.Share * Over(seconds, slice.Cold.Slowness * slice.Slowness)) + ((1 - slice.Cold.Share) * Over(seconds, slice.Slowness));

    private static double Over(double seconds, double slowness) => seconds <= Calls ? 1 : Normal.Above(Math.Log((seconds - Calls) / (Median * slowness)) / Deviation);
}
