using GateService.Core.Judging;

namespace GateService.Gates;

/// <summary>Whose fault a decision found it to be, in one line.</summary>
/// <param name="Origin">selfInflicted, upstream or undetermined.</param>
/// <param name="Said">Why, in words.</param>
internal sealed record WhoseFault(string Origin, string Said)
{
    private const int MostClasses = 3;
    private const string SelfInflicted = "selfInflicted";
    private const string Upstream = "upstream";
    private const string Undetermined = "undetermined";

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
    public static WhoseFault? Of(EvaluateResponse response) => Telling.Of(response) switch
    {
        null when response.Verdict != "pass" => new WhoseFault(Undetermined, "nothing was measured"),
        null => Excused(response.Attribution),
        { Outcome: "tripped" } tripped => OfTripped(tripped, response.Attribution),
        { Undecided: "commonCause" } => new WhoseFault(Undetermined, "stable suffers alike: not shown to be this change"),
        { Undecided: "upstreamOutage" } => new WhoseFault(Upstream, Deciding(response.Attribution, Upstream) ?? "a dependency fails for both slices"),
        { Undecided: "stableUnhealthy" } => new WhoseFault(Undetermined, "stable was in trouble before this change began"),
        { Undecided: "unresolved" or "uncorroborated" } => new WhoseFault(Undetermined, Deciding(response.Attribution, Undetermined) ?? "a dependency is suspected, and nothing corroborates it"),
        { Undecided: "suspicious" } suspicious => new WhoseFault(Undetermined, $"this change is suspected{Because(suspicious, response.Attribution)}"),
        { Undecided: "unavailable" } => new WhoseFault(Undetermined, "New Relic could not be asked"),
        { Undecided: "noData" or "tooFewSamples" } => new WhoseFault(Undetermined, "the canary reports too little to say"),
        _ => new WhoseFault(Undetermined, "no harm is shown, and no proof of harmlessness"),
    };

    private static WhoseFault OfTripped(ObjectiveResponse tripped, AttributionResponse? attribution) =>
        tripped.Kind == "dependencies" ? new WhoseFault(SelfInflicted, Deciding(attribution, SelfInflicted) ?? tripped.Reason)
        : tripped.Versus == "absolute" && tripped.StableValue is null ? new WhoseFault(Undetermined, $"nothing serves beside it to compare with{Because(tripped, attribution)}")
        : new WhoseFault(SelfInflicted, $"this change: stable is not affected alike{Because(tripped, attribution)}");

    /// <summary>Errors by class, slowness by where the time goes.</summary>
    private static string Because(ObjectiveResponse objective, AttributionResponse? attribution)
    {
        var because = objective.Kind is "errorRate" or "successRate" ? OwnClasses(attribution) : objective.Kind is "latency" or "apdex" ? attribution?.Time?.Conclusion : null;
        return because is null ? "" : $"; {because}";
    }

    private static string? OwnClasses(AttributionResponse? attribution)
    {
        var own = attribution?.Classes.Where(known => known is { Origin: SelfInflicted, Canary: > 0 }).ToList() ?? [];
        return own.Count == 0 ? null : string.Join(", ", own.Take(MostClasses).Select(known => $"{known.Class} x{Quantity.Count(known.Canary)}")) + (own.Count > MostClasses ? ", …" : "");
    }

    private static string? Deciding(AttributionResponse? attribution, string origin) =>
        attribution?.Accounts.Where(account => account.Origin == origin && account.Canary > 0).MaxBy(account => account.Canary)?.Reason;

    /// <summary>What passed in spite of errors that were not its own.</summary>
    private static WhoseFault? Excused(AttributionResponse? attribution) =>
        Deciding(attribution, Upstream) is { } reason ? new WhoseFault(Upstream, $"excused: {reason}") : null;
}
