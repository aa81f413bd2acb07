using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>Every shipped policy for telemetry that is no agent's, over the dialects it is meant for: a sound canary passes, a broken and a slow one fail, and one that nobody tells of is held.</summary>
public sealed class OtherTelemetryTests(SimulatedGate fixture) : IClassFixture<SimulatedGate>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Policy, dialect, protocol, and whether it tells durations.</summary>
    private static readonly (string Policy, string Agent, string Protocol, bool TellsDurations)[] Meant =
    [
        ("http-otel-metrics", "otel-metrics", "http", true),
        ("http-otel-metrics", "otel-metrics-old", "http", true),
        ("http-otel-metrics", "otel-metrics", "grpc", true),
        ("http-otel", "otel", "http", true),
        ("http-otel", "otel-old", "grpc", true),
        ("http-istio", "istio", "http", true),
        ("http-istio", "istio", "grpc", true),
        ("http-istio-services", "istio", "http", true),
        ("http-gateway", "gateway", "http", true),
        ("http-gateway", "gateway", "grpc", true),
        ("http-nginx", "gateway-nginx", "http", false),
        ("worker-apm", "java", "queue", false),
        ("worker-otel", "otel", "queue", false),
    ];

    public static TheoryData<string, string, string> All => Data(_ => true);

    public static TheoryData<string, string, string> TellingDurations => Data(meant => meant.TellsDurations);

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_sound_canary_passes(string policy, string agent, string protocol) =>
        (await JudgeAsync(policy, agent, protocol, "sound", """{ "kind": "healthy", "traits": { "callerErrors": 0.03, "hangUps": 0.02, "probes": true } }""")).ShouldBe("pass");

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_canary_that_fails_two_in_five_fails(string policy, string agent, string protocol) =>
        (await JudgeAsync(policy, agent, protocol, "broken", """{ "kind": "healthy", "traits": { "brokenCanary": 0.4 } }""")).ShouldBe("fail");

    [Theory]
    [MemberData(nameof(TellingDurations))]
    public async Task A_slow_canary_fails(string policy, string agent, string protocol) =>
        (await JudgeAsync(policy, agent, protocol, "slow", """{ "kind": "slowQueryPlan" }""")).ShouldBe("fail");

    [Theory]
    [InlineData("http-gateway", "gateway")]
    [InlineData("http-nginx", "gateway-nginx")]
    [InlineData("http-istio-services", "istio")]
    public async Task What_the_ingress_answers_for_the_canary_fails_it(string policy, string agent) =>
        (await JudgeAsync(policy, agent, "http", "ingress", """{ "kind": "healthy", "traits": { "ingressErrors": 0.1 } }""")).ShouldBe("fail");

    [Theory]
    [InlineData("http-otel-metrics")]
    [InlineData("http-istio")]
    [InlineData("http-gateway")]
    public async Task What_nobody_tells_of_is_held_and_said(string policy)
    {
        var answer = await fixture.Gate.EvaluateAsync(Question(policy, $"nobody-{policy}").ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("no data");
    }

    [Fact]
    public async Task Pods_are_told_by_their_hash_label_where_only_that_is_there()
    {
        await PlayAsync("istio", "http", "label", """{ "kind": "healthy", "traits": { "brokenCanary": 0.4 } }""");
        var overrides = Question("http-istio", "label");
        overrides["policy"] = "http-istio-label";
        using var policies = new TemporaryFolder();
        foreach (var (name, text) in Repository.PolicyFiles())
        {
            Write(policies, name, text);
        }

        Write(policies, "http-istio-label.yaml", "kind: policy\nname: http-istio-label\nextends: http-istio\nslices: {by: attribute, attributes: [label.rollouts-pod-template-hash, destination_version]}\n");
        await using var gate = await GateHost.StartAsync(new Uri(fixture.Simulator.BaseAddress!, "/graphql"), _ => { }, [.. GateHost.Patient, ("Policies:Directory", policies.Path)]);

        (await gate.EvaluateAsync(overrides.ToJsonString()).JudgedAsync()).Verdict().ShouldBe("fail");
    }

    [Fact]
    public async Task Attribution_says_that_it_sees_no_calls()
    {
        await PlayAsync("otel-metrics", "http", "calls", """{ "kind": "upstreamDegraded" }""");

        var answer = await fixture.Gate.EvaluateAsync(Question("http-otel-metrics", "calls").ToJsonString()).JudgedAsync();

        answer.ToString().ShouldContain("otel-metrics shows no calls of the service to others");
    }

    private static TheoryData<string, string, string> Data(Func<(string Policy, string Agent, string Protocol, bool TellsDurations), bool> wanted)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var meant in Meant.Where(wanted))
        {
            data.Add(meant.Policy, meant.Agent, meant.Protocol);
        }

        return data;
    }

    private static void Write(TemporaryFolder folder, string name, string text)
    {
        var path = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static JsonObject Question(string policy, string service) => Bodies.Step(
        ("policy", policy), ("service", service), ("stepWeight", "25"), ("stepStartedAt", $"{Start:O}"), ("rolloutStartedAt", $"{Start:O}"), ("at", $"{Start.AddMinutes(10):O}"));

    private async Task<string> JudgeAsync(string policy, string agent, string protocol, string name, string world)
    {
        var service = $"{name}-{agent}-{protocol}-{policy}";
        var id = await PlayAsync(agent, protocol, service, world);
        var answer = await fixture.Gate.EvaluateAsync(Question(policy, service).ToJsonString()).JudgedAsync();
        await fixture.Simulator.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken);
        await fixture.Simulator.DeleteAsync($"/simulator/worlds/{id}", TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(answer.Reason());
        return answer.Verdict();
    }

    private async Task<string> PlayAsync(string agent, string protocol, string service, string world)
    {
        var body = JsonNode.Parse(world)!.AsObject();
        foreach (var (field, value) in new (string, JsonNode)[]
        {
            ("agent", agent), ("protocol", protocol), ("seed", 7), ("service", service), ("requestsPerSecond", 20), ("canaryHash", "5c6d7e8f"), ("stableHash", "7d9f8c6b54"), ("start", Start.ToUnixTimeMilliseconds()),
        })
        {
            body[field] = value;
        }

        var id = (await SendAsync("/simulator/worlds", body)).GetProperty("id").GetString()!;
        await SendAsync($"/simulator/worlds/{id}/advance", new JsonObject { ["duration"] = "600s", ["weight"] = 25 });
        return id;
    }

    private async Task<JsonElement> SendAsync(string path, JsonObject body)
    {
        using var response = await fixture.Simulator.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
