using System.Text.RegularExpressions;

namespace GateService.Doctor;

/// <summary>Versions of a rollout as its pods' names tell them: <c>&lt;rollout&gt;-&lt;hash&gt;-xxxxx</c>.</summary>
/// <param name="Stable">Hash of the one that serves most; null where no pod is the rollout's.</param>
/// <param name="Canary">Hash of the one that serves most after it; null where there is one alone.</param>
/// <param name="Own">Share of the requests that a pod of the rollout served, 0 to 1.</param>
/// <param name="Others">Rollouts whose pods served the service besides, most first.</param>
internal sealed partial record Versions(string? Stable, string? Canary, double Own, IReadOnlyList<string> Others)
{
    public static Versions None { get; } = new(null, null, 0, []);

    /// <param name="rollout">Whose pods are its.</param>
    /// <param name="pods">Requests by pod.</param>
    /// <param name="requests">All of them, those of nobody's pod too.</param>
    /// <param name="canary">Hash of the canary, where somebody says it.</param>
    public static Versions Of(string rollout, IReadOnlyList<NamedCount> pods, double requests, string? canary)
    {
        var told = pods.Select(pod => (Match: Pod().Match(pod.Name), pod.Count)).Where(pod => pod.Match.Success)
            .Select(pod => (Rollout: pod.Match.Groups["rollout"].Value, Hash: pod.Match.Groups["hash"].Value, pod.Count)).ToList();
        var own = told.Where(pod => pod.Rollout == rollout).ToList();
        var hashes = own.GroupBy(pod => pod.Hash).OrderByDescending(version => version.Sum(pod => pod.Count)).Select(version => version.Key).ToList();
        var stable = hashes.FirstOrDefault(hash => hash != canary);
        return new Versions(
            stable,
            canary ?? hashes.FirstOrDefault(hash => hash != stable),
            requests > 0 ? own.Sum(pod => pod.Count) / requests : 0,
            [.. told.Where(pod => pod.Rollout != rollout).GroupBy(pod => pod.Rollout).OrderByDescending(other => other.Sum(pod => pod.Count)).Select(other => other.Key)]);
    }

    [GeneratedRegex("^(?<rollout>.+)-(?<hash>[a-z0-9]{5,10})-[a-z0-9]{5}$")]
    private static partial Regex Pod();
}
