using GateService.Core.Findings;
using GateService.Core.Words;
using GateService.History;

namespace GateService.Pages.Words;

/// <summary>One objective's value against its limit, in words.</summary>
internal static class ObjectiveWords
{
    /// <summary>The finding about errors that are suspected to be others'.</summary>
    private const string Dependencies = "dependencies";

    /// <summary>What its threshold is: a limit, or a floor.</summary>
    public static string Limit(string objective) => objective == Dependencies ? ThresholdWords.Floor : ThresholdWords.Limit;

    /// <summary>The threshold beside a value: <c>limit 0.8</c>, or that there is none.</summary>
    public static string Limited(string objective, double? value, double? limit, Unit unit) => limit is null ? ThresholdWords.None : $"{Limit(objective)} {Say.Pair(value, limit, unit).Limit}";

    /// <summary>Why no curve of evidence stands below the values.</summary>
    public static string WithoutEvidence(string objective) => objective == Dependencies
        ? "Weighed dependency by dependency: each decision shows the evidence."
        : "No evidence was weighed: the limit alone decided, or nothing was measured.";

    /// <summary>Where a value stands: <c>over its limit</c>, <c>within its limit</c>; without data only <c>limit</c>, and where there is none so much.</summary>
    public static string Stands(string objective, double? value, double? limit, Comparison comparison) => (value, limit) switch
    {
        (_, null) => ThresholdWords.None,
        (null, _) => Limit(objective),
        ({ } known, { } least) when comparison == Comparison.AtLeast => $"{(known < least ? "under" : "within")} its {Limit(objective)}",
        ({ } known, { } most) => $"{(known > most ? "over" : "within")} its {Limit(objective)}",
    };

    /// <summary>How bad a value is, whichever way it is bad: grows as it moves towards its limit and beyond; not a number without data.</summary>
    public static double Badness(ObjectivePoint? point) => point?.Value is not { } value ? double.NaN : point.Comparison == Comparison.AtMost ? value - point.Threshold : point.Threshold - value;
}
