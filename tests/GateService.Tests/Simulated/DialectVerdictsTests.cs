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

    private static readonly (string Name, string Title, string World, string Truth)[] Worlds =
    [
        ("sound", "sound", "\"kind\": \"healthy\"", "pass"),
        ("broken", "40 % broken", "\"kind\": \"healthy\", \"traits\": { \"brokenCanary\": 0.4 }", "fail"),
        ("real-sound", "sound, as real services are", $"\"kind\": \"healthy\", \"traits\": {{ {Real} }}", "pass"),
        ("real-broken", "40 % broken, as real services are", $"\"kind\": \"healthy\", \"traits\": {{ {Real}, \"brokenCanary\": 0.4 }}", "fail"),
        ("outage", "a dependency fails both slices", "\"kind\": \"upstreamDegraded\"", "pass"),
    ];

    private static readonly (string Name, string Title, string World, string Truth)[] Capped =
        [("capped", "sound, 100 requests a second, the agent's own caps", "\"kind\": \"healthy\", \"requestsPerSecond\": 100, \"stablePods\": 2, \"limits\": {}", "pass")];

    private readonly List<(string Kind, string Case, string Reason)> _wrong = [];

    [Fact]
    public async Task The_table_of_verdicts_is_what_the_page_says()
    {
        var page = new StringBuilder(Head);
        page.Append("## HTTP\n\n").Append(await TableAsync("http", $"{Agents} {Others}", Worlds));
        page.Append("\n## gRPC\n\n").Append(await TableAsync("grpc", $"{Agents} {Others}".Replace(" php", "", StringComparison.Ordinal).Replace(" gateway-nginx", "", StringComparison.Ordinal), Worlds[..2]));
        page.Append("\n## Queue consumers\n\n").Append(await TableAsync("queue", $"{Agents} otel otel-old", Worlds[..2]));
        page.Append("\n## Above the caps\n\n").Append(await TableAsync("http", "java python ruby", Capped));
        page.Append("\n## Wrong verdicts by kind\n");
        foreach (var kind in _wrong.GroupBy(wrong => wrong.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            page.Append($"\n### {kind.Key}: {kind.Count()}\n\n");
            foreach (var wrong in kind)
            {
                page.Append($"- {wrong.Case}: {wrong.Reason}\n");
            }
        }

        var path = Repository.PathOf("docs", "telemetry.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is not null)
        {
            await File.WriteAllTextAsync(path, page.ToString(), TestContext.Current.CancellationToken);
        }

        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe(page.ToString());
    }

    private const string Head = """
        # What the gate makes of each telemetry

        Written by `DialectVerdictsTests` (`UPDATE_DOCS=1` writes it anew): the shipped policy `http-default`, untouched, over every dialect of the
        [simulator](simulator.md#speak-as-an-agent). Weight 25, ten minutes, 8 requests a second. The truth is known: a sound canary and one whose
        dependency fails both slices should pass, a canary that fails 40 % of its requests should fail. A verdict in bold is wrong. Nothing is
        left out: the list at the end is the work that is open.


        """;

    private async Task<string> TableAsync(string protocol, string agents, (string Name, string Title, string World, string Truth)[] worlds)
    {
        var table = new StringBuilder($"| agent | {string.Join(" | ", worlds.Select(world => world.Title))} |\n|---|{string.Concat(worlds.Select(_ => "---|"))}\n");
        foreach (var agent in agents.Split(' '))
        {
            var cells = new List<string>();
            foreach (var world in worlds)
            {
                var (verdict, reason) = await JudgeAsync(agent, protocol, world.Name, world.World);
                cells.Add(verdict == world.Truth ? verdict : $"**{verdict}**");
                if (verdict != world.Truth)
                {
                    _wrong.Add((Kind(world.Truth, verdict, reason), $"`{agent}` {protocol}, {world.Title}", reason));
                }
            }

            table.Append($"| `{agent}` | {string.Join(" | ", cells)} |\n");
        }

        return table.ToString();
    }

    private static string Kind(string truth, string verdict, string reason) => (truth, verdict) switch
    {
        ("fail", "pass") => "1. A broken canary passes",
        ("pass", "fail") => "2. A sound canary fails",
        _ when reason.Contains("no data from either slice", StringComparison.Ordinal) => "5. Nothing is seen: the policy's events do not exist in this telemetry",
        ("fail", _) => "3. A broken canary is held, not failed",
        _ => "4. A sound canary is held",
    };

    private async Task<(string Verdict, string Reason)> JudgeAsync(string agent, string protocol, string name, string world)
    {
        var start = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        var body = JsonNode.Parse($"{{{world}}}")!.AsObject();
        body["requestsPerSecond"] ??= 8;
        foreach (var (field, value) in new (string, JsonNode)[]
        {
            ("agent", agent), ("protocol", protocol), ("seed", 7), ("service", $"{agent}-{protocol}-{name}"), ("canaryHash", "5c6d7e8f"), ("stableHash", "7d9f8c6b54"), ("start", start.ToUnixTimeMilliseconds()),
        })
        {
            body[field] = value;
        }

        var id = (await SendAsync("/simulator/worlds", body)).GetProperty("id").GetString();
        await SendAsync($"/simulator/worlds/{id}/advance", new JsonObject { ["duration"] = "600s", ["weight"] = 25 });
        var step = Bodies.Step(("policy", "http-default"), ("service", $"{agent}-{protocol}-{name}"), ("stepWeight", "25"), ("stepStartedAt", $"{start:O}"), ("at", $"{start.AddMinutes(10):O}"));
        var answer = await fixture.Gate.EvaluateAsync(step.ToJsonString()).JudgedAsync();
        await fixture.Simulator.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken);
        await fixture.Simulator.DeleteAsync($"/simulator/worlds/{id}", TestContext.Current.CancellationToken);
        return (answer.Verdict(), answer.Reason());
    }

    private async Task<JsonElement> SendAsync(string path, JsonObject body)
    {
        using var response = await fixture.Simulator.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
