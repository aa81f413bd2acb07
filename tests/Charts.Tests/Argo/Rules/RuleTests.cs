using Charts.Tests.Helm;

namespace Charts.Tests.Argo.Rules;

/// <summary>Every rule alone sees what breaks it; and Argo's own code, where it is here, is of the same mind.</summary>
public sealed class RuleTests
{
    private static readonly string Healthy = Repository.Read("tests", "Charts.Tests", "Argo", "Rules", "healthy.yaml");

    /// <summary>Today's workloads under the gate's templates as the first version rendered them: with an interval and no count.</summary>
    private static string Earlier => string.Join(
        "\n---\n", Repository.Read("tests", "Charts.Tests", "Upgrades", "gate-service-0.1.0", "rendered.yaml"), Renderings.Example("http-service"), Renderings.Example("session-service"));

    public static TheoryData<string> Everything => [.. BrokenManifests.All.Select(broken => $"{broken}")];

    [Fact]
    public void The_healthy_twin_breaks_no_rule() => RuleBook.Faults(Healthy).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Everything))]
    public void What_breaks_a_rule_is_seen_by_that_rule_alone(string name)
    {
        var broken = Find(name);
        var applied = new Applied(Manifest.All(broken.In(Healthy)));

        var seen = RuleBook.All.Where(rule => rule.Faults(applied).Any()).Select(rule => rule.Number);

        seen.ShouldBe([broken.Rule], string.Join('\n', RuleBook.Faults(broken.In(Healthy))));
    }

    [Fact]
    public void The_templates_of_version_0_1_0_break_the_first_rule_and_no_other() =>
        RuleBook.All.Where(rule => rule.Faults(new Applied(Manifest.All(Earlier))).Any()).Select(rule => rule.Number).ShouldBe([1]);

    [Fact]
    public async Task Argo_refused_the_templates_of_version_0_1_0()
    {
        ArgoCheck.Need();

        (await ArgoCheck.ValidateAsync(Earlier)).Count.ShouldBe(RuleBook.Faults(Earlier).Count);
        (await ArgoCheck.SyncAsync(Earlier)).ShouldAllBe(rollout => rollout.Phase == "Degraded" && rollout.ReplicaSets == 0 && rollout.Message.Contains("runs indefinitely", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_has_something_that_breaks_it() =>
        BrokenManifests.All.Select(broken => broken.Rule).Distinct().Order().ShouldBe(RuleBook.All.Select(rule => rule.Number));

    [Fact]
    public async Task Argo_takes_the_healthy_twin()
    {
        ArgoCheck.Need();

        (await ArgoCheck.ValidateAsync(Healthy)).ShouldBeEmpty();
        (await ArgoCheck.SyncAsync(Healthy)).ShouldAllBe(rollout => rollout.Phase == "Progressing" && rollout.ReplicaSets == 1);
        (await BegunAsync(Healthy)).ShouldBe(["shop/shop background", "shop/shop step 4", "shop/cart prePromotion", "shop/cart postPromotion", "AnalysisRun worker-gate"]);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Argo_is_of_the_same_mind(string name)
    {
        ArgoCheck.Need();
        var broken = Find(name);

        var faults = await ArgoCheck.ValidateAsync(broken.In(Healthy));

        (faults.Count > 0).ShouldBe(broken.By == Broken.Seen.Validation, string.Join('\n', faults));
        if (broken.By != Broken.Seen.Validation)
        {
            (await BegunAsync(broken.In(Healthy))).Count.ShouldBe(broken.By == Broken.Seen.Run ? 4 : 5);
        }
    }

    /// <summary>The analyses that Argo begins: nobody answers at the address, so they go on asking.</summary>
    private static async Task<List<string>> BegunAsync(string manifests) =>
        [.. from run in await ArgoCheck.AnalyseAsync(manifests, "", "-max", "1", "-gate", "http://127.0.0.1:9") where run.Phase == "Running" select run.Where];

    private static Broken Find(string name) => BrokenManifests.All.Single(broken => $"{broken}" == name);
}
