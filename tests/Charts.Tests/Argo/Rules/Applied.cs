using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Argo.Rules;

/// <summary>Manifests that are applied together, and the analyses among them with the templates they name.</summary>
/// <param name="pluginKeepsState">The cluster's Gateway API plugin is one below 0.13, or may be.</param>
internal sealed class Applied(IReadOnlyList<Manifest> manifests, bool pluginKeepsState = true)
{
    public bool PluginKeepsState => pluginKeepsState;

    public IReadOnlyList<Manifest> Manifests => manifests;

    public IReadOnlyList<Manifest> Rollouts { get; } = [.. manifests.Where(manifest => manifest.Kind == "Rollout")];

    public IReadOnlyList<Manifest> Templates { get; } = [.. manifests.Where(manifest => manifest.Kind is "AnalysisTemplate" or "ClusterAnalysisTemplate")];

    /// <summary>Analyses of Rollouts, AnalysisRuns that stand alone, and templates that nobody names here.</summary>
    public IReadOnlyList<Analysis> Analyses => field ??= [.. OfRollouts(), .. Alone(), .. Unused()];

    public Manifest? Find(string kind, string name) => manifests.FirstOrDefault(manifest => manifest.Kind == kind && manifest.Name == name);

    private IEnumerable<Analysis> OfRollouts() =>
        from rollout in Rollouts
        from use in Uses(rollout)
        select new Analysis($"{rollout.Name} {use.Where}", rollout, use.Node, use.MustEnd, Named(use.Node));

    private static IEnumerable<(string Where, YamlMappingNode Node, bool MustEnd)> Uses(Manifest rollout)
    {
        if (rollout.Find("spec.strategy.canary.analysis") is YamlMappingNode background)
        {
            yield return ("background", background, false);
        }

        foreach (var (index, step) in rollout.Maps("spec.strategy.canary.steps").Index())
        {
            if (Manifest.Find(step, "analysis") is YamlMappingNode inline)
            {
                yield return ($"step {index}", inline, true);
            }

            foreach (var side in new Manifest(step).Maps("experiment.analyses"))
            {
                yield return ($"step {index} experiment {Manifest.Scalar(side, "name")}", side, false);
            }
        }

        foreach (var promotion in new[] { "prePromotionAnalysis", "postPromotionAnalysis" })
        {
            if (rollout.Find($"spec.strategy.blueGreen.{promotion}") is YamlMappingNode node)
            {
                yield return (promotion, node, true);
            }
        }
    }

    private List<(string Reference, Manifest? Template)> Named(YamlMappingNode analysis) =>
    [
        .. from reference in Manifest.Find(analysis, "templateName") is null ? new Manifest(analysis).Maps("templates") : [analysis]
           let kind = Manifest.Scalar(reference, "clusterScope") == "true" ? "ClusterAnalysisTemplate" : "AnalysisTemplate"
           let name = Manifest.Scalar(reference, "templateName")
           select ($"{kind} {name}", Find(kind, name!)),
    ];

    private IEnumerable<Analysis> Alone() =>
        from run in manifests
        where run.Kind == "AnalysisRun"
        select new Analysis($"AnalysisRun {run.Name}", run, (YamlMappingNode)run.Find("spec")!, MustEnd: false, [($"AnalysisRun {run.Name}", run)]);

    private IEnumerable<Analysis> Unused() =>
        from template in Templates
        where !OfRollouts().Any(analysis => analysis.Templates.Contains(template))
        select new Analysis($"{template.Kind} {template.Name}", template, new YamlMappingNode(), MustEnd: false, [(template.Name, template)]);
}
