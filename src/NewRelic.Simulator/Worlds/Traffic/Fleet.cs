using System.Collections.Immutable;

namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>The pods of one rollout in one namespace, and the names its telemetry carries.</summary>
internal sealed record Fleet(string AppName, string Namespace, string Rollout, ImmutableArray<Pod> Stable, ImmutableArray<Pod> Canary)
{
    public const string Cluster = "prod-1";

    /// <summary>Where its pods run.</summary>
    public string ClusterName { get; init; } = Cluster;

    /// <summary>Also of pods that came later.</summary>
    public bool IsCanary(Pod pod) => Canary.Length > 0 && pod.Hash == Canary[0].Hash;

    /// <summary>What every event of a pod says about where it comes from.</summary>
    public KeyValuePair<string, object>[] Origin(Pod pod) =>
    [
        new("appName", AppName), new("host", pod.Name), new("k8s.podName", pod.Name), new("k8s.namespaceName", Namespace),
        new("k8s.clusterName", ClusterName), new("k8s.deploymentName", Rollout),
    ];
}
