using System.Globalization;
using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Argo.Rules;

/// <summary>The steps of a canary.</summary>
internal static class StepRules
{
    private static readonly string[] Kinds = ["setWeight", "pause", "experiment", "analysis", "setCanaryScale", "setHeaderRoute", "setMirrorRoute", "plugin"];

    public static IEnumerable<string> Faults(Applied applied) =>
        from rollout in applied.Rollouts
        from step in rollout.Maps("spec.strategy.canary.steps").Index()
        from fault in Faults(rollout, step.Item)
        select $"{rollout.Name} step {step.Index} {fault}";

    public static IEnumerable<string> BadMatches(Applied applied) =>
        from rollout in applied.Rollouts
        from step in rollout.Maps("spec.strategy.canary.steps").Index()
        from match in new Manifest(step.Item).Maps("setHeaderRoute.match")
        let ways = Manifest.Find(match, "headerValue") is YamlMappingNode value ? value.Children.Keys.Select(key => key.ToString()).ToList() : []
        where ways.Count(way => way is "exact" or "prefix" or "regex") != 1
        select $"{rollout.Name} step {step.Index} matches {Manifest.Scalar(match, "headerName")} by [{string.Join(", ", ways)}]";

    private static IEnumerable<string> Faults(Manifest rollout, YamlMappingNode step)
    {
        var kinds = step.Children.Keys.Select(key => key.ToString()).Where(Kinds.Contains).ToList();
        if (kinds.Count != 1)
        {
            yield return $"is of the kinds [{string.Join(", ", kinds)}]";
        }

        var most = Number(rollout.Root, "spec.strategy.canary.trafficRouting.maxTrafficWeight") ?? 100;
        if (Manifest.Scalar(step, "setWeight") is { } weight && !(Number(step, "setWeight") is { } number && number >= 0 && number <= most))
        {
            yield return $"sets weight {weight}: write 0 to {most}";
        }

        if (Manifest.Scalar(step, "pause.duration") is { } duration && !(Number(step, "pause.duration") > 0 || (Number(step, "pause.duration") is null && Metric.IsDuration(duration) && duration.IndexOfAny(['1', '2', '3', '4', '5', '6', '7', '8', '9']) >= 0 && duration[0] != '-')))
        {
            yield return $"pauses for '{duration}': write a duration above zero such as 10m";
        }

        foreach (var fault in Unrouted(rollout, step))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Unrouted(Manifest rollout, YamlMappingNode step)
    {
        if (Manifest.Find(step, "setCanaryScale") is not null && rollout.Find("spec.strategy.canary.trafficRouting") is null)
        {
            yield return "has setCanaryScale without traffic routing";
        }

        foreach (var kind in new[] { "setHeaderRoute", "setMirrorRoute" })
        {
            if (Manifest.Scalar(step, $"{kind}.name") is { } route
                && !rollout.Maps("spec.strategy.canary.trafficRouting.managedRoutes").Any(managed => Manifest.Scalar(managed, "name") == route))
            {
                yield return $"has {kind} {route}, which trafficRouting.managedRoutes does not name";
            }
        }
    }

    private static int? Number(YamlNode node, string path) => int.TryParse(Manifest.Scalar(node, path), CultureInfo.InvariantCulture, out var number) ? number : null;
}
