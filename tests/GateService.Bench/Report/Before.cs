using System.Globalization;
using System.Text.RegularExpressions;

namespace GateService.Bench.Report;

/// <summary>The document as it was before the judge learnt of messy worlds (docs/decision-quality.md at 0995ad2, 2026-11-25), whole and as it was written.</summary>
internal static partial class Before
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

    /// <summary>The document with its section of this anew, from its own tables.</summary>
    public static string Renewed(string document)
    {
        var (begin, end) = (document.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length, document.IndexOf(Document.AgreementHeading, StringComparison.Ordinal));
        return $"{document[..begin]}\n\n{Body(document, EffortOf(document)).TrimEnd()}\n\n{document[end..]}";
    }

    /// <summary>Share of the rollouts that a document says it rests on.</summary>
    public static double EffortOf(string document) => Scaled().Match(document) is { Success: true } match ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) / 100 : 1;

    public const string Heading = "## Before and after";

    [GeneratedRegex(@"\((\d+) % of a full run's")]
    private static partial Regex Scaled();

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
            Every cell of ours that stood in this document before the judge learnt of messy worlds ([as it was written on 2026-11-25](../../tests/GateService.Bench/Report/before.txt)) beside the same cell
            now. *Better* and *worse* are differences of more than two binomial standard errors, or medians a minute apart or more; worlds are drawn alike, so what did not change has the same digits.

            {Markdown.Table(["section", "cells", "the same digits", "better", "worse", "neither"], changes.GroupBy(change => change.Title).Select(Row))}
            Minutes of the detection tables by stable pods, the median of their cells' medians and nine in ten of them (a dash: that many cells have no median, because fewer than half are failed):

            {Markdown.Table(["stable pods", "before: median", "nine in ten", "now: median", "nine in ten"], Pods.Select(pods => ByPods(document, pods)))}
            {(worse.Count == 0 ? "No cell is worse." : $"{worse.Count} cells are worse, {worse.Count(change => change.Where.EndsWith("1 pod", StringComparison.Ordinal) || change.Where.Contains("1 pod:", StringComparison.Ordinal))} of them beside one stable pod. {Why}")}

            {(worse.Count == 0 ? "" : Markdown.Table(["section", "cell", "before", "now"], worse.Select(change => (IReadOnlyList<string>)[change.Title, change.Where, change.Before, change.Now])))}
            """);
    }

    /// <summary>Written by people who looked at the list.</summary>
    private const string Why =
        """
        Why:

        - **Beside one stable pod** what is two or three times as bad is *suspicious* until it lasts longer than ten minutes, because a client's stay on its pod looks the same; what is gross is failed a minute
          or a few later than before. That is the price of a tenant's false aborts beside one pod, which fell from 13.1 % to 1.7 % ([what is learnt from pods](../judging.md#what-is-learnt-from-pods)).
        - **Where errors come in clusters** a bucket tells no more than its few clusters do, which is learnt from single pods now: with three pods and more the same harm is seen a minute or two later, and of twice
          the errors up to ten of a hundred fewer are. It bought false aborts: 0.7 % before in clusters of 20, 0.3 % now in the worst of all cells.
        - **Own errors of 1 % beneath an outage of 5 %, in clusters**, are the dearest of these: 79 of 100 are failed at 25 % of the traffic where 94 were, and at 5 % of it 5 where 13 were, and 40 of 100 pass the step where 22 did.
        - **An outage of independent errors** in both slices is held at the step's end in one to three of a hundred, before in about one; why was not looked into. It is still failed in none.
        """;

    private static readonly IReadOnlyList<(string Name, string Column)> Pods = [("10", "**ours**, 10 pods"), ("3", "3 pods"), ("1", "1 pod")];

    private static IReadOnlyList<string> ByPods(string document, (string Name, string Column) pods) => [pods.Name, .. Minutes(Tables, pods.Column), .. Minutes([.. DocumentTable.Read(document)], pods.Column)];

    private static IEnumerable<string> Minutes(IReadOnlyList<DocumentTable> tables, string column)
    {
        var minutes = tables.Where(table => table.Title == "Bad canaries: detection").SelectMany(table => table.Rows.Select(row => Figure.Of(row[table.Heading.ToList().IndexOf(column)], FigureSense.Detection, "")[0].Minutes ?? double.PositiveInfinity)).Order().ToList();
        return new[] { (minutes.Count - 1) / 2, (int)Math.Ceiling(0.9 * minutes.Count) - 1 }.Select(index => index >= 0 && index < minutes.Count && !double.IsInfinity(minutes[index]) ? Simulation.Tally.Say(minutes[index]) : "-");
    }

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
