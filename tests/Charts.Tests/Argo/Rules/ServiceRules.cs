using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Argo.Rules;

/// <summary>The two Services of a canary or a switch.</summary>
internal static class ServiceRules
{
    private static readonly (string First, string FirstPods, string Second, string SecondPods)[] Pairs =
    [
        ("canary.stableService", "canary.stableMetadata", "canary.canaryService", "canary.canaryMetadata"),
        ("blueGreen.activeService", "blueGreen.activeMetadata", "blueGreen.previewService", "blueGreen.previewMetadata"),
    ];

    public static IEnumerable<string> Faults(Applied applied) => applied.Rollouts.SelectMany(rollout => Faults(applied, rollout));

    private static IEnumerable<string> Faults(Applied applied, Manifest rollout)
    {
        foreach (var pair in Pairs)
        {
            var (first, second) = (Name(rollout, pair.First), Name(rollout, pair.Second));
            if (first is not null && first == second)
            {
                yield return $"{rollout.Name} has Service {first} as {pair.First} and as {pair.Second}";
            }

            foreach (var fault in OfService(applied, rollout, first, pair.FirstPods).Concat(OfService(applied, rollout, second, pair.SecondPods)))
            {
                yield return fault;
            }
        }

        if (rollout.Find("spec.strategy.canary.trafficRouting") is not null && (Name(rollout, "canary.stableService") is null || Name(rollout, "canary.canaryService") is null))
        {
            yield return $"{rollout.Name} routes traffic and lacks canaryService or stableService";
        }
    }

    private static IEnumerable<string> OfService(Applied applied, Manifest rollout, string? name, string pods)
    {
        if (name is null)
        {
            yield break;
        }

        if (applied.Find("Service", name) is not { } service)
        {
            yield return $"{rollout.Name} names Service {name}, which is not there";
            yield break;
        }

        foreach (var (key, value) in Labels(service.Find("spec.selector")).Where(label => label.Key != "rollouts-pod-template-hash"))
        {
            if (!Labels(rollout.Find("spec.template.metadata.labels")).Contains((key, value)) && !Labels(rollout.Find($"spec.strategy.{pods}.labels")).Contains((key, value)))
            {
                yield return $"Service {name} selects {key}={value}, which the pods of {rollout.Name} do not carry";
            }
        }

        if (service.Find("metadata.annotations") is YamlMappingNode annotations && annotations.Children.TryGetValue("argo-rollouts.argoproj.io/managed-by-rollouts", out var other) && other.ToString() != rollout.Name)
        {
            yield return $"Service {name} is managed by Rollout {other}, and {rollout.Name} names it";
        }
    }

    private static string? Name(Manifest rollout, string field) => Manifest.Scalar(rollout.Root, $"spec.strategy.{field}");

    internal static IEnumerable<(string Key, string Value)> Labels(YamlNode? labels) =>
        labels is YamlMappingNode map ? map.Children.Select(label => (label.Key.ToString(), label.Value.ToString())) : [];
}
