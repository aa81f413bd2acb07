using System.Text.RegularExpressions;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Core.Policies;

/// <summary>
/// What a text of a policy leaves to the request: <c>{service}</c>, <c>{rollout}</c>, <c>{namespace}</c>, <c>{cluster}</c>, <c>{canaryHash}</c> and
/// <c>{stableHash}</c>, and by any other name the request's <c>args</c>. The result is a literal of a query like any other.
/// </summary>
public static partial class Placeholders
{
    /// <summary>Names of the request itself.</summary>
    public static IReadOnlyList<string> Known { get; } = ["service", "rollout", "namespace", "cluster", "canaryHash", "stableHash"];

    /// <summary>What is wrong with the text itself, for the policy's author; null when nothing is.</summary>
    public static string? Fault(string text) => In(text).FirstOrDefault(name => !Known.Contains(name) && Closest.Hint(name, Known).Length > 0) is { } typo
        ? $"holds {{{typo}}}: expected {string.Join(", ", Known.Select(name => $"{{{name}}}"))}, or the name of one of the request's args{Closest.Hint(typo, Known)}"
        : text.Contains('%', StringComparison.Ordinal) ? "holds a %: expected * for any characters" : Placeholder().Replace(text, "").AsSpan().IndexOfAny('{', '}') < 0
        ? null
        : "holds a brace that is no {placeholder}: expected {service}, {rollout}, {namespace}, {cluster}, {canaryHash}, {stableHash} or the name of one of the request's args";

    /// <summary>Names that stand in a text, each once.</summary>
    public static IReadOnlyList<string> In(string? text) => text is null ? [] : [.. Placeholder().Matches(text).Select(found => found.Groups[1].Value).Distinct()];

    /// <summary>Names of the request's args that the text needs.</summary>
    public static IEnumerable<string> Arguments(string? text) => In(text).Where(name => !Known.Contains(name));

    /// <summary>The text with the request's values in it; those that are missing are left empty (<see cref="Missing"/>).</summary>
    public static string Fill(string text, GateRequest request) => Placeholder().Replace(text, found => Value(found.Groups[1].Value, request) ?? "");

    /// <summary>The text cut at its <c>*</c>, which stand for any characters; one in a value of the request's stands for itself.</summary>
    public static IReadOnlyList<string> Pieces(string text, GateRequest request) => [.. text.Split('*').Select(piece => Fill(piece, request))];

    /// <summary>The first placeholder of the text that the request has no value for, as the request would call it; null when it has all.</summary>
    public static string? Missing(string? text, GateRequest request) => text is null ? null : Placeholder().Matches(text).Select(found => found.Groups[1].Value)
        .Where(name => string.IsNullOrEmpty(Value(name, request))).Select(name => Known.Contains(name) ? name : $"args.{name}").FirstOrDefault();

    /// <summary>What the request calls so; null where it says nothing.</summary>
    public static string? Value(string name, GateRequest request) => name switch
    {
        "service" => request.Service,
        "rollout" => request.Rollout,
        "namespace" => request.Namespace,
        "cluster" => request.Cluster,
        "canaryHash" => request.CanaryHash,
        "stableHash" => request.StableHash,
        _ => request.Args.GetValueOrDefault(name),
    };

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9_]{0,63})\}")]
    private static partial Regex Placeholder();
}
