namespace GateService.Pages.Charts;

/// <summary>Maps numbers onto a stretch of a chart, linearly; what lies outside ends at its edge.</summary>
/// <param name="Low">Number at <paramref name="From"/>.</param>
/// <param name="High">Number at <paramref name="To"/>; over <paramref name="Low"/>.</param>
/// <param name="From">Coordinate, in units of the chart.</param>
/// <param name="To">Coordinate; under <paramref name="From"/> where the stretch goes up.</param>
internal sealed record ChartScale(double Low, double High, double From, double To)
{
    private static readonly double[] RoundSteps = [1, 2, 5, 10, 20];

    /// <summary>Coordinate of a number.</summary>
    public double At(double number) => From + ((To - From) * Math.Clamp((number - Low) / (High - Low), 0, 1));

    /// <summary>Whether a number lies beyond either end.</summary>
    public bool Cuts(double number) => number < Low || number > High;

    /// <summary>Round numbers (1, 2 or 5 times a power of ten apart) within the scale: at most <paramref name="most"/>, at least one where a round number lies within.</summary>
    public IReadOnlyList<double> Ticks(int most)
    {
        var rough = (High - Low) / most;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = RoundSteps.Select(times => times * power).First(step => Math.Floor(High / step) - Math.Ceiling(Low / step) + 1 <= most);
        // Multiples, not sums: 0.1 + 0.2 is not 0.3.
        return [.. Enumerable.Range(0, most + 1).Select(index => (Math.Ceiling(Low / step) + index) * step).Where(tick => tick <= High)];
    }
}
