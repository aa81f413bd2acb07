using Charts.Tests.Helm;

namespace Charts.Tests.Argo;

/// <summary>What Argo's rollout controller does when it first sees what the charts render.</summary>
public sealed class ControllerTests(Workshop workshop)
{
    public static TheoryData<string> Everything => [.. Renderings.Names];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task It_makes_the_pods_of_the_new_version(string name)
    {
        ArgoCheck.Need();
        var manifests = await Renderings.RenderAsync(workshop, name);

        var synced = await ArgoCheck.SyncAsync(manifests);

        synced.Count.ShouldBe(Manifest.All(manifests).Count(manifest => manifest.Kind == "Rollout"));
        synced.ShouldAllBe(rollout => rollout.Phase == "Progressing" && rollout.ReplicaSets == 1 && rollout.Error == "<nil>");
    }

    [Theory]
    [InlineData("variation workload-ref")]
    [InlineData("variation workload-ref-with-preflight")]
    public async Task A_migration_leaves_what_serves_today_alone(string name)
    {
        var live = Manifest.All(Repository.Read("tests", "Charts.Tests", "Argo", "Live", "checkout-live.yaml"));

        var rendered = Manifest.All(await Renderings.RenderAsync(workshop, name));

        rendered.Select(Identity).Intersect(live.Select(Identity)).ShouldBeEmpty();
        live.Select(Identity).ShouldBe(["Deployment checkout-live", "Service checkout"]);
    }

    private static string Identity(Manifest manifest) => $"{manifest.Kind} {manifest.Name}";
}
