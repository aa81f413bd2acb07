using GateService.Core.Words;

namespace GateService.Cli.Verdicts;

/// <summary>A verdict for a terminal, and for a job's summary or a comment of a pull request.</summary>
internal static class VerdictText
{
    private static readonly string[] Head = ["", "| objective | outcome | value | limit | stable | why |", "|---|---|---|---|---|---|"];

    public static IEnumerable<string> Lines(VerdictReport report) =>
    [
        $"{EnumNames.Of(report.Verdict)}: {report.Summary}",
        .. report.Objectives.Select(objective => $"  {objective.Outcome,-9} {objective.Name}: {objective.Value} ({objective.Limit}, stable {objective.Stable}); {objective.Reason}"),
        .. report.Warnings.Select(warning => $"  warning   {warning}"),
        .. report.Page is { } page ? new[] { $"  decision  {page}" } : [],
    ];

    /// <param name="report">What the gate answered.</param>
    /// <param name="title">Of what, such as a service's name.</param>
    public static string Markdown(VerdictReport report, string title) => string.Join('\n', (string[])
    [
        $"### {EnumNames.Of(report.Verdict)}: {Cell(title)}",
        "",
        Cell(report.Summary),
        .. report.Objectives.Count > 0
            ? Head.Concat(report.Objectives.Select(objective => $"| {Cell(objective.Name)} | {objective.Outcome} | {objective.Value} | {objective.Limit} | {objective.Stable} | {Cell(objective.Reason)} |"))
            : [],
        .. report.Warnings.Count > 0 ? report.Warnings.Select(warning => $"- warning: {Cell(warning)}").Prepend("") : [],
        .. report.Page is { } page ? new[] { "", $"[The decision]({page})" } : [],
        "",
    ]);

    /// <summary>Messages of exceptions stand in reasons: they must not become tables or tags.</summary>
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("\r", " ", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
