using System.Collections.Immutable;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>The fleets of a world: the one a gate is asked about, and those that must not be mistaken for it.</summary>
internal static class Fleets
{
    /// <summary>Kubernetes' own alphabet: no vowels, so no words.</summary>
    private const string Suffix = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>The fleet a gate is asked about.</summary>
    public static Fleet Judged(WorldSpec spec) => new(
        spec.Service, spec.Namespace, spec.Rollout,
        Pods(spec, spec.Rollout, spec.StableHash, spec.StablePods, TimeSpan.Zero),
        Pods(spec, spec.Rollout, spec.CanaryHash, spec.CanaryPods, WorldSpec.PodsStartWithin));

    /// <summary>Another service in the same namespace whose rollout's name begins like ours.</summary>
    public static Fleet Neighbour(WorldSpec spec) => new(
        $"{spec.Service}-v2", spec.Namespace, $"{spec.Rollout}-v2", Pods(spec, $"{spec.Rollout}-v2", "6b8d9c7f45", 2, TimeSpan.Zero), []);

    /// <summary>The same service, rollout and hash in another namespace: the same template gives the same hash everywhere.</summary>
    public static Fleet Staging(WorldSpec spec) => new(
        spec.Service, $"{spec.Namespace}-staging", spec.Rollout, Pods(spec with { Seed = spec.Seed + 1 }, spec.Rollout, spec.CanaryHash, 1, TimeSpan.Zero), []);

    /// <summary>The canary's version of the same service, alone in another cluster.</summary>
    public static Fleet SecondCluster(WorldSpec spec) => new(
        spec.Service, spec.Namespace, spec.Rollout, Pods(spec with { Seed = spec.Seed + 2 }, spec.Rollout, spec.CanaryHash, spec.StablePods, TimeSpan.Zero), [])
    {
        ClusterName = "prod-2",
    };

    /// <summary>One more pod, in place of another or beside it.</summary>
    public static Pod NewPod(WorldSpec spec, string rollout, string hash, string place) =>
        new(Name(rollout, hash, new Dice(spec.Seed, $"pod {rollout} {hash} {place}", 0)), hash, TimeSpan.Zero);

    private static string Name(string rollout, string hash, Dice dice) =>
        $"{rollout}-{hash}-{string.Concat(Enumerable.Range(0, 5).Select(_ => Suffix[(int)(dice.Uniform() * Suffix.Length)]))}";

    private static ImmutableArray<Pod> Pods(WorldSpec spec, string rollout, string hash, int count, TimeSpan startWithin)
    {
        var dice = new Dice(spec.Seed, $"pods {rollout} {hash}", 0);
        return
        [
            .. Enumerable.Range(0, count).Select(index => new Pod(
                Name(rollout, hash, dice),
                hash,
                startWithin * (index / Math.Max(1.0, count - 1)))),
        ];
    }
}
