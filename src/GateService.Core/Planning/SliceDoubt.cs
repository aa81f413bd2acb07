using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Core.Planning;

/// <summary>
/// Slices that a policy cannot tell apart for this request: pods whose names Kubernetes cut before the hash ends, a value that the request does not
/// give, the same value twice. One slice judged as both would always pass.
/// </summary>
public static class SliceDoubt
{
    private const int LongestHash = 10;

    /// <summary>The reason, or null when there is nothing to doubt.</summary>
    public static string? Of(GateRequest request, GatePolicy policy)
    {
        if (Placeholders.Missing(policy.Telemetry.ServiceValue, request) is { } missing)
        {
            return $"{missing} is missing: policy {policy.Name} finds the service's requests by it (telemetry.serviceValue '{policy.Telemetry.ServiceValue}')";
        }

        if (request.Strategy == Strategy.Rolling)
        {
            return null;
        }

        return policy.Slices.By switch
        {
            SliceBy.PodName or SliceBy.Host => Cut(request) is { } cut ? $"{cut}; tell slices by label or replicaSet in policy {policy.Name}, or shorten the rollout's name to {Shortest} characters" : null,
            SliceBy.Attribute => Missing(request, policy, "canaryValue", policy.Slices.CanaryValue) ?? Missing(request, policy, "stableValue", policy.Slices.StableValue) ?? Equal(request, policy),
            SliceBy.ReplicaSet or SliceBy.Label => null,
        };
    }

    /// <summary>Why the judged version's pods cannot be told by their names; null when they can.</summary>
    internal static string? Cut(GateRequest request)
    {
        var (judged, other) = request.Mode == GateMode.Preflight ? (request.StableHash, request.CanaryHash) : (request.CanaryHash, request.StableHash);
        if (judged is null)
        {
            return null;
        }

        var prefix = SliceSelector.PodPrefix(request.Rollout, judged);
        return prefix.Length <= request.Rollout.Length + 1 ? $"{Told(request)} and nothing of the hash is left in '{prefix}…'"
            : other is not null && other != judged && prefix == SliceSelector.PodPrefix(request.Rollout, other) ? $"{Told(request)} and those of {judged} and {other} both begin with '{prefix}…'"
            : null;
    }

    /// <summary>A rollout's name of that length leaves room for the whole hash.</summary>
    private static int Shortest => SliceSelector.LongestGeneratedBase - LongestHash - 1;

    private static string Told(GateRequest request) =>
        $"the pods of {request.Rollout} cannot be told apart by their names: Kubernetes cuts them after {SliceSelector.LongestGeneratedBase} characters";

    private static string? Missing(GateRequest request, GatePolicy policy, string field, string? value) => Placeholders.Missing(value, request) is { } missing
        ? $"{missing} is missing: policy {policy.Name} tells slices by it (slices.{field} '{value}')"
        : null;

    private static string? Equal(GateRequest request, GatePolicy policy)
    {
        if (request is not { Strategy: Strategy.Canary, Mode: not GateMode.Preflight, CanaryHash: { } canary, StableHash: { } stable })
        {
            return null;
        }

        var (one, other) = (SliceSelector.Of(policy.Slices, request, canary, policy.Slices.CanaryValue).Value, SliceSelector.Of(policy.Slices, request, stable, policy.Slices.StableValue).Value);
        return one == other
            ? $"canary and stable are both {policy.Slices.Attributes[0]} '{one}': the canary would be compared with itself; send another version of each, or tell slices by another attribute in policy {policy.Name}"
            : null;
    }
}
