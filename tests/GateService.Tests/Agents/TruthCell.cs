using System.Globalization;
using System.Text.RegularExpressions;

namespace GateService.Tests.Agents;

/// <summary>How many of the events that a question is about were answered right, and which were not.</summary>
internal sealed partial record TruthCell(double Right, double Of, IReadOnlyList<string> Wrong)
{
    /// <summary>In bold where anything is wrong; a dash where there is nothing to ask.</summary>
    public string Text => (Of, Wrong.Count) switch
    {
        (0, _) => "–",
        (_, 0) => $"{Number(Right)} of {Number(Of)}",
        _ => $"**{Number(Right)} of {Number(Of)}**",
    };

    public static TruthCell Count(IEnumerable<SampleRow> asked, Func<SampleRow, bool> isRight)
    {
        var rows = asked.ToList();
        return new TruthCell(rows.Where(isRight).Sum(row => row.Count), rows.Sum(row => row.Count), [.. rows.Where(row => !isRight(row)).Select(row => row.Title)]);
    }

    /// <summary>The number of right answers in a cell of the page; null where it holds none.</summary>
    public static double? RightOf(string text) => Right_().Match(text) is { Success: true } found ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    private static string Number(double count) => count.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\**([0-9.]+) of ")]
    private static partial Regex Right_();
}
