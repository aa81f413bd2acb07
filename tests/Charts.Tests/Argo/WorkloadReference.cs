using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Argo;

/// <summary>Puts the pods of a Deployment into the Rollout that refers to it, as Argo does before it looks at the Rollout.</summary>
internal static class WorkloadReference
{
    /// <summary>The Deployments lie in <c>Live</c>, by name: what runs in the cluster before the chart comes.</summary>
    public static string Resolved(string rendered)
    {
        if (!rendered.Contains("workloadRef:", StringComparison.Ordinal))
        {
            return rendered;
        }

        var manifests = Manifest.All(rendered);
        foreach (var rollout in manifests.Where(manifest => manifest.Kind == "Rollout" && manifest.Find("spec.workloadRef") is not null))
        {
            var deployment = Manifest.All(Repository.Read("tests", "Charts.Tests", "Argo", "Live", $"{rollout.Text("spec.workloadRef.name")}.yaml"))
                .Single(manifest => manifest.Kind == "Deployment");
            var spec = (YamlMappingNode)rollout.Find("spec")!;
            spec.Children.Remove(new YamlScalarNode("workloadRef"));
            spec.Add("template", deployment.Find("spec.template")!);
        }

        return string.Join("---\n", manifests.Select(Text));
    }

    private static string Text(Manifest manifest)
    {
        using var writer = new StringWriter();
        new YamlStream(new YamlDocument(manifest.Root)).Save(writer, assignAnchors: false);
        return writer.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }
}
