using GateService.Core.Policies;

namespace GateService.Core.Planning;

/// <summary>How to recognise the events of one slice, with every name filled in.</summary>
/// <param name="By">The kind of recognition.</param>
/// <param name="Attributes">Attributes to look at, in order: the first one an event carries decides.</param>
/// <param name="Value">Pod name prefix with its closing dash, ReplicaSet name, hash, or attribute value, by kind.</param>
public sealed record SliceSelector(SliceBy By, IReadOnlyList<string> Attributes, string Value)
{
    private const int LongestGeneratedBase = 58;

    public static SliceSelector Of(SliceRule rule, string rollout, string hash, string? fixedValue) => new(
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
