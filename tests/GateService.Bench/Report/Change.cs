using System.Globalization;

namespace GateService.Bench.Report;

/// <summary>A cell of ours in the document before and in this one.</summary>
/// <param name="Title">Heading of its section.</param>
/// <param name="Where">Part, row and column.</param>
/// <param name="Before">What stood there.</param>
/// <param name="Now">What stands there now.</param>
/// <param name="Turn">1 where some number of it is better by more than chance, -1 where some is worse, else 0.</param>
internal sealed record Change(string Title, string Where, string Before, string Now, int Turn)
{
    /// <summary>Differences below this many binomial standard errors are none.</summary>
    private const double Told = 2;

    /// <summary>Medians that differ by less are the same.</summary>
    private const double Minute = 1;

    /// <param name="columns">What is compared.</param>
    /// <param name="before">The table before.</param>
    /// <param name="now">The table now.</param>
    /// <param name="effort">Share of the rollouts that were played now.</param>
    public static IEnumerable<Change> Of(ComparedColumns columns, DocumentTable before, DocumentTable now, double effort)
    {
        var known = columns.In(before).GroupBy(cell => (cell.Row, Name(before, cell.Column))).ToDictionary(cell => cell.Key, cell => cell.First());
        foreach (var (column, row, sense, cells) in columns.In(now))
        {
            if (!known.TryGetValue((row, Name(now, column)), out var old))
            {
                continue;
            }

            var (was, figures) = (Figure.Of(old.Cells[old.Column], sense, old.Cells[Math.Min(2, old.Cells.Count - 1)]), Figure.Of(cells[column], sense, cells[Math.Min(2, cells.Count - 1)]));
            if (was.Count > 0 && was.Count == figures.Count)
            {
                var turns = was.Zip(figures, (a, b) => TurnOf(a, b, columns.Rollouts, effort)).ToList();
                yield return new Change(
                    columns.Title, string.Join(", ", new[] { now.Subtitle, row, now.Heading[column].Replace("*", "", StringComparison.Ordinal) }.Where(part => part.Length > 0)), old.Cells[old.Column], cells[column],
                    turns.Contains(-1) ? -1 : turns.Max());
            }
        }
    }

    /// <summary>A column by its heading, and by how many of the same are before it.</summary>
    private static (string Heading, int Index) Name(DocumentTable table, int column)
    {
        var heading = table.Heading[column];
        return (heading.Replace($"**{Rules.Family.Name}**, 10 pods", $"**{Rules.Family.Name}**", StringComparison.Ordinal), table.Heading.Take(column).Count(other => other == heading));
    }

    private static int TurnOf(Figure was, Figure now, int rollouts, double effort)
    {
        var share = was.Share is { } before && now.Share is { } after ? Math.Sign(Beyond(after - before, Error(before, after, rollouts, effort))) * (was.IsMoreWorse ? -1 : 1) : 0;
        var minutes = was.Minutes is { } then && now.Minutes is { } soon && !then.Equals(soon) && !(Math.Abs(then - soon) < Minute) ? then < soon ? -1 : 1 : 0;

        // Some more are seen, and those who are seen late are among them: the share says it.
        return share != 0 ? share : minutes;
    }

    private static double Beyond(double difference, double error) => Math.Abs(difference) > Told * error ? difference : 0;

    /// <summary>Of a difference of shares in percent, with half a rollout each way, and the rounding of both.</summary>
    private static double Error(double before, double after, int rollouts, double effort)
    {
        var now = Math.Max(20, effort * rollouts);
        var share = ((((before * rollouts) + (after * now)) / 100) + 0.5) / (rollouts + now + 1);
        return 100 * Math.Sqrt(share * (1 - share) * ((1 / now) + (1.0 / rollouts)));
    }

    public string Sign => Turn.ToString("+0;-0;0", CultureInfo.InvariantCulture);
}
