using System.Text.Json;
using GateService.Cli.Asking;
using GateService.Core.Findings;
using GateService.Core.Words;

namespace GateService.Cli.Verdicts;

/// <summary>One objective's finding in words.</summary>
/// <param name="Name">Of the objective.</param>
/// <param name="Outcome">met, tripped or undecided, as the gate says it.</param>
/// <param name="Value">Of the judged slice; a dash without data.</param>
/// <param name="Limit">With its side.</param>
/// <param name="Stable">At the same time; a dash without a control.</param>
/// <param name="Reason">Why.</param>
internal sealed record ObjectiveLine(string Name, string Outcome, string Value, string Limit, string Stable, string Reason)
{
    private const string Nothing = "–";

    /// <summary>Those that tell come first.</summary>
    public int Rank => EnumNames.Read<FindingOutcome>(Outcome) switch
    {
        FindingOutcome.Tripped => 0,
        FindingOutcome.Undecided => 1,
        FindingOutcome.Met => 2,
        null => 3,
    };

    public static ObjectiveLine Of(JsonElement finding)
    {
        var unit = finding.Text("unit") is { } word ? EnumNames.Read<Unit>(word) : null;
        return new ObjectiveLine(
            finding.Text("objective") ?? "",
            finding.Text("outcome") ?? "",
            Said(finding.Number("value"), unit),
            $"{finding.Text("comparison")} {Said(finding.Number("threshold"), unit)}".Trim(),
            Said(finding.Number("stableValue") ?? finding.Number("stable"), unit),
            finding.Text("reason") ?? "");
    }

    private static string Said(double? value, Unit? unit) => value is { } known ? Quantity.Say(known, unit ?? Unit.Count) : Nothing;
}
