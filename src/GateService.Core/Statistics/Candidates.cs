namespace GateService.Core.Statistics;

/// <summary>Values that may be the true one, put to the test by bettors that play plainly against them.</summary>
/// <param name="buckets">How many are laid against a value.</param>
/// <param name="settings">Of the gate.</param>
/// <param name="slowImbalance">ω per cell; empty for none.</param>
/// <param name="line">What all together must have won for a value to be rejected, in nats.</param>
internal sealed class Candidates<TBucket>(int buckets, GateSettings settings, IReadOnlyList<double> slowImbalance, double line)
    where TBucket : struct, IKernelBucket<TBucket>
{
    /// <summary>The richest is about this much richer than all together, because they share; until it is known.</summary>
    private const double UsuallyShared = 1.2;

    private readonly TBucket[] _against = new TBucket[buckets];
    private readonly double[] _deflation = new double[buckets];
    private readonly double[] _slowImbalance = slowImbalance as double[] ?? [.. slowImbalance];
    private (double Value, int Condensed) _laid = (double.NaN, 0);
    private (double Sum, double Squares) _information;
    private int _likeliest;
    private double _shared = UsuallyShared;

    /// <summary>Lays all buckets against a value.</summary>
    public required Action<double, TBucket[]> Lay { private get; init; }

    /// <summary>A bucket that is laid against a value, laid against so many times that value.</summary>
    public required Func<TBucket, double, TBucket> Move { private get; init; }

    /// <summary>The largest value up to which a bucket tells the more the larger the value; beyond, bettors may win more, then less, then more again.</summary>
    public double Surest { get; init; } = double.PositiveInfinity;

    /// <param name="value">Above 0.</param>
    /// <param name="tilts"><see cref="Tilt.More"/> to reject values that are too low, <see cref="Tilt.Less"/> those that are too high.</param>
    public bool IsRejected(double value, IReadOnlyList<Tilt> tilts)
    {
        if (!value.Equals(_laid.Value))
        {
            Lay(value, _against);
            Dispersion.Deflate<TBucket>(_against, settings.Scatter, settings.PriorDispersion, settings.Clock.BucketsPerCell, _slowImbalance, _deflation);
            _information = InformationOf(_against);
            _laid = (value, TBucket.Condense(_against, _deflation));
        }

        var isRejected = PlainWealth.Reaches<TBucket>(_against.AsSpan(0, _laid.Condensed), tilts, line, ref _likeliest, out _, out var shared);
        _shared = shared ?? _shared;
        return isRejected;
    }

    /// <summary>
    /// Where the line is thought to be crossed: all buckets as one, whose deflation grows with what it can tell as that of the value that was asked last.
    /// </summary>
    /// <param name="rejected">A value that is rejected.</param>
    /// <param name="open">One that is not.</param>
    /// <param name="tilts">As in <see cref="IsRejected"/>.</param>
    public double Crossing(double rejected, double open, IReadOnlyList<Tilt> tilts)
    {
        var guess = new CrossingGuess<TBucket>(TBucket.Merge(_against.AsSpan(0, _laid.Condensed)), _information, settings, _slowImbalance, Move);
        return guess.Of(_laid.Value, rejected, open, tilts, line + _shared, _likeliest);
    }

    private static (double Sum, double Squares) InformationOf(ReadOnlySpan<TBucket> against)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (ref readonly var bucket in against)
        {
            var information = bucket.Information;
            (sum, squares) = (sum + information, squares + (information * information));
        }

        return (sum, squares);
    }
}
