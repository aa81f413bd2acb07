using NewRelic.Simulator.Ingest;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>What New Relic's Kubernetes integration sends of one pod, every 30 seconds.</summary>
internal static class PodEvents
{
    public const int EverySeconds = 30;

    private static readonly TimeSpan CrashesEvery = TimeSpan.FromMinutes(2);

    /// <summary>The last sample of a pod that its node gave up: failed, with the kubelet's reason.</summary>
    public static void WriteEvicted(List<SimulatedEvent> events, Fleet fleet, Pod pod, long moment) => events.Add(new SimulatedEvent("K8sPodSample", moment, new AttributeList(
    [
        new("podName", pod.Name), new("namespaceName", fleet.Namespace), new("namespace", fleet.Namespace), new("clusterName", fleet.ClusterName), new("nodeName", "node-1"),
        new("createdKind", "ReplicaSet"), new("replicasetName", $"{fleet.Rollout}-{pod.Hash}"), new("label.rollouts-pod-template-hash", pod.Hash), new("label.app", fleet.AppName),
        new("isReady", 0L), new("status", "Failed"), new("reason", "Evicted"), new("isScheduled", 1L),
    ])));

    public static void Write(List<SimulatedEvent> events, Fleet fleet, Pod pod, bool crashing, TimeSpan age, long moment)
    {
        var restarts = crashing ? (long)(age / CrashesEvery) + 1 : 0;
        var restartedNow = crashing && age.Ticks % CrashesEvery.Ticks < TimeSpan.FromSeconds(EverySeconds).Ticks;
        KeyValuePair<string, object>[] shared =
        [
            new("podName", pod.Name), new("namespaceName", fleet.Namespace), new("namespace", fleet.Namespace), new("clusterName", fleet.ClusterName), new("nodeName", "node-1"),
            new("createdKind", "ReplicaSet"), new("replicasetName", $"{fleet.Rollout}-{pod.Hash}"), new("label.rollouts-pod-template-hash", pod.Hash), new("label.app", fleet.AppName),
            new("isReady", crashing ? 0L : 1L),
        ];
        events.Add(new SimulatedEvent("K8sPodSample", moment, new AttributeList(
        [
            .. shared,
            new("status", "Running"), new("isScheduled", 1L), new("startTime", (moment - (long)age.TotalMilliseconds) / 1000),
        ])));
        events.Add(new SimulatedEvent("K8sContainerSample", moment, new AttributeList(
        [
            .. shared,
            new("containerName", "app"), new("containerImage", $"registry.example/{fleet.Rollout}:{pod.Hash}"), new("status", crashing ? "Waiting" : "Running"),
            new("restartCount", restarts), new("restartCountDelta", restartedNow ? 1L : 0L), new("cpuUsedCores", 0.2), new("memoryUsedBytes", 300_000_000L),
            .. crashing
                ? new KeyValuePair<string, object>[] { new("reason", "CrashLoopBackOff"), new("lastTerminatedExitCode", 139L), new("lastTerminatedExitReason", "Error") }
                : [],
        ])));
    }
}
