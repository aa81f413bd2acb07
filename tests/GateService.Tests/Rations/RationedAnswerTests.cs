using System.Text.Json;
using GateService.Tests.Hosting;
using GateService.Tests.Pages;

namespace GateService.Tests.Rations;

/// <summary>A gate whose account carries little: what is not asked is inconclusive and says why and when to ask again, steps last of all.</summary>
public sealed class RationedAnswerTests
{
    [Fact]
    public async Task Questions_beside_the_steps_are_busy_first_and_a_step_is_still_judged()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph, ("NewRelic:QueriesPerMinute", "100"));

        // Whatever minute it is: nobody asks so much beside the steps in one.
        var busy = default(JsonElement?);
        for (var i = 0; i < 200 && busy is null; i++)
        {
            var answer = await gate.EvaluateAsync(Bodies.Step(("mode", "background"), ("service", "patient")).ToJsonString()).JudgedAsync();
            answer.Verdict().ShouldNotBe("fail");
            busy = answer.Verdict() == "inconclusive" ? answer : null;
        }

        var refused = busy.ShouldNotBeNull();
        refused.Reason().ShouldContain("New Relic was not asked: busy");
        refused.Reason().ShouldMatch("ask again in \\d+ s");
        refused.GetProperty("evidence").GetProperty("queries").EnumerateArray().Select(query => query.GetProperty("trouble").GetString()).ShouldContain("rationed");
        var step = await gate.EvaluateAsync(Bodies.Step(("service", "urgent")).ToJsonString()).JudgedAsync();
        step.Verdict().ShouldBe("pass", step.Reason());
        (await gate.Client.GetStringAsync("/metrics")).ShouldContain("gate_nerdgraph_rationed_total{");
        using var browser = await Browser.SignedInAsync(gate, GateHost.Token);
        (await browser.ReadAsync("/scoreboard")).ShouldContain("of 100 this minute");
    }
}
