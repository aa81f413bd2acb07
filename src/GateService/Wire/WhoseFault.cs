using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>Whose fault a decision found it to be, in one line.</summary>
/// <param name="Origin">selfInflicted, upstream or undetermined.</param>
/// <param name="Said">Why, in words.</param>
internal sealed record WhoseFault(string Origin, string Said)
{
    private const int MostClasses = 3;

    /// <summary>What to say beside a summary: where that gives the reason already, only whose fault it is.</summary>
    public static string Beside(string summary, string origin, string said) => !IsIn(summary, said) ? said : WireWords.Fault(origin) switch
    {
        Fault.SelfInflicted => "this change",
        Fault.Upstream => "a dependency",
        Fault.Undetermined => "not shown",
    };

    /// <summary>Whether a summary says it already, apart from the counts in brackets at the end.</summary>
    public static bool IsIn(string summary, string reason) =>
        summary.Contains(reason.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var counts ? reason[..counts] : reason, StringComparison.Ordinal);

    /// <summary>Null where nothing is wrong.</summary>
    public static WhoseFault? Of(Blame? blame) => blame is null ? null : new WhoseFault(EnumNames.Of(blame.Fault), OneLine.Of(blame.Said.ToString(), 600));

    /// <summary>The same of a decision of which only the words are kept.</summary>
    public static WhoseFault? Of(EvaluateResponse response) => Of(Blame.Of(
        WireWords.Verdict(response.Verdict),
        Telling.Of(response) is { } telling ? Facts(telling, response.Attribution) : null,
        fault => Deciding(response.Attribution, fault)));

    private static TellingFacts Facts(ObjectiveResponse telling, AttributionResponse? attribution) => new(WireWords.Outcome(telling.Outcome), WireWords.Cause(telling.Undecided), telling.Reason)
    {
        IsOfDependencies = telling.Kind == "dependencies",
        IsCompared = WireWords.Versus(telling.Versus) == Versus.Stable || telling.StableValue is not null,
        Explanation = Because(telling, attribution),
    };

    /// <summary>Errors by class, slowness by where the time goes.</summary>
    private static string? Because(ObjectiveResponse objective, AttributionResponse? attribution) =>
        objective.Kind is "errorRate" or "successRate" ? OwnClasses(attribution) : objective.Kind is "latency" or "apdex" ? attribution?.Time?.Conclusion : null;

    private static string? OwnClasses(AttributionResponse? attribution)
    {
        var own = attribution?.Classes.Where(known => known.Canary > 0 && EnumNames.Read<Fault>(known.Origin) == Fault.SelfInflicted).ToList() ?? [];
        return own.Count == 0 ? null : string.Join(", ", own.Take(MostClasses).Select(known => $"{known.Class} x{Quantity.Count(known.Canary)}")) + (own.Count > MostClasses ? ", …" : "");
    }

    private static string? Deciding(AttributionResponse? attribution, Fault fault) =>
        attribution?.Accounts.Where(account => WireWords.Fault(account.Origin) == fault && account.Canary > 0).MaxBy(account => account.Canary)?.Reason;
}
