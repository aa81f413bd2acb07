namespace GateService.Core.Statistics;

/// <summary>All buckets as one, to guess cheaply at which candidate the line is crossed.</summary>
internal readonly struct CrossingGuess<TBucket>
    where TBucket : struct, IKernelBucket<TBucket>
{
    private const int MostSteps = 12;

    /// <summary>Log width below which a guess is as good as it gets.</summary>
    private const double Near = 5e-4;

    private readonly TBucket _all;
    private readonly Func<TBucket, double, TBucket> _move;
    private readonly double _fixed;
    private readonly double _growing;

    /// <param name="all">The buckets over their deflation, merged.</param>
    /// <param name="information">Of the buckets themselves: Σ v and Σ v².</param>
    /// <param name="settings">Of the gate.</param>
    /// <param name="slowImbalance">ω per cell.</param>
    /// <param name="move">See <see cref="Candidates{TBucket}.Move"/>.</param>
    public CrossingGuess(TBucket all, (double Sum, double Squares) information, GateSettings settings, ReadOnlySpan<double> slowImbalance, Func<TBucket, double, TBucket> move)
    {
        // d = D (φ + τ² g v) + ω g v of the usual bucket, with the D that makes it what the buckets have on the whole.
        var usual = settings.Clock.BucketsPerCell * information.Squares / information.Sum;
        var (scatter, slow) = (settings.Scatter, slowImbalance.IsEmpty ? 0 : slowImbalance[^1]);
        var dispersion = Math.Max(1, ((information.Sum / all.Information) - (slow * usual)) / (scatter.Phi + (scatter.TauSquared * usual)));
        (_all, _move) = (all, move);
        (_fixed, _growing) = (dispersion * scatter.Phi, ((dispersion * scatter.TauSquared) + slow) * usual);
    }

    /// <param name="laid">The candidate that the buckets are laid against.</param>
    /// <param name="rejected">A value that is rejected.</param>
    /// <param name="open">One that is not.</param>
    /// <param name="tilts">Of the bettors.</param>
    /// <param name="line">What the richest must win.</param>
    /// <param name="likeliest">Index of the tilt to ask first.</param>
    /// <returns>One of both where all lies on one side of the line.</returns>
    public double Of(double laid, double rejected, double open, IReadOnlyList<Tilt> tilts, double line, int likeliest)
    {
        // What is won grows about as the square of the distance on the log scale, so its root is a line; Illinois' rule keeps both ends moving.
        var (outer, inner, root) = (Math.Log(rejected / laid), Math.Log(open / laid), Math.Sqrt(line));
        var (over, under) = (Root(outer, tilts, ref likeliest) - root, Root(inner, tilts, ref likeliest) - root);
        if (!(over > 0 && under < 0))
        {
            return over <= 0 ? rejected : open;
        }

        var (middle, side) = ((outer + inner) / 2, 0);
        for (var step = 0; step < MostSteps; step++)
        {
            var next = outer + ((inner - outer) * over / (over - under));
            var isNear = Math.Abs(next - middle) < Near;
            middle = next;
            if (isNear)
            {
                break;
            }

            var value = Root(middle, tilts, ref likeliest) - root;
            if (value > 0)
            {
                (outer, over, under, side) = (middle, value, side > 0 ? under / 2 : under, 1);
            }
            else
            {
                (inner, under, over, side) = (middle, value, side < 0 ? over / 2 : over, -1);
            }
        }

        return laid * Math.Exp(middle);
    }

    /// <summary>The root of what the richest wins.</summary>
    private double Root(double log, IReadOnlyList<Tilt> tilts, ref int likeliest)
    {
        var moved = _move(_all, Math.Exp(log));
        var won = moved.LogLikelihoodRatio(tilts[likeliest]);
        foreach (var way in (ReadOnlySpan<int>)[1, -1])
        {
            for (var next = likeliest + way; next >= 0 && next < tilts.Count; next += way)
            {
                var more = moved.LogLikelihoodRatio(tilts[next]);
                if (more < won)
                {
                    break;
                }

                (won, likeliest) = (more, next);
            }
        }

        return Math.Sqrt(Math.Max(0, won) * (_fixed + _growing) / (_fixed + (_growing * moved.Information / _all.Information)));
    }
}
