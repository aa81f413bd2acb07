using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Gates;

/// <summary>Whose fault a decision found it to be, in one line.</summary>
/// <param name="Origin">selfInflicted, upstream or undetermined.</param>
/// <param name="Said">Why, in words.</param>
internal sealed record WhoseFault(string Origin, string Said)
{
    private const int MostClasses = 3;
    private const string SelfInflicted = "selfInflicted";
    private const string Upstream = "upstream";

    /// <summary>What to say beside a summary: where that gives the reason already, only whose fault it is.</summary>
    public static string Beside(string summary, string origin, string said) => !IsIn(summary, said) ? said : origin switch
    {
        SelfInflicted => "this change",
        Upstream => "a dependency",
        _ => "not shown",
    };

    /// <summary>Whether a summary says it already, apart from the counts in brackets at the end.</summary>
    public static bool IsIn(string summary, string reason) =>
        summary.Contains(reason.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var counts ? reason[..counts] : reason, StringComparison.Ordinal);

    /// <summary>Null where nothing is wrong.</summary>
    public static WhoseFault? Of(EvaluateResponse response) => Blame.Of(
        EnumNames.Read<Verdict>(response.Verdict) ?? Verdict.Inconclusive,
        Telling.Of(response) is { } telling ? Facts(telling, response.Attribution) : null,
        fault => Deciding(response.Attribution, EnumNames.Of(fault))) is { } blame ? new WhoseFault(EnumNames.Of(blame.Fault), blame.Said.ToString()) : null;

    private static TellingFacts Facts(ObjectiveResponse telling, AttributionResponse? attribution) => new(Telling.OutcomeOf(telling), Telling.CauseOf(telling), telling.Reason)
    {
        IsOfDependencies = telling.Kind == "dependencies",
        IsCompared = telling.Versus != EnumNames.Of(Versus.Absolute) || telling.StableValue is not null,
        Explanation = Because(telling, attribution),
    };

    /// <summary>Errors by class, slowness by where the time goes.</summary>
    private static string? Because(ObjectiveResponse objective, AttributionResponse? attribution) =>
        objective.Kind is "errorRate" or "successRate" ? OwnClasses(attribution) : objective.Kind is "latency" or "apdex" ? attribution?.Time?.Conclusion : null;

    private static string? OwnClasses(AttributionResponse? attribution)
    {
        var own = attribution?.Classes.Where(known => known is { Origin: SelfInflicted, Canary: > 0 }).ToList() ?? [];
        return own.Count == 0 ? null : string.Join(", ", own.Take(MostClasses).Select(known => $"{known.Class} x{Quantity.Count(known.Canary)}")) + (own.Count > MostClasses ? ", …" : "");
    }

    private static string? Deciding(AttributionResponse? attribution, string origin) =>
        attribution?.Accounts.Where(account => account.Origin == origin && account.Canary > 0).MaxBy(account => account.Canary)?.Reason;
}
