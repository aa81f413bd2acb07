using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Core.Planning;

/// <summary>How to recognise the events of one slice, with every name filled in.</summary>
/// <param name="By">The kind of recognition.</param>
/// <param name="Attributes">Attributes to look at, in order: the first one an event carries decides.</param>
/// <param name="Value">Pod name prefix with its closing dash, ReplicaSet name, hash, or attribute value, by kind.</param>
public sealed record SliceSelector(SliceBy By, IReadOnlyList<string> Attributes, string Value)
{
    private const int LongestGeneratedBase = 58;

    /// <summary>
    /// No event of another rollout can carry the value: it is of our pods, or has a name of this rollout in it. False where the policy fixes a text that any
    /// service may send.
    /// </summary>
    public bool IsOurs { get; init; } = true;

    /// <param name="rule">Of the policy, or of a KPI.</param>
    /// <param name="request">Whose names fill in a fixed value; one that it lacks is left out.</param>
    /// <param name="hash">Of the slice.</param>
    /// <param name="fixedValue">Of the slice; null means the hash.</param>
    public static SliceSelector Of(SliceRule rule, GateRequest request, string hash, string? fixedValue) => Of(rule, request.Rollout, hash, fixedValue is null ? null : Filled(fixedValue, request)) with
    {
        IsOurs = rule.By != SliceBy.Attribute || fixedValue is null || RequestNames.In(fixedValue).Count > 0,
    };

    private static string Filled(string value, GateRequest request)
    {
        var names = RequestNames.Of(request);
        return RequestNames.Fill(value, names) ?? RequestNames.Fill(value, RequestNames.All.ToDictionary(name => name, name => names.GetValueOrDefault(name, "")))!;
    }

    private static SliceSelector Of(SliceRule rule, string rollout, string hash, string? fixedValue) => new(
        rule.By,
        rule.Attributes,
        rule.By switch
        {
            SliceBy.PodName or SliceBy.Host => PodPrefix(rollout, hash),
            SliceBy.ReplicaSet => $"{rollout}-{hash}",
            SliceBy.Label => hash,
            SliceBy.Attribute => fixedValue ?? hash,
        });

    /// <summary>The same version's pods in Kubernetes samples, whatever recognises its requests.</summary>
    public static SliceSelector Pods(string rollout, string hash) => new(SliceBy.PodName, ["podName"], PodPrefix(rollout, hash));

    /// <summary>Kubernetes cuts a generated pod name's base to 58 characters before it appends five random ones.</summary>
    private static string PodPrefix(string rollout, string hash)
    {
        var prefix = $"{rollout}-{hash}-";
        return prefix.Length <= LongestGeneratedBase ? prefix : prefix[..LongestGeneratedBase];
    }
}
