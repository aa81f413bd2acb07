namespace GateService.Bench.Report;

/// <summary>Columns of ours that two documents are compared by.</summary>
/// <param name="Title">Heading of their section.</param>
/// <param name="First">Heading of the first column of their table, where a section has several; else null.</param>
/// <param name="Labels">How many columns name a row.</param>
/// <param name="Rollouts">That each number rests on.</param>
/// <param name="Sense">What a column is of, from its heading and the row's name; null where it is not compared.</param>
internal sealed record ComparedColumns(string Title, string? First, int Labels, int Rollouts, Func<string, string, FigureSense?> Sense)
{
    private const string Ours = "**ours**";

    public static IReadOnlyList<ComparedColumns> All { get; } =
    [
        new("Healthy canaries: false aborts", null, 2, 3000, (column, _) => IsOurs(column) ? FigureSense.Alarm : null),
        new("Healthy canaries, slow imbalance", null, 2, 3000, (column, _) => IsOurs(column) ? FigureSense.Alarm : null),
        new("Healthy canaries, shared trouble and warm-up", "noise", 2, 3000, (column, _) => IsOurs(column) ? FigureSense.Alarm : null),
        new("Healthy canaries, shared trouble and warm-up", "canary", 1, 1000, (_, row) => row == "healthy" ? FigureSense.Alarm : FigureSense.Detection),
        new("Bad canaries: detection", null, 2, 1000, (column, _) => IsOurs(column) ? FigureSense.Detection : null),
        new("A limit that is a promise", null, 2, 1000, (column, row) => !column.Contains("failed", StringComparison.Ordinal) ? null : IsHarmless(row) ? FigureSense.Alarm : FigureSense.Detection),
        new("The emergency gate", "service", 2, 300, (column, _) => column.Contains(Ours, StringComparison.Ordinal) ? FigureSense.Detection : column.StartsWith("b = ", StringComparison.Ordinal) && !column.Contains(':', StringComparison.Ordinal) ? FigureSense.Alarm : null),
        new("Width of a bucket", "noise", 2, 500, (_, _) => FigureSense.Alarm),
        new("Width of a bucket", "canary", 2, 300, (_, _) => FigureSense.Detection),
        new("End of a step: proof, and false proof", null, 2, 1000, (column, _) => column.Contains("false proof", StringComparison.Ordinal) ? FigureSense.FalseProof : FigureSense.Proof),
        new("Latency and Apdex", null, 2, 1000, (column, row) => column == "rank test" ? null : IsHarmless(row) ? FigureSense.Alarm : FigureSense.Detection),
        new("Means, and the lag of a queue", "values", 1, 400, (column, row) => column != Ours ? null : row.Contains("ratio 1.0", StringComparison.Ordinal) ? FigureSense.Alarm : FigureSense.Detection),
        new("Means, and the lag of a queue", "lag", 1, 1000, (column, row) => column != Ours ? null : row.Contains("= 0.0", StringComparison.Ordinal) ? FigureSense.Alarm : FigureSense.Detection),
        new("All gates together", null, 2, 1500, (_, _) => FigureSense.Alarm),
        new("Whose fault is it", "#", 3, 1000, (column, _) => column.StartsWith(Ours, StringComparison.Ordinal) ? FigureSense.Verdicts : column == "median minute" ? FigureSense.Minutes : column.StartsWith("classes right", StringComparison.Ordinal) ? FigureSense.Labels : null),
        new("What each mechanism is for", null, 3, 500, (column, _) => column == "with all" ? FigureSense.Verdicts : null),
    ];

    /// <summary>Those of a table, each with its place, name and sense; none where the table is not compared.</summary>
    public IEnumerable<(int Column, string Row, FigureSense Sense, IReadOnlyList<string> Cells)> In(DocumentTable table)
    {
        var isMeant = table.Title == Title && (First is null || table.Heading[0] == First) && table.Heading[^1] != "why";
        return from cells in isMeant ? table.Rows : []
               let row = string.Join(", ", cells.Take(Labels))
               from column in Enumerable.Range(Labels, Math.Max(0, Math.Min(cells.Count, table.Heading.Count) - Labels))
               let sense = Sense(table.Heading[column], row)
               where sense is not null
               select (column, row, sense.Value, cells);
    }

    private static bool IsOurs(string column) => column is "3 pods" or "1 pod" || column.StartsWith(Ours, StringComparison.Ordinal);

    private static bool IsHarmless(string row) =>
        row.EndsWith("nothing", StringComparison.Ordinal) || row.Contains("healthy", StringComparison.Ordinal) || row.Contains("warm-up", StringComparison.Ordinal) || row.Contains("the margin itself", StringComparison.Ordinal)
        || (row.Contains("outage", StringComparison.Ordinal) && !row.Contains("then", StringComparison.Ordinal));
}
