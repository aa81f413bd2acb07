using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>
/// Whose fault errors are, in the words of agents that say class, message or dependency elsewhere than .NET's. Every harmless world has a twin in which the
/// canary is broken besides.
/// </summary>
public sealed class AgentErrorTests(SimulatedGate fixture) : IClassFixture<SimulatedGate>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("go", 0.3)]
    [InlineData("node", 0.3)]
    [InlineData("python", 0.3)]
    [InlineData("ruby", 0.3)]
    [InlineData("php", 0.3)]
    [InlineData("java", 1)]
    public async Task A_dependency_that_fails_both_slices_is_named_and_excused_and_the_canary_s_own_errors_beside_it_are_not(string agent, double refusals)
    {
        var outage = await JudgeAsync(agent, "outage", "upstreamDegraded", new JsonObject { ["refusals"] = refusals });

        outage.Verdict().ShouldBe("pass", outage.Reason());
        var account = outage.GetProperty("attribution").GetProperty("accounts").EnumerateArray().First();
        account.GetProperty("name").GetString().ShouldBe("payments-api");
        account.GetProperty("decision").GetString().ShouldBe("corroborated");

        var broken = await JudgeAsync(agent, "broken", "upstreamDegraded", new JsonObject { ["refusals"] = refusals, ["brokenCanary"] = 0.3 });

        broken.Verdict().ShouldBe("fail", broken.Reason());
    }

    [Theory]
    [InlineData("java")]
    [InlineData("dotnet")]
    [InlineData("python")]
    public async Task Expected_errors_of_both_slices_hold_nobody_and_hide_nothing(string agent)
    {
        var expected = await JudgeAsync(agent, "expected", "healthy", new JsonObject { ["expectedErrors"] = 0.02 });
        expected.Verdict().ShouldBe("pass", expected.Reason());

        var broken = await JudgeAsync(agent, "expected-broken", "healthy", new JsonObject { ["expectedErrors"] = 0.02, ["brokenCanary"] = 0.15 });
        broken.Verdict().ShouldBe("fail", broken.Reason());
    }

    private async Task<JsonElement> JudgeAsync(string agent, string name, string kind, JsonObject traits)
    {
        var service = $"{agent}-{name}";
        var id = (await SendAsync("/simulator/worlds", new JsonObject
        {
            ["kind"] = kind,
            ["agent"] = agent,
            ["seed"] = 7,
            ["service"] = service,
            ["canaryHash"] = "5c6d7e8f",
            ["stableHash"] = "7d9f8c6b54",
            ["requestsPerSecond"] = 8,
            ["start"] = Start.ToUnixTimeMilliseconds(),
            ["traits"] = traits,
        })).GetProperty("id").GetString();
        await SendAsync($"/simulator/worlds/{id}/advance", new JsonObject { ["duration"] = "600s", ["weight"] = 25 });
        var answer = await fixture.Gate.EvaluateAsync(Bodies.Step(("policy", "http-default"), ("service", service), ("stepWeight", "25"), ("stepStartedAt", $"{Start:O}"), ("at", $"{Start.AddMinutes(10):O}")).ToJsonString()).JudgedAsync();
        await fixture.Simulator.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken);
        await fixture.Simulator.DeleteAsync($"/simulator/worlds/{id}", TestContext.Current.CancellationToken);
        return answer;
    }

    private async Task<JsonElement> SendAsync(string path, JsonObject body)
    {
        using var response = await fixture.Simulator.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
