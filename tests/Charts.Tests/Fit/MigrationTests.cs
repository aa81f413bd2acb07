using System.Globalization;
using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Fit;

/// <summary>From a live Deployment to a Rollout, as the playbook has it: nothing that serves is replaced, and no moment has fewer pods.</summary>
public sealed class MigrationTests
{
    private static readonly IReadOnlyList<Manifest> Live = Manifest.All(Repository.Read("tests", "Charts.Tests", "Argo", "Live", "checkout-live.yaml"));

    private static Manifest Deployment => Live.Single(manifest => manifest.Kind == "Deployment");

    public static TheoryData<string> Stages => ["workload-ref", "session-from-deployment", "after-workload-ref"];

    public static TheoryData<string> Beginnings => ["workload-ref", "session-from-deployment"];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Nothing_that_is_alive_is_replaced(string stage) =>
        Rendered(stage).Select(manifest => $"{manifest.Kind} {manifest.Name}").Intersect(Live.Select(manifest => $"{manifest.Kind} {manifest.Name}")).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Beginnings))]
    public void Every_Service_of_the_chart_finds_the_Deployment_s_pods_from_the_first_moment(string stage)
    {
        var labels = Labels(Deployment.Find("spec.template.metadata.labels"));
        var port = Deployment.Maps("spec.template.spec.containers").Select(container => ((YamlSequenceNode)container["ports"])[0]["containerPort"].ToString()).Single();
        var services = Rendered(stage).Where(manifest => manifest.Kind == "Service").ToList();

        services.Count.ShouldBe(2);
        foreach (var service in services)
        {
            Labels(service.Find("spec.selector")).ShouldNotBeEmpty();
            Labels(service.Find("spec.selector")).Except(labels).ShouldBeEmpty(service.Name);
            service.Maps("spec.ports").Select(each => Manifest.Scalar(each, "targetPort")).ShouldBe([port]);
        }
    }

    [Theory]
    [MemberData(nameof(Beginnings))]
    public void The_Rollout_starts_as_large_as_the_Deployment_and_may_stay_so(string stage)
    {
        var live = Number(Deployment.Text("spec.replicas"));

        Number(Rollout(stage).Text("spec.replicas")).ShouldBeGreaterThanOrEqualTo(live, "Argo shrinks the Deployment to what the Rollout lacks, and switches the Service when the Rollout has all it wants");
        Number(Rendered(stage).Single(manifest => manifest.Kind == "ScaledObject").Text("spec.maxReplicaCount")).ShouldBeGreaterThanOrEqualTo(live);
        Rollout(stage).Text("spec.workloadRef.name").ShouldBe(Deployment.Name);
        Rollout(stage).Find("spec.workloadRef.replicas").ShouldBeNull("it is no field of Argo's");
    }

    [Fact]
    public void When_the_Deployment_goes_Services_labels_and_size_stay()
    {
        var (before, after) = (Rendered("workload-ref"), Rendered("after-workload-ref"));

        foreach (var (kind, field) in new[] { ("Rollout", "spec.selector"), ("Rollout", "spec.replicas"), ("Rollout", "spec.strategy.canary.stableService"), ("HTTPRoute", "spec"), ("PodDisruptionBudget", "spec") })
        {
            $"{after.Single(manifest => manifest.Kind == kind).Find(field)}".ShouldBe($"{before.Single(manifest => manifest.Kind == kind).Find(field)}", $"{kind} {field}");
        }

        Services(after).ShouldBe(Services(before));
    }

    [Fact]
    public void The_Argo_CD_examples_leave_the_size_to_the_autoscaler()
    {
        foreach (var (file, path) in new[] { ("application.yaml", "spec"), ("applicationset.yaml", "spec.template.spec") })
        {
            var ignored = Manifest.All(Repository.Read("charts", "examples", "argocd", file)).Single().Maps($"{path}.ignoreDifferences").Single(each => Manifest.Scalar(each, "kind") == "Rollout");

            ((YamlSequenceNode)ignored["jqPathExpressions"]).Select(path => path.ToString()).ShouldBe(["select(.metadata.labels.autoscaled == \"true\") | .spec.replicas"]);
        }

        Rollout("workload-ref").Text("metadata.labels.autoscaled").ShouldBe("true");
        Rollout("fixed-size").Find("metadata.labels.autoscaled").ShouldBeNull("its size is what stands in git");
    }

    private static List<string> Services(IEnumerable<Manifest> manifests) =>
        [.. manifests.Where(manifest => manifest.Kind == "Service").Select(manifest => $"{manifest.Name} {manifest.Find("spec.selector")}")];

    private static IReadOnlyList<Manifest> Rendered(string stage) => Manifest.All(Repository.Read("tests", "Charts.Tests", "Switches", "progressive-delivery", $"{stage}.golden"));

    private static Manifest Rollout(string stage) => Rendered(stage).Single(manifest => manifest.Kind == "Rollout");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static List<string> Labels(YamlNode? node) => node is YamlMappingNode map ? [.. map.Children.Select(label => $"{label.Key}={label.Value}")] : [];
}
