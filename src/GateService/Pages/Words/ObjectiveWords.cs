using GateService.Core.Words;
using GateService.History;

namespace GateService.Pages.Words;

/// <summary>One objective's value against its limit, in words.</summary>
internal static class ObjectiveWords
{
    /// <summary>The finding about errors that are suspected to be others'.</summary>
    private const string Dependencies = "dependencies";

    /// <summary>What its threshold is: a limit, or the floor from which the errors of dependencies are looked at, whoever is to blame.</summary>
    public static string Limit(string objective) => objective == Dependencies ? "floor" : "limit";

    /// <summary>Why no curve of evidence stands below the values.</summary>
    public static string WithoutEvidence(string objective) => objective == Dependencies
        ? "Weighed dependency by dependency: each decision shows the evidence."
        : "No evidence was weighed: the limit alone decided, or nothing was measured.";

    /// <summary>Where a value stands: <c>over its limit</c>, <c>within its limit</c>; without data only <c>limit</c>.</summary>
    public static string Stands(string objective, double? value, double threshold, Comparison comparison)
    {
        var limit = Limit(objective);
        return value is not { } known ? $"no data; its {limit}"
            : comparison == Comparison.AtMost ? known > threshold ? $"over its {limit}" : $"within its {limit}"
            : known < threshold ? $"under its {limit}" : $"within its {limit}";
    }

    /// <summary>The same of a point.</summary>
    public static string Stands(ObjectivePoint point) => Stands(point.Objective, point.Value, point.Threshold, point.Comparison);

    /// <summary>How bad a value is, whichever way it is bad: grows as it moves towards its limit and beyond; not a number without data.</summary>
    public static double Badness(ObjectivePoint? point) => point?.Value is not { } value ? double.NaN : point.Comparison == Comparison.AtMost ? value - point.Threshold : point.Threshold - value;
}
