namespace GateService.Core.Statistics;

/// <summary>
/// The bound that halving finds, with half of the questions: where the line is crossed is guessed first, from how much was won at the values asked so far, and
/// halving then asks only between the nearest two that are known. What is rejected at one value is taken to be rejected all the way out.
/// </summary>
/// <param name="ask">Whether a value is rejected, and what its richest bettor won, in nats.</param>
/// <param name="line">What all together must have won.</param>
internal sealed class BoundSearch(Func<double, (bool IsRejected, double Richest)> ask, double line)
{
    private const int MostGuesses = 4;

    /// <summary>Log width of the known bracket below which halving is as good.</summary>
    private const double Near = 0.04;

    /// <summary>All together reach the line about when the richest is this far over it, because they share.</summary>
    private const double Shared = 1.2;

    private double _outward;
    private (double Log, double Root) _rejected;
    private (double Log, double Root)? _open;

    /// <summary>The last rejected value on the way from <paramref name="outer"/> to <paramref name="inner"/>, as <see cref="AnytimeBounds.Bisect"/> finds it.</summary>
    public double Find(double outer, double inner, double tolerance)
    {
        var (isRejected, richest) = ask(outer);
        if (!isRejected)
        {
            return outer;
        }

        (_outward, _rejected, _open) = (outer < inner ? -1 : 1, (Math.Log(outer), Root(richest)), null);
        var next = Math.Sqrt(outer * inner);
        for (var guess = 0; guess < MostGuesses && (_open is not { } far || Math.Abs(far.Log - _rejected.Log) > Near); guess++)
        {
            Ask(next);
            next = _open is { } open ? Crossing(open) : Math.Sqrt(Math.Exp(_rejected.Log) * inner);
        }

        return AnytimeBounds.Bisect(value => value.Equals(outer) || IsRejected(value), outer, inner, tolerance);
    }

    private bool IsRejected(double value)
    {
        var log = _outward * Math.Log(value);
        return log >= _outward * _rejected.Log || ((_open is not { } open || log > _outward * open.Log) && Ask(value));
    }

    private bool Ask(double value)
    {
        var (isRejected, richest) = ask(value);
        if (isRejected)
        {
            _rejected = (Math.Log(value), Root(richest));
        }
        else
        {
            _open = (Math.Log(value), Root(richest));
        }

        return isRejected;
    }

    /// <summary>What is won grows about as the square of the distance on the log scale, so its root is a line; kept off the ends, so that both close in.</summary>
    private double Crossing((double Log, double Root) open)
    {
        var part = (Math.Sqrt(line + Shared) - open.Root) / (_rejected.Root - open.Root);
        return Math.Exp(open.Log + ((double.IsFinite(part) ? Math.Clamp(part, 0.05, 0.95) : 0.5) * (_rejected.Log - open.Log)));
    }

    private static double Root(double won) => Math.Sqrt(Math.Max(0, won));
}
