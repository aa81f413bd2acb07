using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>
/// The default policy for HTTP over every dialect the simulator speaks, sound and 40 % broken. docs/telemetry.md is what came out, good or bad:
/// UPDATE_DOCS=1 writes it anew, and a change of it is a change of what the gate sees.
/// </summary>
public sealed class DialectVerdictsTests(SimulatedGate fixture) : IClassFixture<SimulatedGate>
{
    private const string Real = "\"probes\": true, \"backgroundPerMinute\": 20, \"callerErrors\": 0.03, \"expectedErrors\": 0.01, \"hangUps\": 0.01, \"retries\": 0.02, \"variedMessages\": true";
    private const string Agents = "java dotnet go node python ruby php";
    private const string Others = "otel otel-old otel-metrics otel-metrics-old gateway gateway-nginx istio";

    private static readonly World[] Http =
    [
        new("sound", "sound", "", "pass"),
        new("broken", "40 % broken", "\"traits\": { \"brokenCanary\": 0.4 }", "fail"),
        new("real-sound", "sound, as real services are", $"\"traits\": {{ {Real} }}, \"limits\": {{}}", "pass"),
        new("real-broken", "40 % broken, as real services are", $"\"traits\": {{ {Real}, \"brokenCanary\": 0.4 }}, \"limits\": {{}}", "fail"),
        new("outage", "a dependency fails both slices", "\"kind\": \"upstreamDegraded\"", "pass"),
    ];

    private static readonly World[] Grpc =
    [
        new("sound", "sound", "", "pass"),
        new("thrown", "40 % broken by exceptions", "\"traits\": { \"brokenCanary\": 0.4, \"handledErrors\": 0 }", "fail"),
        new("handled", "40 % broken, statuses without an exception", "\"traits\": { \"brokenCanary\": 0.4, \"handledErrors\": 1 }", "fail"),
    ];

    private static readonly World[] Queue = [new("sound", "sound", "", "pass"), new("broken", "40 % broken", "\"traits\": { \"brokenCanary\": 0.4 }", "fail")];

    private static readonly World[] Traits =
    [
        new("callers", "callers' 4xx, 4 % of both", "\"traits\": { \"callerErrors\": 0.04 }", "pass"),
        new("expected", "expected errors, 2 % of both", "\"traits\": { \"expectedErrors\": 0.02 }", "pass"),
        new("hangups", "clients that leave, 2 % of both", "\"traits\": { \"hangUps\": 0.02 }", "pass"),
        new("probed", "every user failed, probes well", "\"requestsPerSecond\": 0.4, \"traits\": { \"probes\": true, \"brokenCanary\": 1 }", "fail"),
        new("evicted", "pods evicted every four minutes", "\"traits\": { \"evictEvery\": \"4m\" }", "pass"),
        new("silent", "the canary falls silent after five minutes", "\"traits\": { \"silentAfter\": \"5m\" }", "inconclusive"),
        new("migrated", "its migration breaks 30 % of stable", "\"traits\": { \"brokenStable\": 0.3 }", "fail"),
        new("clusters", "3 % broken, a sound second cluster of the same names", "\"traits\": { \"brokenCanary\": 0.03, \"secondCluster\": true }", "fail"),
        new("ingress", "the ingress answers 10 % of the canary's 502", "\"traits\": { \"ingressErrors\": 0.1 }", "fail"),
        new("late", "sound, two minutes late", "\"limits\": { \"late\": \"2m\" }", "pass"),
        new("capped", "sound, weight 5, stable at six times its cap, the canary at its own", "\"requestsPerSecond\": 40, \"stablePods\": 3, \"canaryPods\": 1, \"limits\": { \"transactionsPerMinute\": 120 }", "pass", 5),
    ];

    private readonly List<(string Kind, string Agent, string World, string Reason)> _wrong = [];

