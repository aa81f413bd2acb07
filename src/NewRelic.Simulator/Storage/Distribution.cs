namespace NewRelic.Simulator.Storage;

/// <summary>
/// Many observations of one metric, told together: how many, their sum and ends, and for some kinds how they spread.
/// A timeslice or summary has no spread, so nothing can be said of its percentiles.
/// </summary>
/// <param name="Kind">As New Relic names it: <c>distribution</c>, <c>summary</c> or <c>timeslice</c>.</param>
/// <param name="Count">Observations.</param>
/// <param name="Sum">Of all of them.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
/// <param name="Pieces">How they spread; empty: not known.</param>
internal sealed record Distribution(string Kind, double Count, double Sum, double Min, double Max, IReadOnlyList<DistributionPiece> Pieces)
{
    public const string Spread = "distribution";
    public const string Timeslice = "timeslice";

    /// <summary>A timeslice: no spread.</summary>
    public static Distribution Told(double count, double sum, double min, double max) => new(Timeslice, count, sum, min, max, []);

    /// <summary>Counts between bounds as OpenTelemetry's explicit histogram has them: one more count than bounds; the ends are the smallest and largest observation.</summary>
    public static Distribution Between(IReadOnlyList<double> bounds, IReadOnlyList<double> counts, double sum, double min, double max)
    {
        var pieces = new List<DistributionPiece>();
        for (var i = 0; i < counts.Count; i++)
        {
            if (counts[i] > 0)
            {
                var low = i == 0 ? min : Math.Clamp(bounds[i - 1], min, max);
                var high = i == bounds.Count ? max : Math.Clamp(bounds[i], min, max);
                pieces.Add(new DistributionPiece(low, high, counts[i]));
            }
        }

        return new Distribution(Spread, counts.Sum(), sum, min, max, pieces);
    }
}

/// <summary>Observations spread evenly from one value to another; all at one value where both are the same.</summary>
internal readonly record struct DistributionPiece(double Low, double High, double Count)
{
    /// <summary>How many of them are no larger.</summary>
    public double UpTo(double value) => value >= High ? Count : value < Low ? 0 : Count * (value - Low) / (High - Low);
}
