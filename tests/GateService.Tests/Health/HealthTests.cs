using System.Net;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Health;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/startup")]
    [InlineData("/healthz/ready")]
    public async Task A_gate_with_a_good_key_is_healthy_without_a_token(string path)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        var (status, health) = await AskAsync(gate, path);

        status.ShouldBe(HttpStatusCode.OK);
        health.GetProperty("status").GetString().ShouldBe("healthy", health.GetRawText());
    }

    [Theory]
    [InlineData("NRAK-WRONG")]
    [InlineData("")]
    public async Task A_bad_key_makes_the_gate_unready_with_the_reason_and_every_verdict_inconclusive(string key)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = ScriptedNerdGraph.Raw(401, "");
        await using var gate = await GateHost.StartAsync(nerdGraph, ("NewRelic:ApiKey", key));

        var (status, health) = await AskAsync(gate, "/healthz/ready");
        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        status.ShouldBe(HttpStatusCode.ServiceUnavailable, health.GetRawText());
        Check(health, "newRelic").GetProperty("why").GetString().ShouldNotBeNullOrEmpty();
        health.GetRawText().ShouldNotContain("NRAK-WRONG");
        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("New Relic");
    }

    [Fact]
    public async Task A_New_Relic_that_is_not_there_is_degraded_and_still_ready()
    {
        await using var gate = await GateHost.StartAsync(new Uri("http://127.0.0.1:9/graphql"), _ => { });

        var (status, health) = await AskAsync(gate, "/healthz/ready");

        status.ShouldBe(HttpStatusCode.OK);
        Check(health, "newRelic").GetProperty("status").GetString().ShouldBe("degraded");
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_degraded_and_changes_no_verdict()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph, ("History:ConnectionString", "Data Source=/proc/no/such/folder/gate.db"));

        var (status, health) = await AskAsync(gate, "/healthz/ready");
        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        status.ShouldBe(HttpStatusCode.OK);
        Check(health, "store").GetProperty("status").GetString().ShouldBe("degraded");
        answer.Verdict().ShouldBe("pass");
        answer.Warnings().ShouldBe(
        [
            "the store is not reachable: the window is counted back from now, not from when this step was first seen",
            "this decision could not be stored, and its link will not work",
        ]);
    }

    [Fact]
    public async Task The_health_of_New_Relic_is_asked_once_for_many_probes()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        for (var i = 0; i < 5; i++)
        {
            await AskAsync(gate, "/healthz/ready");
        }

        nerdGraph.Probes.ShouldBe(1);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Health)> AskAsync(GateHost gate, string path)
    {
        using var stranger = new HttpClient { BaseAddress = gate.Client.BaseAddress };
        using var response = await stranger.GetAsync(path);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
    }

    private static JsonElement Check(JsonElement health, string name) => health.GetProperty("checks").GetProperty(name);
}
