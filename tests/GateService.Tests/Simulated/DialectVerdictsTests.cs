using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Dialects;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>
/// Every dialect the simulator speaks, judged by the policy that is meant for it, in both directions. docs/telemetry.md is what came out, good or bad:
/// UPDATE_DOCS=1 writes it anew, and a change of it is a change of what the gate sees. The whole takes minutes: without UPDATE_DOCS or EVERY_DIALECT=1 every
/// fourth cell is played, of every row and every column some.
/// </summary>
public sealed class DialectVerdictsTests : IAsyncLifetime
{
    private const string Real = "\"probes\": true, \"backgroundPerMinute\": 20, \"callerErrors\": 0.03, \"expectedErrors\": 0.01, \"hangUps\": 0.01, \"retries\": 0.02, \"variedMessages\": true";
    private const string Crowd = "\"requestsPerSecond\": 4, \"stablePods\": 3, \"canaryPods\": 1, \"traits\": { \"probes\": true, \"backgroundPerMinute\": 600";
    private const string Capped = "\"requestsPerSecond\": 150, \"stablePods\": 1, \"canaryPods\": 1, \"limits\": { \"transactionsPerMinute\": 1200 }";
    private const string Agents = "java dotnet go node python ruby php";
    private const string Others = "otel otel-old otel-metrics otel-metrics-old gateway gateway-nginx istio";
    private const string Dependency = "payments-api";

    private const string Notes =
        """

        ¹ Calls are not seen there: nobody can know whose fault it is, and held is right. ² Durations are not told, and the policy judges none. ³ The agent says of a failed gRPC call what it says
        of a good one: nobody can know, and held is right. ⁴ What the ingress answers for the canary reaches no pod, and nothing of it is in this telemetry: `http-ingress` and the gateways'
        policies fail such a canary by the ingress' own log ([KpiCases](../tests/GateService.Tests/Field/KpiCases.cs), [OtherTelemetryTests](../tests/GateService.Tests/Simulated/OtherTelemetryTests.cs)).

        """;

    /// <summary>As the simulator names the cluster of a world's own fleet.</summary>
    private const string Cluster = "prod-1";

    private static readonly World[] Http =
    [
        new("sound", "sound", "", "pass"),
        new("broken", "40 % broken", "\"traits\": { \"brokenCanary\": 0.4 }", "fail"),
        new("slow", "slow", "\"kind\": \"slowQueryPlan\"", "fail"),
        new("outage", "a dependency fails both slices", "\"kind\": \"upstreamDegraded\"", "pass") { Names = Dependency },
        new("crowd", "sound, probes and ten times as many jobs", $"{Crowd} }}", "pass"),
        new("crowded", "40 % broken, probes and ten times as many jobs", $"{Crowd}, \"brokenCanary\": 0.4 }}", "fail"),
        new("capped", "sound, weight 5, stable at seven times its cap of 1,200", Capped, "pass", 5) { Minutes = 5 },
        new("capped-broken", "40 % broken, weight 5, stable at seven times its cap of 1,200", $"{Capped}, \"traits\": {{ \"brokenCanary\": 0.4 }}", "fail", 5) { Minutes = 5 },
        new("beside", "sound, a second cluster of the same names", "\"traits\": { \"secondCluster\": true }", "pass") { Cluster = Cluster },
        new("clusters", "3 % broken, a sound second cluster of the same names", "\"traits\": { \"brokenCanary\": 0.03, \"secondCluster\": true }", "fail") { Cluster = Cluster },
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
        new("real-sound", "sound, as real services are", $"\"traits\": {{ {Real} }}, \"limits\": {{}}", "pass"),
        new("real-broken", "40 % broken, as real services are", $"\"traits\": {{ {Real}, \"brokenCanary\": 0.4 }}, \"limits\": {{}}", "fail"),
        new("callers", "callers' 4xx, 4 % of both", "\"traits\": { \"callerErrors\": 0.04 }", "pass"),
        new("expected", "expected errors, 2 % of both", "\"traits\": { \"expectedErrors\": 0.02 }", "pass"),
        new("hangups", "clients that leave, 2 % of both", "\"traits\": { \"hangUps\": 0.02 }", "pass"),
        new("probed", "every user failed, probes well", "\"requestsPerSecond\": 0.4, \"traits\": { \"probes\": true, \"brokenCanary\": 1 }", "fail"),
        new("evicted", "pods evicted every four minutes", "\"traits\": { \"evictEvery\": \"4m\" }", "pass"),
        new("silent", "the canary falls silent after five minutes", "\"traits\": { \"silentAfter\": \"5m\" }", "inconclusive"),
        // What it does to stable is shown against stable's own past, and holds unless the policy fails for it.
        new("migrated", "its migration breaks 30 % of stable", "\"history\": \"30m\", \"traits\": { \"brokenStable\": 0.3 }", "inconclusive"),
        new("ingress", "the ingress answers 10 % of the canary's 502", "\"traits\": { \"ingressErrors\": 0.1 }", "fail"),
        new("late", "sound, two minutes late", "\"limits\": { \"late\": \"2m\" }", "pass"),
    ];

