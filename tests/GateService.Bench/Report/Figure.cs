using System.Globalization;

namespace GateService.Bench.Report;

/// <summary>A number of a table, and which way is worse.</summary>
/// <param name="Share">In percent; null where the number is a minute.</param>
/// <param name="Minutes">To detection; null where it is none, or for ever.</param>
/// <param name="IsMoreWorse">Of the share.</param>
internal readonly record struct Figure(double? Share, double? Minutes, bool IsMoreWorse)
{
    /// <summary>What stands in a cell, as far as it is read; nothing where it is no number.</summary>
    /// <param name="cell">For example <c>98 / 14</c>.</param>
    /// <param name="sense">What it is of.</param>
    /// <param name="right">Of a scenario, what a perfect gate says.</param>
    public static IReadOnlyList<Figure> Of(string cell, FigureSense sense, string right)
    {
        var numbers = cell.Split(" / ").Select(Number).ToList();
        return sense switch
        {
            FigureSense.Alarm => numbers is [{ } share, ..] ? [new Figure(share, null, true)] : [],
            FigureSense.Detection => numbers is [{ } share, var minutes] ? [new Figure(share, minutes ?? double.PositiveInfinity, false)] : [],
            FigureSense.Proof or FigureSense.FalseProof => [.. numbers.Where(number => number is not null).Select(number => new Figure(number, null, sense == FigureSense.FalseProof))],
            FigureSense.Verdicts => numbers is [{ } failed, { } held, { } passed] ? Verdicts(failed, held, passed, right) : [],
            FigureSense.Labels => numbers is [{ } share, ..] ? [new Figure(share, null, false)] : [],
            FigureSense.Minutes => right == "fail" ? [new Figure(null, numbers[0] ?? double.PositiveInfinity, false)] : [],
        };
    }

    private static IReadOnlyList<Figure> Verdicts(double failed, double held, double passed, string right) => right switch
    {
        "fail" => [new Figure(failed, null, false)],
        "hold" => [new Figure(failed, null, true), new Figure(passed, null, true)],
        _ => [new Figure(failed, null, true), new Figure(held, null, true)],
    };

    private static double? Number(string text) => double.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What the numbers of a column are.</summary>
internal enum FigureSense
{
    /// <summary>Healthy ones failed.</summary>
    Alarm,

    /// <summary>Bad ones failed, and the median minute.</summary>
    Detection,

    Proof,
    FalseProof,

    /// <summary>Failed, held and passed.</summary>
    Verdicts,

    /// <summary>Errors that got their true origin.</summary>
    Labels,

    /// <summary>Of the median rollout that is failed.</summary>
    Minutes,
}
