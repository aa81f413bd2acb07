using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Core.Planning;

/// <summary>How to recognise the events of one slice, with every name filled in.</summary>
/// <param name="By">The kind of recognition.</param>
/// <param name="Attributes">Attributes to look at, in order: the first one an event carries decides.</param>
/// <param name="Value">Pod name prefix with its closing dash, ReplicaSet name, hash, or attribute value, by kind.</param>
public sealed record SliceSelector(SliceBy By, IReadOnlyList<string> Attributes, string Value)
{
    /// <summary>Kubernetes' <c>maxGeneratedNameLength</c>: a name has 63 characters, five of them random.</summary>
    public const int LongestGeneratedBase = 58;

    /// <summary>Where pods are looked up by their label: the cluster they run in; null takes every cluster's.</summary>
    public string? Cluster { get; init; }

    /// <summary>Pieces of <see cref="Value"/> with any characters between; null: it is one text.</summary>
    public IReadOnlyList<string>? Pieces { get; init; }

    /// <summary>
    /// No event of another rollout can carry the value: it is of our pods, or has a name of this rollout in it. False where the policy fixes a text that any
    /// service may send.
    /// </summary>
    public bool IsOurs { get; init; } = true;

    /// <param name="rule">Of the policy, or of a KPI.</param>
    /// <param name="request">Whose names fill in a fixed value; one that it lacks is left out.</param>
    /// <param name="hash">Of the slice.</param>
    /// <param name="value">Of the slice, fixed by the policy; null means the hash.</param>
    public static SliceSelector Of(SliceRule rule, GateRequest request, string hash, string? value) => new(
        rule.By,
        rule.Attributes,
        rule.By switch
        {
            SliceBy.PodName or SliceBy.Host => PodPrefix(request.Rollout, hash),
            SliceBy.ReplicaSet => $"{request.Rollout}-{hash}",
            SliceBy.Label => hash,
            SliceBy.Attribute => value is null ? hash : Placeholders.Fill(value, request),
        })
    {
        IsOurs = rule.By != SliceBy.Attribute || value is null || Placeholders.In(value).Any(Placeholders.Known.Contains),
        Cluster = rule.By == SliceBy.Label ? request.Cluster : null,
        Pieces = rule.By == SliceBy.Attribute && value?.Contains('*', StringComparison.Ordinal) == true ? Placeholders.Pieces(value, request) : null,
    };

    /// <summary>The same version's pods in Kubernetes samples: by their label where that recognises its requests, else by their name.</summary>
    public static SliceSelector Pods(SliceRule rule, GateRequest request, string hash) => rule.By == SliceBy.Label
        ? new(SliceBy.Label, ["podName"], hash) { Cluster = request.Cluster }
        : new(SliceBy.PodName, ["podName"], PodPrefix(request.Rollout, hash));

    /// <summary>Kubernetes cuts a generated pod name's base before it appends five random characters.</summary>
    public static string PodPrefix(string rollout, string hash)
    {
        var prefix = $"{rollout}-{hash}-";
        return prefix.Length <= LongestGeneratedBase ? prefix : prefix[..LongestGeneratedBase];
    }
}
