namespace GateService.Core.Words;

/// <summary>
/// A value beside stable's, as people compare the two: shares by percentage points, times and amounts by how many times, scores by what lies between them. Shares less than a
/// point apart are told by how many times, because 0.4 % beside 0.02 % is 20x, and no points at all.
/// </summary>
public static class Difference
{
    /// <summary>What reads as a point.</summary>
    private const double Point = 0.00995;

    /// <summary>For a sentence: <c>4.9 points over stable's 0.1 %</c>, <c>12x stable's 238 ms</c>, <c>against stable's 0 %</c> where the difference is all of it; null where both are alike.</summary>
    public static string? Than(double value, double stable, Unit unit, Comparison comparison)
    {
        if (Of(value, stable, unit, comparison) is not var (kind, by))
        {
            return null;
        }

        var (side, said) = (value > stable ? "over" : "under", Quantity.Say(stable, unit));
        return kind switch
        {
            Kind.Points when Quantity.Say(by, unit) == Quantity.Say(value, unit) => $"against stable's {said}",
            Kind.Points => $"{Quantity.Points(by)} {side} stable's {said}",
            Kind.Score => $"{Quantity.Say(by, Unit.Score)} {side} stable's {said}",
            Kind.Failures => $"{Quantity.Times(by)} the failures of stable's {said}",
            Kind.Times => $"{Quantity.Times(by)} stable's {said}",
        };
    }

    /// <summary>For a table: <c>+4.9 points</c>, <c>12x</c>, <c>alike</c>; null where either is unknown.</summary>
    public static string? Cell(double? value, double? stable, Unit unit, Comparison comparison)
    {
        if (value is not { } known || stable is not { } beside)
        {
            return null;
        }

        if (Of(known, beside, unit, comparison) is not var (kind, by))
        {
            return "alike";
        }

        var sign = known > beside ? "+" : "-";
        return kind switch
        {
            Kind.Points => sign + Quantity.Points(by),
            Kind.Score => sign + Quantity.Say(by, Unit.Score),
            Kind.Failures => $"{Quantity.Times(by)} the failures",
            Kind.Times => Quantity.Times(by),
        };
    }

    private static (Kind Kind, double By)? Of(double value, double stable, Unit unit, Comparison comparison)
    {
        var apart = Math.Abs(value - stable);
        if (apart == 0 || Quantity.Say(value, unit) == Quantity.Say(stable, unit))
        {
            return null;
        }

        return unit switch
        {
            Unit.Share when apart >= Point => (Kind.Points, apart),
            Unit.Share when comparison == Comparison.AtLeast => stable < 1 ? Ratio(Kind.Failures, (1 - value) / (1 - stable)) : (Kind.Points, apart),
            Unit.Score => (Kind.Score, apart),
            Unit.Share => stable > 0 ? Ratio(Kind.Times, value / stable) : (Kind.Points, apart),
            Unit.Seconds or Unit.Count or Unit.PerMinute or Unit.PerRequest => stable > 0 ? Ratio(Kind.Times, value / stable) : null,
        };
    }

    private static (Kind Kind, double By)? Ratio(Kind kind, double times) => Quantity.Times(times) == "1x" ? null : (kind, times);

    private enum Kind
    {
        Points,
        Score,
        Failures,
        Times,
    }
}
