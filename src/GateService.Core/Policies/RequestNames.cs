using System.Text.RegularExpressions;
using GateService.Core.Requests;

namespace GateService.Core.Policies;

/// <summary>Names of a request that a policy may put into a value as <c>{rollout}</c>; what results is a literal like any other.</summary>
public static partial class RequestNames
{
    private const string Service = "service";
    private const string Rollout = "rollout";
    private const string Namespace = "namespace";
    private const string CanaryHash = "canaryHash";
    private const string StableHash = "stableHash";

    public static IReadOnlyList<string> All { get; } = [Service, Rollout, Namespace, CanaryHash, StableHash];

    /// <summary>Those the request has, by name.</summary>
    public static IReadOnlyDictionary<string, string> Of(GateRequest request) => new Dictionary<string, string?>
    {
        [Service] = request.Service,
        [Rollout] = request.Rollout,
        [Namespace] = request.Namespace,
        [CanaryHash] = request.CanaryHash,
        [StableHash] = request.StableHash,
    }.Where(name => name.Value is not null).ToDictionary(name => name.Key, name => name.Value!, StringComparer.Ordinal);

    /// <summary>Names that stand in a text, each once.</summary>
    public static IReadOnlyList<string> In(string? text) => text is null ? [] : [.. Placeholder().Matches(text).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>The text with the request's names in it; null where the request lacks one.</summary>
    public static string? Fill(string text, IReadOnlyDictionary<string, string> names) =>
        In(text).All(names.ContainsKey) ? Placeholder().Replace(text, match => names[match.Groups[1].Value]) : null;

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9_]*)\}")]
    private static partial Regex Placeholder();
}
