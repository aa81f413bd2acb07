using GateService.Core.Words;

namespace GateService.Core.Findings;

/// <summary>
/// How far a value is from its limit on a scale that charts well: 100 is as good as can be, 50 exactly at the limit, 0 infinitely worse.
/// </summary>
public static class Score
{
    /// <summary>Worst value against limit: limit / (limit + value), in percent; what must be high is turned into its shortfall first.</summary>
    public static double Of(double value, double limit, Comparison comparison, Unit unit) => comparison switch
    {
        Comparison.AtMost => Ratio(limit, value),
        Comparison.AtLeast => Units.IsBounded(unit) ? Ratio(1 - limit, 1 - value) : Ratio(value, limit),
    };

    /// <summary>The same finding with a score that agrees with its outcome: what failed is below 50 though its value keeps the limit, and what is met is not, though its value does not.</summary>
    public static Finding Settled(Finding finding) => finding.Outcome switch
    {
        FindingOutcome.Tripped => finding with { Score = Math.Min(finding.Score ?? 0, finding.Judgement is { FailsAt: > 0 } judgement ? Math.Min(MostOfFailed, Of(judgement.Harm, judgement.FailsAt, Comparison.AtMost, Unit.Count)) : MostOfFailed) },
        FindingOutcome.Met => finding.Score is { } score ? finding with { Score = Math.Max(score, AtLimit) } : finding,
        FindingOutcome.Undecided => finding,
    };

    private const double AtLimit = 50;

    /// <summary>Clearly on its side of the limit, rounded as people see it too.</summary>
    private const double MostOfFailed = 49.9;

    private static double Ratio(double good, double bad)
    {
        var (g, b) = (Math.Max(0, good), Math.Max(0, bad));
        return b == 0 ? g == 0 ? 50 : 100
            : double.IsInfinity(g + b) ? g > b ? 100 : 0
            : 100 * (g / (g + b));
    }
}
