namespace GateService.Core.Statistics;

/// <summary>
/// The most evidence that any stretch of some buckets is over its boundary, for whoever bets on it as <see cref="EProcess"/> does: whichever bucket it begins with,
/// with all the money on the tilt that turns out best. No bettors who begin with any of these buckets ever get richer.
/// </summary>
internal static class BestStretch
{
    /// <param name="buckets">Oldest first.</param>
    /// <param name="deflation">d_t for each bucket, at least 1.</param>
    /// <param name="betting">How cautious ones play.</param>
    /// <returns>In nats; 0 where nobody wins anything.</returns>
    public static double Of(ReadOnlySpan<CountBucket> buckets, ReadOnlySpan<double> deflation, Betting betting)
    {
        var (kept, staked, best) = (Math.Log(1 - betting.CautiousStake), Math.Log(betting.CautiousStake), 0.0);
        foreach (var tilt in Tilt.More)
        {
            var (bold, cautious) = (0.0, 0.0);
            for (var t = 0; t < buckets.Length; t++)
            {
                var growth = buckets[t].LogLikelihoodRatio(tilt) / deflation[t];
                bold = Math.Max(0, bold + growth);
                cautious = Math.Max(0, cautious + Precise.LogAddExp(kept, staked + growth));
                best = Math.Max(best, Math.Max(bold, cautious));
            }
        }

        return best;
    }
}
