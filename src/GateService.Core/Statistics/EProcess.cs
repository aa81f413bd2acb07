namespace GateService.Core.Statistics;

/// <summary>
/// The wealth of bettors against a boundary, bucket by bucket. While the boundary holds, its mean is at most 1 whenever one looks, so by Ville's
/// inequality (1939) it ever reaches 1/α with probability at most α: looking every minute costs nothing. A mixture over tilts (Robbins 1970; Howard,
/// Ramdas et al. 2021; the mSPRT of Johari et al. 2022; for counts Lindon and Malek 2022).
/// </summary>
public sealed class EProcess
{
    private readonly Betting _betting;
    private readonly Bettor[] _bettors;
    private readonly int _tilts;
    private readonly double[] _terms;

    /// <summary>What each bettor won in the last buckets, by their number; empty where that is not bounded.</summary>
    private readonly double[][] _won;

    /// <summary>Where each tilt last saw a plainly bad bucket; empty where nobody knows what healthy ones do.</summary>
    private readonly int[] _lastBad;
    private int _buckets;

    /// <param name="tilts"><see cref="Tilt.More"/> for evidence that there is more than the boundary, <see cref="Tilt.Less"/> that there is less.</param>
    /// <param name="betting">How they play.</param>
    public EProcess(IReadOnlyList<Tilt> tilts, Betting betting)
    {
        _betting = betting;
        _bettors = Bettors(tilts, betting);
        _tilts = tilts.Count;
        _won = betting.ModestBuckets > 0 ? [.. _bettors.Select(_ => new double[betting.ModestBuckets])] : [];
        _terms = new double[_bettors.Length + 1];
        _lastBad = betting.WorstHealthy is null ? [] : [.. Enumerable.Repeat(-betting.PairBuckets - 1, _tilts)];
    }

    private EProcess(EProcess other)
    {
        _betting = other._betting;
        _bettors = [.. other._bettors];
        _tilts = other._tilts;
        _won = [.. other._won.Select(won => (double[])won.Clone())];
        _terms = new double[other._terms.Length];
        _lastBad = [.. other._lastBad];
        _buckets = other._buckets;
    }

    /// <summary>ln of the wealth after each bucket.</summary>
    /// <param name="buckets">Evidence against the boundary.</param>
    /// <param name="deflation">d_t for each bucket, at least 1.</param>
    /// <param name="tilts">See the constructor.</param>
    /// <param name="betting">How they play.</param>
    public static double[] LogWealth<TBucket>(ReadOnlySpan<TBucket> buckets, ReadOnlySpan<double> deflation, IReadOnlyList<Tilt> tilts, Betting betting)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        return new EProcess(tilts, betting).BetAll(buckets, deflation);
    }

    /// <summary>Plays some buckets; ln of the wealth after each.</summary>
    public double[] BetAll<TBucket>(ReadOnlySpan<TBucket> buckets, ReadOnlySpan<double> deflation)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var trajectory = new double[buckets.Length];
        for (var t = 0; t < buckets.Length; t++)
        {
            trajectory[t] = Bet(buckets[t], deflation[t]);
        }

        return trajectory;
    }

    /// <summary>Plays one more bucket; ln of the wealth after it.</summary>
    public double Bet<TBucket>(TBucket bucket, double deflation)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var entering = LogEntering(_buckets, _betting.BucketMinutes);
        Span<double> growths = stackalloc double[_tilts];
        Span<double> caps = stackalloc double[_tilts];
        for (var j = 0; j < _bettors.Length; j++)
        {
            // Cautious bettors come after the bold ones and have the same tilts in the same order.
            ref var bettor = ref _bettors[j];
            var before = _betting.Restarts ? Precise.LogAddExp(bettor.LogWealth, entering) : bettor.LogWealth;
            var tilt = j % _tilts;
            if (j < _tilts)
            {
                growths[j] = bucket.LogLikelihoodRatio(bettor.Tilt) / deflation;
                caps[j] = CapOf(j, growths[j]);
            }

            bettor.LogWealth = before + Win(j, Math.Min(bettor.LogGain(growths[tilt]), caps[tilt]));
            _terms[j] = bettor.LogWealth + bettor.LogShare;
        }

        _terms[^1] = _betting.Restarts ? LogWaiting(_buckets, _betting.BucketMinutes) : double.NegativeInfinity;
        _buckets++;
        return Precise.LogSumExp(_terms);
    }

    /// <summary>
    /// The most that those on a tilt win in this bucket. It is more than usual where a bucket soon before was plainly bad too, and for what no healthy minute would have won. A cap only ever takes from what was won,
    /// so that whatever it hangs on the mean wealth stays at most 1.
    /// </summary>
    private double CapOf(int tilt, double growth)
    {
        var cap = _betting.Cap ?? double.PositiveInfinity;
        if (_lastBad.Length == 0)
        {
            return cap;
        }

        var isSecond = _buckets - _lastBad[tilt] <= _betting.PairBuckets;
        if (_betting.IsPlainlyBad(tilt, growth))
        {
            _lastBad[tilt] = _buckets;
        }

        return isSecond ? Math.Max(cap, Math.Min(_betting.PairCap, growth - _betting.WorstHealthy![tilt])) : cap;
    }

    /// <summary>What a bettor wins of what a bucket has for it: one on modest effects no more than its cap leaves after the most it has won in any stretch up to now.</summary>
    private double Win(int bettor, double gain)
    {
        if (_won.Length == 0 || !Betting.IsModest(_bettors[bettor].Tilt))
        {
            return gain;
        }

        var (ring, sum, most) = (_won[bettor], 0.0, 0.0);
        for (var back = 1; back < Math.Min(ring.Length, _buckets + 1); back++)
        {
            sum += ring[(_buckets - back) % ring.Length];
            most = Math.Max(most, sum);
        }

        return ring[_buckets % ring.Length] = Math.Min(gain, _betting.ModestCap - most);
    }

    /// <summary>The same bettors with the same wealth, to ask "what if" without touching these.</summary>
    public EProcess Fork() => new(this);

    /// <summary>ln of the new money that enters before bucket <paramref name="t"/>, counted from 0.</summary>
    private static double LogEntering(int t, double beta) => Math.Log(beta / ((1 + (t * beta)) * (1 + ((t + 1) * beta))));

    /// <summary>ln of the money that has not entered by the end of bucket <paramref name="t"/>.</summary>
    private static double LogWaiting(int t, double beta) => -Math.Log(1 + ((t + 1) * beta));

    private static Bettor[] Bettors(IReadOnlyList<Tilt> tilts, Betting betting)
    {
        var start = betting.Restarts ? double.NegativeInfinity : 0;
        var logTilts = Math.Log(tilts.Count);
        var bold = tilts.Select(tilt => new Bettor(tilt, stake: 1, Math.Log(1 - betting.CautiousShare) - logTilts, start));
        return betting.CautiousShare > 0
            ? [.. bold, .. tilts.Select(tilt => new Bettor(tilt, betting.CautiousStake, Math.Log(betting.CautiousShare) - logTilts, start))]
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
