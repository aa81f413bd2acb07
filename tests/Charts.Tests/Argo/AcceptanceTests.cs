using Charts.Tests.Argo.Rules;
using Charts.Tests.Helm;

namespace Charts.Tests.Argo;

/// <summary>What the charts render is what Argo Rollouts takes: by its own validation where that is here, and by our reading of its rules everywhere.</summary>
public sealed class AcceptanceTests(Workshop workshop)
{
    public static TheoryData<string> Everything => [.. Renderings.Names];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Our_rules_find_no_fault(string name) =>
        RuleBook.Faults(await Renderings.RenderAsync(workshop, name), pluginKeepsState: !Renderings.HaveNewPlugin(name)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Argo_s_validation_finds_no_fault(string name)
    {
        ArgoCheck.Need();

        (await ArgoCheck.ValidateAsync(await Renderings.RenderAsync(workshop, name))).ShouldBeEmpty();
    }

    [Fact]
    public void At_least_forty_variations_are_looked_at() => Renderings.Names.Count(name => name.Contains("variation ", StringComparison.Ordinal)).ShouldBeGreaterThan(40);
}
