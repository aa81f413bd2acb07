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

    private static double Ratio(double good, double bad)
    {
        var (g, b) = (Math.Max(0, good), Math.Max(0, bad));
        return b == 0 ? g == 0 ? 50 : 100
            : double.IsInfinity(g + b) ? g > b ? 100 : 0
            : 100 * (g / (g + b));
    }
}
