namespace GateService.Bench.Report;

internal static class Markdown
{
    public static string Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) =>
        Row(headings) + "|" + string.Concat(headings.Select(_ => "---|")) + "\n" + string.Concat(rows.Select(Row));

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
