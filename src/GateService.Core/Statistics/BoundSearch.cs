namespace GateService.Core.Statistics;

/// <summary>
/// The bound that halving finds, with a third of the questions: where the line is crossed is guessed from what was asked last, and only the last value that
/// halving would find rejected there, and the one before it, are asked. What is rejected at one value is taken to be rejected all the way out.
/// </summary>
/// <param name="isRejected">Asks about a value.</param>
/// <param name="crossing">Where, between a rejected and an open value, the line is thought to be crossed; learns from every question.</param>
/// <param name="surest">The largest value at which the line is crossed once only; where it is thought to be crossed beyond, all is halved.</param>
internal sealed class BoundSearch(Func<double, bool> isRejected, Func<double, double, double> crossing, double surest)
{
    /// <summary>Wrong guesses after which the rest is halved.</summary>
    private const int MostGuesses = 8;

    private double _outward;
    private double _rejected;
    private double _open;
    private double _thought;
    private double _nearest;

    /// <summary>The last rejected value on the way from <paramref name="outer"/> to <paramref name="inner"/>, as <see cref="AnytimeBounds.Bisect"/> finds it.</summary>
    public double Find(double outer, double inner, double tolerance)
    {
        if (!isRejected(outer))
        {
            return outer;
        }

        (_outward, _rejected, _open) = (outer < inner ? -1 : 1, outer, inner);
        Func<double, bool> isThought = IsThought;
        for (var guess = 0; guess < MostGuesses; guess++)
        {
            (_thought, _nearest) = (crossing(_rejected, _open), inner);
            if (_thought > surest)
            {
                break;
            }

            var last = AnytimeBounds.Bisect(isThought, outer, inner, tolerance);
            if (!IsKnown(last, out _))
            {
                Ask(last);
            }
            else if (!Ask(_nearest))
            {
                return last;
            }
        }

        return AnytimeBounds.Bisect(Ask, outer, inner, tolerance);
    }

    /// <summary>Whether a value is rejected if the line is crossed where it is thought to be; keeps the innermost that is not.</summary>
    private bool IsThought(double value)
    {
        var isOut = IsKnown(value, out var known) ? known : IsBeyond(value, _thought);
        _nearest = isOut ? _nearest : value;
        return isOut;
    }

    private bool Ask(double value)
    {
        if (IsKnown(value, out var known))
        {
            return known;
        }

        var answer = isRejected(value);
        (_rejected, _open) = answer ? (value, _open) : (_rejected, value);
        return answer;
    }

    private bool IsKnown(double value, out bool answer)
    {
        answer = IsBeyond(value, _rejected);
        return answer || !IsBeyond(value, _open) || value.Equals(_open);
    }

    private bool IsBeyond(double value, double other) => _outward * (value - other) >= 0;
}
