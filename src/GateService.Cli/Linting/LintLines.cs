using GateService.Core.Policies.Reading;

namespace GateService.Cli.Linting;

/// <summary>Findings as lines: for people, and as workflow commands.</summary>
internal static class LintLines
{
    public static IEnumerable<string> Text(LintReport report) =>
    [
        .. report.Faults.Select(fault => Line(fault, "error")),
        .. report.Warnings.Select(fault => Line(fault, "warning")),
        report.Valid && report.Warnings.Count == 0 ? "no fault" : $"{Count(report.Faults.Count, "fault")}, {Count(report.Warnings.Count, "warning")}",
    ];

    /// <summary>One command a finding; GitHub shows ten of each kind a step.</summary>
    public static IEnumerable<string> Github(LintReport report) =>
        report.Faults.Select(fault => Command("error", fault)).Concat(report.Warnings.Select(fault => Command("warning", fault)));

    private static string Line(PolicyFault fault, string level) => $"{fault.File}:{Math.Max(1, fault.Line)}: {level}: {Said(fault)}";

    private static string Said(PolicyFault fault) => fault.Path.Length == 0 ? fault.Message : $"{fault.Path}: {fault.Message}";

    private static string Command(string level, PolicyFault fault) =>
        $"::{level} file={Property(fault.File)},line={Math.Max(1, fault.Line)},title={Property(fault.Path.Length == 0 ? "policy" : fault.Path)}::{Data(Said(fault))}";

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
