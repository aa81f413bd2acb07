namespace GateService.Core.Statistics;

/// <summary>
/// Bettors that play plainly (<see cref="Betting.Plain"/>): without restarts and cap each one's wealth is a product, so nothing in between matters.
/// </summary>
internal static class PlainWealth
{
    /// <summary>What rounding may make of a sum of logarithms; nearer to the line than this, all bettors are asked.</summary>
    private const double Rounding = 1e-6;

    /// <summary>ln of the wealth of all bettors after the last bucket.</summary>
    public static double Log<TBucket>(ReadOnlySpan<TBucket> buckets, ReadOnlySpan<double> deflation, IReadOnlyList<Tilt> tilts)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        Span<double> wealth = stackalloc double[tilts.Count];
        for (var j = 0; j < wealth.Length; j++)
        {
            wealth[j] = TBucket.SumOverDeflation(buckets, deflation, tilts[j]);
        }

        return Precise.LogSumExp(wealth) - Math.Log(tilts.Count);
    }

    /// <summary>
    /// Whether that is at least <paramref name="line"/>. A bettor's wealth is a concave function of its tilt, so that the richest is found from hill to top: where
    /// it alone is rich enough, or even all together were not if all had as much, the others need not be asked.
    /// </summary>
    /// <param name="buckets">Evidence against the boundary.</param>
    /// <param name="deflation">d_t of each, at least 1.</param>
    /// <param name="tilts">In order of size.</param>
    /// <param name="line">In nats.</param>
    /// <param name="likeliest">Index of the tilt to ask first; the richest one afterwards.</param>
    /// <param name="richest">What it won; where it alone is rich enough, another may have won more.</param>
    public static bool Reaches<TBucket>(ReadOnlySpan<TBucket> buckets, ReadOnlySpan<double> deflation, IReadOnlyList<Tilt> tilts, double line, ref int likeliest, out double richest)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var alone = line + Math.Log(tilts.Count) + Rounding;
        var top = likeliest;
        richest = TBucket.SumOverDeflation(buckets, deflation, tilts[top]);
        foreach (var way in (ReadOnlySpan<int>)[1, -1])
        {
            var moved = false;
            for (var next = top + way; richest < alone && next >= 0 && next < tilts.Count; next += way)
            {
                var wealth = TBucket.SumOverDeflation(buckets, deflation, tilts[next]);
                if (wealth < richest)
                {
                    break;
                }

                (top, richest, moved) = (next, wealth, true);
            }

            if (moved)
            {
                break;
            }
        }

        likeliest = top;
        return richest >= alone || (richest >= line - Rounding && Log(buckets, deflation, tilts) >= line);
    }
}
