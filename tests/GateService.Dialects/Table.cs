using System.Globalization;
using System.Text;

namespace GateService.Dialects;

/// <summary>Verdicts, minutes to detect and attribution by who told of the rollouts.</summary>
internal static class Table
{
    public static string Of(IReadOnlyList<Played> played)
    {
        var scenarios = played.Select(one => one.Scenario).Distinct().ToList();
        var table = new StringBuilder($"| told by | score | median minutes to fail | errors on the right side | {string.Join(" | ", scenarios.Select(scenario => scenario.Name))} |\n|---|---|---|---|{string.Concat(scenarios.Select(_ => "---|"))}\n");
        foreach (var told in played.GroupBy(one => one.Speaker.Agent))
        {
            table.Append($"| `{told.Key}` | {Number(Score([.. told]))} | {Median(told)} | {Attributed(told)} | {string.Join(" | ", scenarios.Select(scenario => Cell([.. told.Where(one => one.Scenario == scenario)])))} |\n");
        }

        return table.ToString();
    }

    /// <summary>Share of right verdicts, of a hundred.</summary>
    public static double Score(IReadOnlyList<Played> told) => 100.0 * told.Count(one => one.IsRight) / told.Count;

    /// <summary>Verdicts of all seeds; those that are wrong in bold.</summary>
    private static string Cell(List<Played> told) => string.Join(", ", told.GroupBy(one => (one.Word, one.IsRight)).OrderBy(same => same.Key.IsRight).Select(same =>
    {
        var text = same.Count() == told.Count ? same.Key.Word : $"{same.Count()} {same.Key.Word}";
        return same.Key.IsRight ? text : $"**{text}**";
    }));

    private static string Median(IEnumerable<Played> told)
    {
        var minutes = told.Where(one => one is { Scenario.Right: Right.Fail, FailedAfter: not null }).Select(one => one.FailedAfter!.Value).Order().ToList();
        return minutes.Count == 0 ? "–" : Number((minutes[(minutes.Count - 1) / 2] + minutes[minutes.Count / 2]) / 2.0);
    }

    private static string Attributed(IEnumerable<Played> told)
    {
        var (right, all) = (told.Sum(one => one.Attributed), told.Sum(one => one.Errors));
        return all == 0 ? "–" : $"{Number(100 * right / all)} %";
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
