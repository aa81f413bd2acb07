using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Notifications;
using GateService.Outbox;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace GateService.Tests.Notifications;

/// <summary>New Relic as a receiver, the simulator standing in: what was sent can be queried there.</summary>
public sealed class NewRelicDeliveryTests
{
    [Fact]
    public async Task A_decision_is_a_custom_event_and_one_that_holds_is_a_marker_on_the_charts()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await using var gate = await GateHost.StartAsync(
            simulator.Endpoint, _ => { },
            ("Notifications:Channels:0:Name", "events"), ("Notifications:Channels:0:Kind", "NewRelicEvent"), ("Notifications:Channels:0:Url", new Uri(simulator.Client.BaseAddress!, "/v1/accounts/1/events").ToString()),
            ("Notifications:Channels:0:Token", "license"), ("Notifications:Channels:0:Account", "1"),
            ("Notifications:Channels:1:Name", "markers"), ("Notifications:Channels:1:Kind", "NewRelicMarker"), ("Notifications:Channels:1:Events:0", "Held"));

        var answer = await gate.EvaluateAsync(Bodies.Step(("policy", "http-default"), ("service", "o'checkout"), ("rollout", "checkout"), ("change", new JsonObject { ["commit"] = "3f2a9c1b04", ["author"] = "Ada", ["diff"] = "https://git.example.com/compare/1...2" })).ToJsonString()).JudgedAsync();
        var store = gate.App.Services.GetRequiredService<OutboxStore>();
        while ((await store.DepthAsync(default))[OutboxState.Pending] > 0)
        {
            await gate.App.Services.GetRequiredService<OutboxDispatcher>().RoundAsync(default);
        }

        (await store.ListAsync(OutboxState.Dead, null, 10, default)).Select(message => message.Trouble).ShouldBeEmpty();
        var decided = await QueryAsync(simulator, "SELECT latest(verdict) AS 'verdict', latest(decisionId) AS 'id', count(*) AS 'count' FROM GateDecision SINCE 10 minutes ago");
        decided.GetProperty("verdict").GetString().ShouldBe(answer.Verdict());
        decided.GetProperty("id").GetString().ShouldBe(answer.GetProperty("decision").GetProperty("id").GetString());
        var marked = await QueryAsync(simulator, "SELECT latest(version) AS 'version', latest(entitySearch) AS 'search', latest(commit) AS 'commit', latest(user) AS 'user', latest(changelog) AS 'changelog', count(*) AS 'count' FROM ChangeTrackingEvent SINCE 10 minutes ago");
        (marked.GetProperty("version").GetString(), marked.GetProperty("count").GetInt64()).ShouldBe(("5c6d7e8f", 1));
        (marked.GetProperty("commit").GetString(), marked.GetProperty("user").GetString(), marked.GetProperty("changelog").GetString()).ShouldBe(("3f2a9c1b04", "Ada", "https://git.example.com/compare/1...2"));
        marked.GetProperty("search").GetString()!.ShouldStartWith(@"name = 'o\'checkout'");
    }

    private static async Task<JsonElement> QueryAsync(SimulatorHost simulator, string nrql)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, simulator.Endpoint)
        {
            Content = JsonContent.Create(new { query = "query($q: Nrql!){actor{account(id: 1){nrql(query: $q){results}}}}", variables = new { q = nrql } }),
        };
        request.Headers.Add("API-Key", GateHost.ApiKey);
        using var response = await simulator.Client.SendAsync(request);
        var json = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        json.TryGetProperty("errors", out var errors).ShouldBeFalse(errors.ToString());
        return json.GetProperty("data").GetProperty("actor").GetProperty("account").GetProperty("nrql").GetProperty("results")[0];
    }
}