    [Fact]
    public async Task The_table_of_verdicts_is_what_the_page_says()
    {
        var page = new StringBuilder();
        page.Append("### HTTP\n\n").Append(await TableAsync("http", $"{Agents} {Others}", Http));
        page.Append("\n### What real services do besides\n\n").Append(await TableAsync("http", "java dotnet python", Traits));
        var speakGrpc = $"{Agents} {Others}".Replace(" php", "", StringComparison.Ordinal).Replace(" gateway-nginx", "", StringComparison.Ordinal);
        page.Append("\n### gRPC\n\n").Append(await TableAsync("grpc", speakGrpc, Grpc));
        page.Append("\n### gRPC, policy `grpc-default`\n\n").Append(await TableAsync("grpc", speakGrpc.Split(" otel")[0], Grpc, "grpc-default"));
        page.Append("\n### Queue consumers\n\n").Append(await TableAsync("queue", $"{Agents} otel otel-old", Queue));
        page.Append("\n### Wrong verdicts by kind\n");
        foreach (var kind in _wrong.GroupBy(wrong => wrong.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            page.Append($"\n#### {kind.Key}: {kind.Count()}\n\n");
            foreach (var same in kind.GroupBy(wrong => (wrong.Agent, wrong.Reason)))
            {
                page.Append($"- {same.Key.Agent}: {string.Join("; ", same.Select(wrong => wrong.World))}. Gate: {same.Key.Reason}\n");
            }
        }

        new DocumentSection("telemetry.md", "verdicts").ShouldSay(page.ToString());
    }

    private async Task<string> TableAsync(string protocol, string agents, World[] worlds, string policy = "http-default")
    {
        var table = new StringBuilder($"| agent | {string.Join(" | ", worlds.Select(world => world.Title))} |\n|---|{string.Concat(worlds.Select(_ => "---|"))}\n");
        foreach (var agent in agents.Split(' '))
        {
            var cells = new List<string>();
            foreach (var world in worlds)
            {
                var (verdict, reason) = await JudgeAsync(agent, protocol, world, policy);
                cells.Add(verdict == world.Truth ? verdict : $"**{verdict}**");
                if (verdict != world.Truth)
                {
                    _wrong.Add((Kind(world.Truth, verdict, reason), $"`{agent}` {protocol}{(policy == "http-default" ? "" : $" ({policy})")}", world.Title, reason));
                }
            }

            table.Append($"| `{agent}` | {string.Join(" | ", cells)} |\n");
        }

        return table.ToString();
    }

    private static string Kind(string truth, string verdict, string reason) => (truth, verdict) switch
    {
        ("fail", "pass") => "1. A canary passes that should not",
        ("inconclusive", "pass") => "1. A canary passes that should not",
        (_, "fail") => "2. A sound canary fails",
        _ when reason.Contains("no data from either slice", StringComparison.Ordinal) => "5. Nothing is seen: the policy's events do not exist in this telemetry",
        ("fail", _) => "3. A broken canary is held, not failed",
        _ => "4. A sound canary is held",
    };

    private async Task<(string Verdict, string Reason)> JudgeAsync(string agent, string protocol, World world, string policy)
    {
        var start = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        var service = $"{agent}-{protocol}-{world.Name}-{policy[..4]}";
        var body = JsonNode.Parse($"{{{world.Json}}}")!.AsObject();
        body["kind"] ??= "healthy";
        body["requestsPerSecond"] ??= 8;
        foreach (var (field, value) in new (string, JsonNode)[]
        {
            ("agent", agent), ("protocol", protocol), ("seed", 7), ("service", service), ("canaryHash", "5c6d7e8f"), ("stableHash", "7d9f8c6b54"), ("start", start.ToUnixTimeMilliseconds()),
        })
        {
            body[field] = value;
        }

        var id = (await SendAsync("/simulator/worlds", body)).GetProperty("id").GetString();
        await SendAsync($"/simulator/worlds/{id}/advance", new JsonObject { ["duration"] = "600s", ["weight"] = world.Weight });
        var step = Bodies.Step(("policy", policy), ("service", service), ("stepWeight", $"{world.Weight}"), ("stepStartedAt", $"{start:O}"), ("at", $"{start.AddMinutes(10):O}"));
        var answer = await fixture.Gate.EvaluateAsync(step.ToJsonString()).JudgedAsync();
        await fixture.Simulator.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken);
        await fixture.Simulator.DeleteAsync($"/simulator/worlds/{id}", TestContext.Current.CancellationToken);
        return (answer.Verdict(), answer.Reason().Split(" decision ")[0]);
    }

    private async Task<JsonElement> SendAsync(string path, JsonObject body)
    {
        using var response = await fixture.Simulator.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>A column: fields of the world, and what is right of it.</summary>
    private sealed record World(string Name, string Title, string Json, string Truth, int Weight = 25);
}
