using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Words;
using GateService.Wire;

namespace GateService.Notifications;

/// <summary>Value, limit, stable and the difference from stable of each objective as rows: what tripped first, then what holds, then what is met.</summary>
internal static class NumbersTable
{
    private const int MostRows = 12;
    private const string None = "-";

    public static IReadOnlyList<string> Head { get; } = ["", "objective", "value", "limit", "stable", "difference"];

    /// <summary>Cells in the order of <see cref="Head"/>; no rows where nothing was judged.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(IEnumerable<ObjectiveResponse> objectives) =>
        [.. objectives.OrderBy(objective => objective.Outcome switch { FindingOutcome.Tripped => 0, FindingOutcome.Undecided => 1, FindingOutcome.Met => 2 }).Take(MostRows).Select(Row)];

    /// <summary>Columns aligned by spaces, for a fixed-width font.</summary>
    public static string Plain(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> lines = [Head, .. rows];
        var widths = Head.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        return string.Join('\n', lines.Select(line => string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }

    private static IReadOnlyList<string> Row(ObjectiveResponse objective)
    {
        var (value, limit) = objective.Value is not { } measured ? ("no data", Quantity.Limit(objective.Threshold, objective.Unit))
            : objective.Unlimited ? (Quantity.Say(measured, objective.Unit), "") : Quantity.Pair(measured, objective.Threshold, objective.Unit);
        return
        [
            Sign(objective.Outcome), objective.Objective, value, objective.Unlimited ? "none" : $"{Side(objective)} {limit}", objective.StableValue is { } stable ? Quantity.Say(stable, objective.Unit) : None,
            Difference.Cell(objective.Value, objective.StableValue, objective.Unit, objective.Comparison) ?? None,
        ];
    }

    /// <summary>A value may be beyond a floor.</summary>
    private static string Side(ObjectiveResponse objective) => objective.Kind == ObjectiveKind.Dependencies ? ThresholdWords.Floor : ComparisonWords.Of(objective.Comparison);

    private static string Sign(FindingOutcome outcome) => outcome switch
    {
        FindingOutcome.Tripped => "✗",
        FindingOutcome.Undecided => "?",
        FindingOutcome.Met => "✓",
    };
}
