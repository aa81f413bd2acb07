using System.Net.Http.Json;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Worlds;

/// <summary>Worlds with a known truth, judged by the whole gate over the whole simulator.</summary>
public sealed class WorldVerdictTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private SimulatorHost _simulator = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        _gate = await GateHost.StartAsync(_simulator.Endpoint, _ => { });
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Theory]
    [InlineData("healthy", "http-default", "pass")]
    [InlineData("slowQueryPlan", "http-default", "fail")]
    [InlineData("errorBurst", "http-default", "fail")]
    [InlineData("upstreamDegraded", "http-default", "inconclusive")]
    [InlineData("noTraffic", "http-default", "inconclusive")]
    [InlineData("idle", "http-default", "inconclusive")]
    [InlineData("podCrashLoop", "http-kubernetes", "fail")]
    public async Task The_verdict_is_the_truth_of_the_world(string kind, string policy, string expected)
    {
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var service = $"{kind.ToLowerInvariant()}-{seed}";
            await Play(kind, seed, service);

            var answer = await Ask(service, policy);

            answer.GetProperty("verdict").GetString().ShouldBe(expected, $"seed {seed}: {answer.GetProperty("summary")}");
        }
    }

    [Fact]
    public async Task An_evaluation_of_the_default_policy_is_one_post()
    {
        await Play("healthy", 1, "checkout");
        await Ask("checkout", null);
        await _simulator.Client.DeleteAsync("/simulator/requests");

        var answer = await Ask("checkout", null);

        answer.GetProperty("evidence").GetProperty("posts").GetInt32().ShouldBe(1);
        (await _simulator.RequestsAsync()).GetProperty("total").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task The_same_past_moment_is_judged_the_same_again()
    {
        await Play("slowQueryPlan", 1, "catalog");

        var once = await Ask("catalog", null);
        var again = await Ask("catalog", null);

        again.GetProperty("objectives").ToString().ShouldBe(once.GetProperty("objectives").ToString());
    }

    private async Task Play(string kind, int seed, string service)
    {
        var world = await Read(await _simulator.Client.PostAsJsonAsync(
            "/simulator/worlds", new { kind, seed, service, @namespace = "shop", rollout = service, canaryHash = "5c6d7e8f", stableHash = "7d9f8c6b54", start = Start.ToUnixTimeMilliseconds() }));
        await Read(await _simulator.Client.PostAsJsonAsync($"/simulator/worlds/{world.GetProperty("id")}/advance", new { duration = "10m", weight = 5 }));
    }

    private async Task<JsonElement> Ask(string service, string? policy) => await Read(await _gate.Client.PostAsJsonAsync("/v1/gates/evaluate", new
    {
        service,
        @namespace = "shop",
        canaryHash = "5c6d7e8f",
        stableHash = "7d9f8c6b54",
        stepWeight = "5",
        policy,
        stepStartedAt = Start,
        at = Start.AddMinutes(10),
    }));

    private static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync();
            answer.IsSuccessStatusCode.ShouldBeTrue(body);
            return JsonSerializer.Deserialize<JsonElement>(body);
        }
    }
}
