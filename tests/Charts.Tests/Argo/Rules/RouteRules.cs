using System.Text.RegularExpressions;
using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Argo.Rules;

/// <summary>What the Gateway API plugin makes of a Rollout: Argo itself does not look at it.</summary>
internal static partial class RouteRules
{
    private const string Plugin = "argoproj-labs/gatewayAPI";

    /// <summary>The plugin below 0.13 keeps what it did to header routes in a ConfigMap of the Rollout's namespace.</summary>
    private static readonly string[] Verbs = ["get", "create", "update"];

    public static IEnumerable<string> Faults(Applied applied)
    {
        foreach (var rollout in applied.Rollouts.Where(rollout => rollout.Find($"spec.strategy.canary.trafficRouting.plugins.{Plugin}") is not null))
        {
            var managed = rollout.Maps("spec.strategy.canary.trafficRouting.managedRoutes").Select(route => Manifest.Scalar(route, "name") ?? "").ToList();
            foreach (var name in managed.Where(name => !IsLabel(name)))
            {
                yield return $"{rollout.Name} manages the route '{name}', and the API server takes no such name for a rule of an HTTPRoute: write lower-case letters, digits and dashes";
            }
        }

        foreach (var role in applied.Manifests.Where(manifest => applied.PluginKeepsState && manifest.Kind == "Role" && Grants(manifest, "gateway.networking.k8s.io", "httproutes").Contains("update")))
        {
            foreach (var verb in Verbs.Except(Grants(role, "", "configmaps")))
            {
                yield return $"Role {role.Name} does not let the plugin {verb} its ConfigMap";
            }
        }
    }

    /// <summary>A DNS label.</summary>
    public static bool IsLabel(string name) => Label().IsMatch(name);

    private static IEnumerable<string> Grants(Manifest role, string api, string resource) =>
        from rule in role.Maps("rules")
        where Texts(rule, "apiGroups").Contains(api) && Texts(rule, "resources").Contains(resource)
        from verb in Texts(rule, "verbs")
        select verb;

    private static IEnumerable<string> Texts(YamlMappingNode rule, string list) => Manifest.Find(rule, list) is YamlSequenceNode { Children: var texts } ? texts.Select(text => text.ToString()) : [];

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex Label();
}
