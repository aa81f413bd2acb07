namespace GateService.Pages.Charts;

/// <summary>The words of a level line, placed at that end and on that side of it from which the curves are furthest away.</summary>
/// <param name="Line">Height of the line.</param>
/// <param name="X">Where the words begin or end.</param>
/// <param name="Y">Their base line.</param>
/// <param name="Anchor">Which of both: <c>start</c> or <c>end</c>.</param>
/// <param name="Text">The words.</param>
public sealed record PlacedLabel(string Line, string X, string Y, string Anchor, string Text)
{
    /// <summary>Units of a letter of the largest size, that of a phone.</summary>
    private const double Letter = 8;

    private const double Height = 13;
    private const double Gap = 4;

    /// <param name="line">Height of the line, in units of the chart.</param>
    /// <param name="text">The words.</param>
    /// <param name="curves">Points of what else is drawn.</param>
    internal static PlacedLabel Beside(double line, string text, IReadOnlyList<(double X, double Y)> curves)
    {
        var width = Letter * text.Length;
        var places = new[] { (From: ChartFrame.Left + 3.0, Anchor: "start"), (From: ChartFrame.Right - width, Anchor: "end") }.SelectMany(end => new[] { line - Gap, line + Gap + Height - 2 }.Select(y => (end.From, end.Anchor, Y: y)));
        var (_, anchor, best) = places.Where(place => place.Y - Height > DecidingChart.Top - Gap && place.Y < DecidingChart.Bottom - 1).DefaultIfEmpty((ChartFrame.Left + 3.0, "start", line - Gap)).MaxBy(place =>
            curves.Where(point => point.X >= place.Item1 - Letter && point.X <= place.Item1 + width + Letter).Select(point => Math.Abs(point.Y - (place.Item3 - (Height / 2)))).DefaultIfEmpty(double.MaxValue).Min());
        return new PlacedLabel(SvgPath.Number(line), SvgPath.Number(anchor == "start" ? ChartFrame.Left + 3 : ChartFrame.Right), SvgPath.Number(best), anchor, text);
    }
}
