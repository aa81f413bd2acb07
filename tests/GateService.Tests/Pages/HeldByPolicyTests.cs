using GateService.Tests.Hosting;

namespace GateService.Tests.Pages;

/// <summary>The same harm under a policy that fails for it and one that leaves it to people, on the pages of decision and rollout.</summary>
public sealed class HeldByPolicyTests : IAsyncLifetime
{
    private readonly PolicyFolder _policies = new(new Dictionary<string, string> { ["asks-people.yaml"] = "kind: policy\nname: asks-people\nextends: http-threshold\nonHarm: hold\n" });
    private ScriptedNerdGraph _nerdGraph = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        _gate = await GateHost.StartAsync(_nerdGraph, ("Auth:Disabled", "true"), _policies.Setting);
        _nerdGraph.Answer = ScriptedNerdGraph.Slices(SliceCounts.Healthy with { Errors = SliceCounts.Healthy.Requests / 4 }, SliceCounts.Healthy);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _nerdGraph.DisposeAsync();
        _policies.Dispose();
    }

    [Theory]
    [InlineData("asks-people", "inconclusive", "it would fail, and the policy holds it", "Held by its policy, would fail at 5 % of the traffic", "Abort the rollout, or promote it knowing so.")]
    [InlineData("http-threshold", "fail", "over its limit", "Failed at 5 % of the traffic", "Fix the cause and roll out again.")]
    public async Task Both_pages_say_whose_turn_it_is(string policy, string verdict, string decision, string standing, string toDo)
    {
        var answer = await _gate.EvaluateAsync(Bodies.Step(("service", policy), ("rollout", policy), ("policy", policy), ("revision", "7")).ToJsonString()).JudgedAsync();
        using var browser = new Browser(_gate);

        var explained = Html.Text(await browser.ReadAsync($"/decisions/{answer.GetProperty("decision").GetProperty("id").GetString()}"));
        var rollout = Html.Text(await browser.ReadAsync($"/rollouts/shop/{policy}"));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        explained.ShouldContain(decision);
        rollout.ShouldContain(standing);
        rollout.ShouldContain(", revision 7");
        (explained.Contains(toDo, StringComparison.Ordinal), rollout.Contains(toDo, StringComparison.Ordinal)).ShouldBe((true, true));
    }
}