    private static readonly (string Title, string Protocol, string Agents, World[] Worlds)[] Tables =
    [
        ("HTTP", "http", $"{Agents} {Others}", Http),
        ("What real services do besides", "http", "java dotnet python otel", Traits),
        ("gRPC", "grpc", $"{Agents} {Others}".Replace(" php", "", StringComparison.Ordinal).Replace(" gateway-nginx", "", StringComparison.Ordinal), Grpc),
        ("Queue consumers", "queue", $"{Agents} otel otel-old", Queue),
    ];

    private readonly DocumentSection _page = new("telemetry.md", "verdicts");
    private readonly List<(string Kind, string Agent, string World, string Reason)> _wrong = [];
    private SimulatorHost _simulator = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        _gate = await GateHost.StartAsync(_simulator.Endpoint, _ => { }, GateHost.Patient);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task The_table_of_verdicts_is_what_the_page_says()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is null && Environment.GetEnvironmentVariable("EVERY_DIALECT") is null)
        {
            await SampleAsync(_page.Read());
            return;
        }

        var page = new StringBuilder();
        foreach (var (title, protocol, agents, worlds) in Tables)
        {
            page.Append(page.Length > 0 ? "\n" : "").Append($"### {title}\n\n").Append(await TableAsync(protocol, agents, worlds));
        }

        page.Append(Notes).Append("\n### Wrong verdicts by kind\n").Append(_wrong.Count == 0 ? "\nNone.\n" : "");
        foreach (var kind in _wrong.GroupBy(wrong => wrong.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            page.Append($"\n#### {kind.Key}: {kind.Count()}\n\n");
            foreach (var same in kind.GroupBy(wrong => (wrong.Agent, wrong.Reason)))
            {
                page.Append($"- {same.Key.Agent}: {string.Join("; ", same.Select(wrong => wrong.World))}. Gate: {same.Key.Reason}\n");
            }
        }

        _page.ShouldSay(page.ToString());
    }

    private async Task SampleAsync(string page)
    {
        foreach (var (title, protocol, agents, worlds) in Tables)
        {
            var rows = page.Split($"### {title}\n")[1].Split("\n#")[0].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
            rows.Count.ShouldBe(agents.Split(' ').Length, title);
            foreach (var (agent, row) in agents.Split(' ').Index().Select(agent => (agent, Row: rows[agent.Index].Split('|', StringSplitOptions.TrimEntries))))
            {
                row[1].ShouldBe($"`{agent.Item}`");
                foreach (var (column, world) in worlds.Index().Where(world => (world.Index + agent.Index) % 4 == 0))
                {
                    row[column + 3].ShouldBe(await CellAsync(agent.Item, protocol, world, DialectPolicy.Of(agent.Item, protocol)), $"{agent.Item} {protocol}: {world.Title}");
                }
            }
        }
    }

    private async Task<string> TableAsync(string protocol, string agents, World[] worlds)
    {
        var table = new StringBuilder($"| agent | policy | {string.Join(" | ", worlds.Select(world => world.Title))} |\n|---|---|{string.Concat(worlds.Select(_ => "---|"))}\n");
        foreach (var agent in agents.Split(' '))
        {
            var policy = DialectPolicy.Of(agent, protocol);
            var cells = new List<string>();
            foreach (var world in worlds)
            {
                cells.Add(await CellAsync(agent, protocol, world, policy));
            }

            table.Append($"| `{agent}` | `{policy}` | {string.Join(" | ", cells)} |\n");
        }

        return table.ToString();
    }

    private async Task<string> CellAsync(string agent, string protocol, World world, string policy)
    {
        var (verdict, reason, named) = await JudgeAsync(agent, protocol, world, policy);
        var (truth, note) = Knowable(agent, protocol, world);
        if (verdict == truth && (named || note.Length > 0))
        {
            return $"{verdict}{note}";
        }

        _wrong.Add((verdict == truth ? "6. A dependency is not named" : Kind(truth, verdict, reason), $"`{agent}` {protocol}", world.Title, reason));
        return verdict == truth ? $"**{verdict}, {world.Names} not named**" : $"**{verdict}**";
    }

    /// <summary>What is right where the telemetry does not hold what it takes to know better, and the note about that.</summary>
    private static (string Truth, string Note) Knowable(string agent, string protocol, World world) => (agent, protocol, world.Name) switch
    {
        ("otel-metrics" or "otel-metrics-old" or "gateway" or "gateway-nginx" or "istio", _, "outage") => ("inconclusive", " ¹"),
        ("gateway-nginx", _, "slow") => ("pass", " ²"),
        ("dotnet", "grpc", _) => ("inconclusive", " ³"),
        ("ruby", "grpc", "sound" or "handled") => ("inconclusive", " ³"),
        (_, "http", "ingress") => ("pass", " ⁴"),
        _ => (world.Truth, ""),
    };

    private static string Kind(string truth, string verdict, string reason) => (truth, verdict) switch
    {
        ("fail", "pass") => "1. A canary passes that should not",
        ("inconclusive", "pass") => "1. A canary passes that should not",
        (_, "fail") => "2. A sound canary fails",
        _ when reason.Contains("no data from either slice", StringComparison.Ordinal) => "5. Nothing is seen: the policy's events do not exist in this telemetry",
        ("fail", _) => "3. A broken canary is held, not failed",
        _ => "4. A sound canary is held",
    };

    private async Task<(string Verdict, string Reason, bool IsNamed)> JudgeAsync(string agent, string protocol, World world, string policy)
    {
        var start = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        var service = $"{agent}-{protocol}-{world.Name}";
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
        await SendAsync($"/simulator/worlds/{id}/advance", new JsonObject { ["duration"] = $"{world.Minutes}m", ["weight"] = world.Weight });
        var step = Bodies.Step(("policy", policy), ("service", service), ("stepWeight", $"{world.Weight}"), ("stepStartedAt", $"{start:O}"), ("at", $"{start.AddMinutes(world.Minutes):O}"));
        if (world.Cluster is { } cluster)
        {
            step["cluster"] = cluster;
        }

        var answer = await _gate.EvaluateAsync(step.ToJsonString()).JudgedAsync();
        using var forgotten = await _simulator.Client.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken);
        using var gone = await _simulator.Client.DeleteAsync($"/simulator/worlds/{id}", TestContext.Current.CancellationToken);
        return (answer.Verdict(), answer.Reason().Split(" decision ")[0], world.Names is not { } named || answer.GetProperty("attribution").ToString().Contains(named, StringComparison.Ordinal));
    }

    private async Task<JsonElement> SendAsync(string path, JsonObject body)
    {
        using var response = await _simulator.Client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>A column: fields of the world, and what is right of it.</summary>
    private sealed record World(string Name, string Title, string Json, string Truth, int Weight = 25)
    {
        /// <summary>How long the canary serves before it is judged.</summary>
        public int Minutes { get; init; } = 10;

        /// <summary>What attribution must name.</summary>
        public string? Names { get; init; }

        /// <summary>Which of two clusters is asked about.</summary>
        public string? Cluster { get; init; }
    }
}
