using GateService.Core.Words;

namespace GateService.Core.Findings;

/// <summary>
/// How far a value is from its limit on a scale that charts well: 100 is as good as can be, 50 exactly at the limit, 0 infinitely worse.
/// </summary>
public static class Score
{
    /// <summary>Worst value against limit: limit / (limit + value), in percent; what must be high is turned into its shortfall first.</summary>
    public static double Of(double value, double limit, Comparison comparison, Unit unit) => (comparison, Units.IsBounded(unit)) switch
    {
        (Comparison.AtMost, _) => Ratio(limit, value),
        (_, true) => Ratio(1 - limit, 1 - value),
        _ => Ratio(value, limit),
    };

    private static double Ratio(double good, double bad)
    {
        var (g, b) = (Math.Max(0, good), Math.Max(0, bad));
        return (g, b) switch
        {
            (_, 0) => g == 0 ? 50 : 100,
            _ when double.IsInfinity(g + b) => g > b ? 100 : 0,
            _ => 100 * (g / (g + b)),
        };
    }
}
