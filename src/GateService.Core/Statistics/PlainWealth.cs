namespace GateService.Core.Statistics;

/// <summary>
/// Bettors that play plainly (<see cref="Betting.Plain"/>): without restarts and cap each one's wealth is a product, so nothing in between matters.
/// </summary>
internal static class PlainWealth
{
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
    /// it alone is rich enough, or even all together were not if all had as much as the poorest asked on their side, the others need not be asked.
    /// </summary>
    /// <param name="condensed">Evidence against the boundary: see <see cref="IKernelBucket{TSelf}.Condense"/>.</param>
    /// <param name="tilts">In order of size.</param>
    /// <param name="line">In nats.</param>
    /// <param name="likeliest">Index of the tilt to ask first; the richest one afterwards.</param>
    /// <param name="richest">What it won; where it alone is rich enough, another may have won more.</param>
    /// <param name="shared">How much richer it is than all together, because they share; null where they were not asked.</param>
    public static bool Reaches<TBucket>(ReadOnlySpan<TBucket> condensed, IReadOnlyList<Tilt> tilts, double line, ref int likeliest, out double richest, out double? shared)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        Span<double> wealth = stackalloc double[tilts.Count];
        var alone = line + Math.Log(tilts.Count);
        var (low, high, top) = (likeliest, likeliest, likeliest);
        wealth[top] = TBucket.Sum(condensed, tilts[top]);
        while (wealth[top] < alone && top == high && high + 1 < wealth.Length)
        {
            wealth[++high] = TBucket.Sum(condensed, tilts[high]);
            top = wealth[high] >= wealth[top] ? high : top;
        }

        while (wealth[top] < alone && top == low && low > 0)
        {
            wealth[--low] = TBucket.Sum(condensed, tilts[low]);
            top = wealth[low] >= wealth[top] ? low : top;
        }

        (likeliest, richest, shared) = (top, wealth[top], null);
        return richest >= alone || (richest >= line && TogetherReach(condensed, tilts, alone, wealth, low, high, richest, out shared));
    }

    /// <param name="condensed">Evidence against the boundary.</param>
    /// <param name="tilts">In order of size.</param>
    /// <param name="alone">What one alone must have won.</param>
    /// <param name="wealth">What each won, of those from <paramref name="low"/> to <paramref name="high"/>.</param>
    /// <param name="low">Index of the first that was asked.</param>
    /// <param name="high">Index of the last.</param>
    /// <param name="richest">The most that one won; those beyond <paramref name="low"/> and <paramref name="high"/> won less than these.</param>
    /// <param name="shared">See <see cref="Reaches"/>.</param>
    private static bool TogetherReach<TBucket>(
        ReadOnlySpan<TBucket> condensed, IReadOnlyList<Tilt> tilts, double alone, Span<double> wealth, int low, int high, double richest, out double? shared)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var (sum, needed) = (0.0, Math.Exp(alone - richest));
        for (var j = low; j <= high; j++)
        {
            sum += Math.Exp(wealth[j] - richest);
        }

        while (true)
        {
            var below = low * Math.Exp(wealth[low] - richest);
            var above = (wealth.Length - 1 - high) * Math.Exp(wealth[high] - richest);
            if (sum >= needed || sum + below + above < needed || below + above == 0)
            {
                shared = Math.Log(wealth.Length / (sum + ((below + above) / 2)));
                return sum >= needed;
            }

            var next = below > above ? --low : ++high;
            wealth[next] = TBucket.Sum(condensed, tilts[next]);
            sum += Math.Exp(wealth[next] - richest);
        }
    }
}
