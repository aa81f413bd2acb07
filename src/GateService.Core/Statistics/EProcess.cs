namespace GateService.Core.Statistics;

/// <summary>
/// The wealth of bettors against a boundary, bucket by bucket. While the boundary holds, its mean is at most 1 whenever one looks, so by Ville's
/// inequality (1939) it ever reaches 1/α with probability at most α: looking every minute costs nothing. A mixture over tilts (Robbins 1970; Howard,
/// Ramdas et al. 2021; the mSPRT of Johari et al. 2022; for counts Lindon and Malek 2022).
/// </summary>
public static class EProcess
{
    private static readonly double LogTilts = Math.Log(Tilt.More.Count);

    /// <summary>ln of the wealth after each bucket.</summary>
    /// <param name="buckets">Evidence against the boundary.</param>
    /// <param name="deflation">d_t for each bucket, at least 1.</param>
    /// <param name="tilts"><see cref="Tilt.More"/> for evidence that there is more than the boundary, <see cref="Tilt.Less"/> that there is less.</param>
    /// <param name="betting">How they play.</param>
    public static double[] LogWealth<TBucket>(ReadOnlySpan<TBucket> buckets, ReadOnlySpan<double> deflation, IReadOnlyList<Tilt> tilts, Betting betting)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var bettors = Bettors(tilts, betting);
        var cap = betting.Cap ?? double.PositiveInfinity;
        var terms = new double[bettors.Length + 1];
        var trajectory = new double[buckets.Length];
        for (var t = 0; t < buckets.Length; t++)
        {
            var entering = LogEntering(t, betting.BucketMinutes);
            for (var j = 0; j < bettors.Length; j++)
            {
                ref var bettor = ref bettors[j];
                var before = betting.Restarts ? Precise.LogAddExp(bettor.LogWealth, entering) : bettor.LogWealth;
                var growth = buckets[t].LogLikelihoodRatio(bettor.Tilt) / deflation[t];
                bettor.LogWealth = before + Math.Min(bettor.LogGain(growth), cap);
                terms[j] = bettor.LogWealth + bettor.LogShare;
            }

            terms[^1] = betting.Restarts ? LogWaiting(t, betting.BucketMinutes) : double.NegativeInfinity;
            trajectory[t] = Precise.LogSumExp(terms);
        }

        return trajectory;
    }

    /// <summary>ln of the new money that enters before bucket <paramref name="t"/>, counted from 0.</summary>
    private static double LogEntering(int t, double beta) => Math.Log(beta / ((1 + (t * beta)) * (1 + ((t + 1) * beta))));

    /// <summary>ln of the money that has not entered by the end of bucket <paramref name="t"/>.</summary>
    private static double LogWaiting(int t, double beta) => -Math.Log(1 + ((t + 1) * beta));

    private static Bettor[] Bettors(IReadOnlyList<Tilt> tilts, Betting betting)
    {
        var start = betting.Restarts ? double.NegativeInfinity : 0;
        var bold = tilts.Select(tilt => new Bettor(tilt, stake: 1, Math.Log(1 - betting.CautiousShare) - LogTilts, start));
        return betting.CautiousShare > 0
            ? [.. bold, .. tilts.Select(tilt => new Bettor(tilt, betting.CautiousStake, Math.Log(betting.CautiousShare) - LogTilts, start))]
            : [.. bold];
    }

    private struct Bettor(Tilt tilt, double stake, double logShare, double start)
    {
        private readonly double _logKept = Math.Log(1 - stake);
        private readonly double _logStaked = Math.Log(stake);

        public double LogWealth = start;

        public readonly Tilt Tilt => tilt;

        public readonly double LogShare => logShare;

        /// <summary>ln(1 - f + f e^l): what is not staked is kept.</summary>
        public readonly double LogGain(double growth) => stake < 1 ? Precise.LogAddExp(_logKept, _logStaked + growth) : growth;
    }
}
