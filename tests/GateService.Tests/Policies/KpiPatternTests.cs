using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Policies;

/// <summary>A value from a request stays a literal behind LIKE too: it never matches more than itself.</summary>
public sealed class KpiPatternTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("%")]
    [InlineData("a%b")]
    public async Task A_wildcard_is_refused_before_New_Relic_is_asked_and_the_objective_is_undecided(string shop)
    {
        var (answer, asked) = await AskAsync("shop LIKE {shop} AND kind NOT LIKE {kind}", shop);

        answer.Verdict().ShouldBe("inconclusive");
        answer.GetProperty("objectives")[0].GetProperty("reason").GetString()!.ShouldContain($"args.shop is '{shop}': expected a text without %");
        asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("under_score", @"shop LIKE 'under_score' AND")]
    [InlineData(@"back\slash", @"shop LIKE 'back\\slash' AND")]
    [InlineData(@"o'clock", @"shop LIKE 'o\'clock' AND")]
    public async Task Everything_else_is_asked_as_it_is(string shop, string nrql)
    {
        var (_, asked) = await AskAsync("shop LIKE {shop} AND kind NOT LIKE {kind}", shop);

        asked.ShouldContain(text => text.Contains(nrql, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_percent_sign_that_is_compared_and_no_pattern_is_asked_as_it_is()
    {
        var (_, asked) = await AskAsync("shop = {shop} AND kind NOT LIKE {kind}", "100%");

        asked.ShouldContain(text => text.Contains("shop = '100%' AND", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(System.Text.Json.JsonElement Answer, List<string> Asked)> AskAsync(string where, string shop)
    {
        await File.WriteAllTextAsync(
            _folder.File("shop.yaml"),
            $"kind: policy\nname: shop\nobjectives:\n  orders:\n    kind: kpi\n    judge: threshold\n    eventType: Order\n    form: rate\n    where: \"{where}\"\n    parameters: {{shop: {{}}, kind: {{default: test}}}}\n    atLeast: 1\n");
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph, ("Policies:Directory", _folder.Path));

        var answer = await gate.EvaluateAsync(Bodies.Step(("policy", "shop"), ("args", new JsonObject { ["shop"] = shop })).ToJsonString()).JudgedAsync();

        var asked = nerdGraph.Batches.SelectMany(batch => JsonNode.Parse(batch)!["variables"]!.AsObject()).Where(variable => variable.Key.StartsWith('q')).Select(variable => variable.Value!.ToString()).ToList();
        return (answer, asked);
    }
}
