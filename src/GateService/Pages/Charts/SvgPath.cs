using System.Globalization;
using System.Text;

namespace GateService.Pages.Charts;

/// <summary>Paths of a chart: what SVG calls the <c>d</c> of a path. Where there is no point the pen is lifted.</summary>
internal static class SvgPath
{
    /// <summary>From point to point; a point alone becomes a dot.</summary>
    public static string Line(IEnumerable<(double X, double Y)?> points) => string.Concat(Stretches(points).Select(stretch =>
        stretch is [var only] ? $"M{Pair(only.X, only.Y)}h0" : "M" + string.Join('L', stretch.Select(point => Pair(point.X, point.Y)))));

    /// <summary>Holds each value from the point before until its own: what applies at a point applied since the one before.</summary>
    public static string Steps(IEnumerable<(double X, double Y)?> points)
    {
        var path = new StringBuilder();
        foreach (var stretch in Stretches(points))
        {
            path.Append('M').Append(Pair(stretch[0].X, stretch[0].Y));
            for (var end = 1; end < stretch.Count; end++)
            {
                var (x, y) = stretch[end];
                path.Append(y.Equals(stretch[end - 1].Y) ? "" : $"V{Number(y)}");
                if (end + 1 == stretch.Count || !y.Equals(stretch[end + 1].Y))
                {
                    path.Append(CultureInfo.InvariantCulture, $"H{Number(x)}");
                }
            }

            path.Append(stretch.Count == 1 ? "h0" : "");
        }

        return path.ToString();
    }

    /// <summary>The area between two lines.</summary>
    public static string Band(IEnumerable<(double X, double Low, double High)?> points) => string.Concat(Stretches(points).Where(stretch => stretch.Count > 1).Select(stretch =>
        "M" + string.Join('L', stretch.Select(point => Pair(point.X, point.High)).Concat(stretch.AsEnumerable().Reverse().Select(point => Pair(point.X, point.Low)))) + "Z"));

    /// <summary>A coordinate, to a tenth of a unit.</summary>
    public static string Number(double coordinate) => coordinate.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Pair(double x, double y) => $"{Number(x)} {Number(y)}";

    private static IEnumerable<List<T>> Stretches<T>(IEnumerable<T?> points)
        where T : struct
    {
        var stretch = new List<T>();
        foreach (var point in points)
        {
            if (point is { } known)
            {
                stretch.Add(known);
            }
            else if (stretch.Count > 0)
            {
                yield return stretch;
                stretch = [];
            }
        }

        if (stretch.Count > 0)
        {
            yield return stretch;
        }
    }
}
