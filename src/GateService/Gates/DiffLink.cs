using System.Text.RegularExpressions;
using GateService.Core.Requests;
using GateService.Wire;

namespace GateService.Gates;

/// <summary><c>Gate:DiffLink</c>: where the difference between both versions is shown, as an address with names in braces.</summary>
internal static partial class DiffLink
{
    private static readonly Dictionary<string, Func<GateRequest, string?>> Values = new(StringComparer.Ordinal)
    {
        ["service"] = request => request.Service,
        ["namespace"] = request => request.Namespace,
        ["cluster"] = request => request.Cluster,
        ["rollout"] = request => request.Rollout,
        ["team"] = request => request.Team,
        ["canaryHash"] = request => request.CanaryHash,
        ["stableHash"] = request => request.StableHash,
        ["image"] = request => request.Change?.Image,
        ["commit"] = request => request.Change?.Commit,
        ["stableCommit"] = request => request.Change?.StableCommit,
    };

    /// <summary>What may stand in braces, for whoever says what was expected.</summary>
    public static string Names { get; } = string.Join(", ", Values.Keys.Select(name => $"{{{name}}}"));

    /// <summary>An address once its names are filled in, and every name one that is known.</summary>
    public static bool IsValid(string template) =>
        Hole().Matches(template).All(hole => Values.ContainsKey(hole.Groups[1].Value)) && ChangeReading.IsAddress(Hole().Replace(template, "x"));

    public static bool NeedsStableCommit(string template) => template.Contains("{stableCommit}", StringComparison.Ordinal);

    /// <summary>The address for one request; null where something in braces is not known of it.</summary>
    public static string? Of(string template, GateRequest request)
    {
        var isWhole = true;
        var filled = Hole().Replace(template, hole =>
        {
            var value = Values[hole.Groups[1].Value](request);
            isWhole &= !string.IsNullOrEmpty(value);
            return Uri.EscapeDataString(value ?? "");
        });
        return isWhole && ChangeReading.IsAddress(filled) ? filled : null;
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Hole();
}
