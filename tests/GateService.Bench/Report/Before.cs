using System.Globalization;

namespace GateService.Bench.Report;

/// <summary>The document as it was before the judge learnt of messy worlds (docs/decision-quality.md at 0995ad2, 2026-11-25), whole and as it was written.</summary>
internal static class Before
{
    private const string MustHold = "What must hold";

    private static readonly IReadOnlyList<DocumentTable> Tables = [.. DocumentTable.Read(Text())];

    /// <summary>What stood beside a target of the same name; null where there was none.</summary>
    /// <param name="what">Its name.</param>
    /// <param name="index">Which of those that had it.</param>
    public static string? Measured(string what, int index = 0) => Tables.Where(table => table.Title == MustHold).SelectMany(table => table.Rows).Where(row => row[0] == what).Select(row => row[2]).Skip(index).FirstOrDefault();

    /// <summary>Medians of the cells of regressions in one section; null is for ever.</summary>
    /// <param name="section">detection, latency or blame.</param>
    public static IReadOnlyList<double?> MediansOf(string section)
    {
        var title = section switch
        {
            "detection" => "Bad canaries: detection",
            "latency" => "Latency and Apdex",
            "blame" => "Whose fault is it",
            _ => throw new ArgumentOutOfRangeException(nameof(section), section, "expected detection, latency or blame"),
        };
        return
        [
            .. from columns in ComparedColumns.All.Where(columns => columns.Title == title)
               from table in Tables
               from cell in columns.In(table)
               where cell.Sense is FigureSense.Detection or FigureSense.Minutes
               from figure in Figure.Of(cell.Cells[cell.Column], cell.Sense, cell.Cells[Math.Min(2, cell.Cells.Count - 1)])
               select figure.Minutes is { } minutes && !double.IsInfinity(minutes) ? minutes : (double?)null,
        ];
    }

    /// <summary>Cells of ours that both documents have.</summary>
    /// <param name="document">This one.</param>
    /// <param name="effort">Share of the rollouts that were played for it.</param>
    public static IReadOnlyList<Change> Changes(string document, double effort)
    {
        var now = DocumentTable.Read(document).ToList();
        return
        [
            .. from columns in ComparedColumns.All
               from table in now
               from old in Tables
               where old.Title == table.Title && old.Subtitle == table.Subtitle && old.Heading[0] == table.Heading[0] && old.Heading[1 % old.Heading.Count] == table.Heading[1 % table.Heading.Count]
               from change in Change.Of(columns, old, table, effort)
               select change,
        ];
    }

    /// <summary>A section of the document: how many cells are as they were, and every one that is worse.</summary>
    /// <param name="document">The rest of it.</param>
    /// <param name="effort">Share of the rollouts that were played for it.</param>
    public static string Body(string document, double effort)
    {
        var changes = Changes(document, effort);
        var worse = changes.Where(change => change.Turn < 0).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Every cell of ours that stood in this document before the judge learnt of messy worlds ([as it was written on 2026-11-25](../tests/GateService.Bench/Report/before.txt)) beside the same cell
            now. *Better* and *worse* are differences of more than two binomial standard errors, or medians a minute apart or more; worlds are drawn alike, so what did not change has the same digits.

            {Markdown.Table(["section", "cells", "the same digits", "better", "worse", "neither"], changes.GroupBy(change => change.Title).Select(Row))}
            {(worse.Count == 0 ? "No cell is worse." : $"The {worse.Count} that are worse, and why: {Why}")}

            {(worse.Count == 0 ? "" : Markdown.Table(["section", "cell", "before", "now"], worse.Select(change => (IReadOnlyList<string>)[change.Title, change.Where, change.Before, change.Now])))}
            """);
    }

    /// <summary>Written by people who looked at the list.</summary>
    private const string Why = "";

    private static IReadOnlyList<string> Row(IGrouping<string, Change> section)
    {
        var same = section.Count(change => change.Before == change.Now);
        var (better, worse) = (section.Count(change => change.Turn > 0), section.Count(change => change.Turn < 0));
        return [section.Key, Number(section.Count()), Number(same), Number(better), Number(worse), Number(section.Count(change => change.Turn == 0 && change.Before != change.Now))];
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text()
    {
        using var text = new StreamReader(typeof(Before).Assembly.GetManifestResourceStream("before.txt")!);
        return text.ReadToEnd();
    }
}
