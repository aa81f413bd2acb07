using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Fit;

/// <summary>The parts of a rendered workload fit together: what one names, another brings.</summary>
public sealed class FitTests
{
    private static readonly string[] Kinds = ["HTTPRoute", "GRPCRoute", "TCPRoute"];

    /// <summary>What teams' charts are known to render; RenderTests hold the files to Helm.</summary>
    public static TheoryData<string> Workloads =>
    [
        .. Workshop.Examples.Select(example => Repository.PathOf("charts", "examples", example, "golden.yaml"))
            .Concat(RenderTests.Switches("progressive-delivery").Select(file => Path.ChangeExtension(file, ".golden"))),
    ];

    /// <summary>On the way from a Deployment a Rollout starts with as many pods as that runs; the autoscaler takes over from there.</summary>
    private static readonly string[] Migrations = ["workload-ref", "after-workload-ref", "session-from-deployment"];

    private static IReadOnlyList<Manifest> Gate { get; } = Manifest.All(Repository.Read("tests", "Charts.Tests", "Golden", "gate-service.yaml"));

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Every_service_that_is_named_exists(string golden)
    {
        var manifests = Manifest.All(File.ReadAllText(golden));
        var services = manifests.Where(manifest => manifest.Kind == "Service").Select(manifest => manifest.Name).ToList();

        var named = manifests.Where(manifest => manifest.Kind == "Rollout").SelectMany(RolloutServices)
            .Concat(manifests.Where(IsRoute).SelectMany(Backends).Select(backend => Manifest.Scalar(backend, "name")!));

        named.Except(services).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Every_route_the_plugin_finds_names_both_services_at_100_and_0(string golden)
    {
        var manifests = Manifest.All(File.ReadAllText(golden));
        foreach (var rollout in manifests.Where(manifest => manifest.Find("spec.strategy.canary") is not null))
        {
            var found = Found(rollout, manifests).ToList();

            found.ShouldNotBeEmpty();
            foreach (var route in found)
            {
                Backends(route).Select(backend => $"{Manifest.Scalar(backend, "name")} {Manifest.Scalar(backend, "weight")}").ShouldBe(
                    [$"{rollout.Text("spec.strategy.canary.stableService")} 100", $"{rollout.Text("spec.strategy.canary.canaryService")} 0"], route.Name);
            }

            manifests.Where(IsRoute).Except(found).ShouldBeEmpty("a route the plugin does not find keeps all traffic on stable");
        }
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Every_analysis_names_a_template_and_gives_it_what_it_needs(string golden)
    {
        var manifests = Manifest.All(File.ReadAllText(golden));
        foreach (var (templates, arguments) in Analyses(manifests))
        {
            var declared = templates.SelectMany(template => Named(manifests, template).Maps("spec.args")).ToList();
            var valued = declared.Where(argument => Manifest.Find(argument, "value") is not null || Manifest.Find(argument, "valueFrom") is not null);

            arguments.Except(Names(declared)).ShouldBeEmpty("Argo drops an argument that no template declares");
            Names(declared).Except(Names(valued)).Except(arguments).ShouldBeEmpty("a run without a required argument never starts");
            arguments.Distinct().Count().ShouldBe(arguments.Count, "of an argument given twice the last wins");
        }
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Every_scaled_object_scales_what_is_rendered_and_never_below_two(string golden)
    {
        var manifests = Manifest.All(File.ReadAllText(golden));
        foreach (var scaled in manifests.Where(manifest => manifest.Kind == "ScaledObject"))
        {
            var target = manifests.Single(manifest => manifest.Kind == scaled.Text("spec.scaleTargetRef.kind") && manifest.Name == scaled.Text("spec.scaleTargetRef.name"));

            target.Text("apiVersion").ShouldBe(scaled.Text("spec.scaleTargetRef.apiVersion"));
            (target.Find("spec.replicas") is not null).ShouldBe(Migrations.Contains(Path.GetFileNameWithoutExtension(golden)), "replicas in git fight with the autoscaler");
            int.Parse(scaled.Text("spec.minReplicaCount"), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(2);
        }
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Every_selector_selects_the_pods_that_are_rendered(string golden)
    {
        var manifests = Manifest.All(File.ReadAllText(golden));
        foreach (var workload in manifests.Where(manifest => manifest.Find("spec.template.metadata.labels") is not null && manifest.Kind is "Rollout" or "Deployment"))
        {
            var labels = Labels(workload.Find("spec.template.metadata.labels"));
            var selectors = manifests.Select(manifest => manifest.Kind switch
            {
                "Service" => manifest.Find("spec.selector"),
                "PodDisruptionBudget" or "Rollout" or "Deployment" => manifest.Find("spec.selector.matchLabels"),
                _ => null,
            });

            foreach (var selector in selectors.OfType<YamlMappingNode>().Select(Labels))
            {
                selector.ShouldNotBeEmpty();
                selector.Except(labels).ShouldBeEmpty();
            }
        }
    }

    [Theory]
    [InlineData("dry-run", 5)]
    [InlineData("dry-run-experiment", 7)]
    public void While_onboarding_every_analysis_is_a_dry_run(string file, int count)
    {
        var rollout = Manifest.All(Repository.Read("tests", "Charts.Tests", "Switches", "progressive-delivery", $"{file}.golden")).Single(manifest => manifest.Kind == "Rollout");
        var analyses = Analyses(rollout.Find("spec.strategy")!).ToList();

        analyses.Count.ShouldBe(count);
        foreach (var analysis in analyses)
        {
            ((YamlSequenceNode)analysis["dryRun"]).Select(rule => Manifest.Scalar(rule, "metricName")).ShouldBe([".*"]);
        }
    }

    [Fact]
    public void The_kargo_stage_names_a_shipped_template_and_only_declared_arguments()
    {
        var stage = Manifest.All(Repository.Read("charts", "examples", "kargo", "stage.yaml")).Single();
        foreach (var reference in stage.Maps("spec.verification.analysisTemplates"))
        {
            var declared = Gate.Single(manifest => manifest.Kind == Manifest.Scalar(reference, "kind") && manifest.Name == Manifest.Scalar(reference, "name")).Maps("spec.args");

            Names(stage.Maps("spec.verification.args")).Except(Names(declared)).ShouldBeEmpty();
        }
    }

    private static IEnumerable<string> RolloutServices(Manifest rollout) =>
        new[] { "canary.stableService", "canary.canaryService", "blueGreen.activeService", "blueGreen.previewService" }
            .Select(path => Manifest.Scalar(rollout.Root, $"spec.strategy.{path}")).OfType<string>();

    private static bool IsRoute(Manifest manifest) => Kinds.Contains(manifest.Kind);

    private static IEnumerable<YamlMappingNode> Backends(Manifest route) =>
        route.Maps("spec.rules").SelectMany(rule => ((YamlSequenceNode)rule["backendRefs"]).Children.OfType<YamlMappingNode>());

    /// <summary>Routes as the plugin finds them: by the selector of their kind, or by name.</summary>
    private static IEnumerable<Manifest> Found(Manifest rollout, IEnumerable<Manifest> manifests)
    {
        var plugin = (YamlMappingNode)rollout.Find("spec.strategy.canary.trafficRouting.plugins.argoproj-labs/gatewayAPI")!;
        foreach (var route in manifests.Where(IsRoute))
        {
            var kind = route.Kind[..^"Route".Length].ToLowerInvariant();
            var named = Manifest.Find(plugin, $"{kind}Routes") is YamlSequenceNode list && list.Children.Any(entry => Manifest.Scalar(entry, "name") == route.Name);
            var selected = Manifest.Find(plugin, $"{kind}RouteSelector.matchLabels") is YamlMappingNode selector && !Labels(selector).Except(Labels(route.Find("metadata.labels"))).Any();
            if (named || selected)
            {
                yield return route;
            }
        }
    }

    /// <summary>Every analysis of every Rollout, experiments included: template, whether it is the cluster's, names of the arguments given.</summary>
    /// <summary>The templates of each analysis, which Argo reads as one, and what it gives them.</summary>
    private static IEnumerable<(IReadOnlyList<YamlMappingNode> Templates, IReadOnlyList<string> Arguments)> Analyses(IEnumerable<Manifest> manifests) =>
        from rollout in manifests
        where rollout.Kind == "Rollout"
        from analysis in Maps(rollout.Root)
        let list = Manifest.Find(analysis, "templates") is YamlSequenceNode templates ? templates.Children.OfType<YamlMappingNode>().Append(analysis) : [analysis]
        let named = list.Where(reference => Manifest.Scalar(reference, "templateName") is not null).ToList()
        where named.Count > 0
        select ((IReadOnlyList<YamlMappingNode>)named, (IReadOnlyList<string>)[.. Names(new Manifest(analysis).Maps("args"))]);

    private static Manifest Named(IEnumerable<Manifest> manifests, YamlMappingNode reference) =>
        (Manifest.Scalar(reference, "clusterScope") == "true" ? Gate.Where(manifest => manifest.Kind == "ClusterAnalysisTemplate") : manifests.Where(manifest => manifest.Kind == "AnalysisTemplate"))
            .Single(manifest => manifest.Name == Manifest.Scalar(reference, "templateName"));

    /// <summary>Everything of a strategy that asks: analyses, and experiments.</summary>
    private static IEnumerable<YamlMappingNode> Analyses(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.Where(child => child.Key.ToString() is "analysis" or "experiment").Select(child => (YamlMappingNode)child.Value)
            .Concat(map.Children.Where(child => child.Key.ToString() is not ("analysis" or "experiment")).SelectMany(child => Analyses(child.Value))),
        YamlSequenceNode list => list.SelectMany(Analyses),
        _ => [],
    };

    /// <summary>Maps that hold an analysis: those with arguments.</summary>
    private static IEnumerable<YamlMappingNode> Maps(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.Values.SelectMany(Maps).Concat(Manifest.Find(map, "args") is YamlSequenceNode ? [map] : []),
        YamlSequenceNode list => list.SelectMany(Maps),
        _ => [],
    };

    private static IEnumerable<string> Names(IEnumerable<YamlMappingNode> arguments) => arguments.Select(argument => Manifest.Scalar(argument, "name")!);

    private static List<string> Labels(YamlNode? node) => node is YamlMappingNode map ? [.. map.Children.Select(label => $"{label.Key}={label.Value}")] : [];
}
