using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>Faults that only the log knows: each answers 200, and each has a harmless twin that logs as much.</summary>
public sealed class LogTests(LogTests.Fixture fixture) : IClassFixture<LogTests.Fixture>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Who tells of the requests, who sends the log, and what is asked by.</summary>
    public static TheoryData<string, string, string> Senders => new()
    {
        { "java", "agent", "http-logs" },
        { "dotnet", "fluentBit", "http-logs" },
        { "otel", "otel", "logs-otel" },
        { "otel-metrics", "fluentBit", "logs-otel-metrics" },
    };

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task A_canary_that_answers_200_and_logs_errors_fails_and_what_is_new_is_named(string agent, string sender, string policy)
    {
        var answer = await PlayAsync(agent, policy, $"\"sender\": \"{sender}\", \"canaryErrors\": 0.07");

        answer.Verdict().ShouldBe("fail", answer.Reason());
        answer.Reason().ShouldStartWith("log-errors 0.");
        answer.Reason().ShouldContain("worse than 1.5x stable; new in the canary: 'inventory row * not found, using default' x");
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task Its_twin_that_logs_as_stable_does_passes(string agent, string sender, string policy)
    {
        var answer = await PlayAsync(agent, policy, $"\"sender\": \"{sender}\"");

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.Warnings().ShouldNotContain(warning => warning.Contains("new in the canary"));
    }

    [Fact]
    public async Task Without_the_objective_nobody_sees_it() => (await PlayAsync("java", "http-default", "\"canaryErrors\": 0.07")).Verdict().ShouldBe("pass");

    /// <summary>Six lines at a time, in one request of fifty.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Bursts_that_both_slices_log_alike_pass(int seed) =>
        (await PlayAsync("java", "http-logs", "\"errors\": 0.02, \"burst\": 6", seed: seed)).Verdict().ShouldBe("pass");

    [Fact]
    public async Task A_chatty_canary_passes() => (await PlayAsync("java", "http-logs", "\"canaryLines\": 6")).Verdict().ShouldBe("pass");

    [Fact]
    public async Task No_error_line_in_either_log_passes() => (await PlayAsync("java", "http-logs", "\"errors\": 0")).Verdict().ShouldBe("pass");

    [Fact]
    public async Task An_error_that_is_worded_anew_passes_with_a_note()
    {
        var answer = await PlayAsync("java", "http-logs", "\"errors\": 0.03, \"renamed\": true");

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.Warnings().ShouldContain(warning => warning.StartsWith("log-errors: not shown to be more error lines than stable's, but new in the canary: 'stale price of sku *, no answer, next try in *ms' x") && warning.Contains(", for example in trace "));
    }

    [Fact]
    public async Task A_service_without_a_log_is_held_and_told_how_to_send_one()
    {
        var answer = await PlayAsync("java", "http-logs", null);

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("New Relic holds no Log events of log-java with a pod of this rollout: turn on log forwarding in the agent (application_logging.forwarding.enabled)");
    }

    [Fact]
    public async Task A_canary_whose_log_is_not_sent_is_held()
    {
        var answer = await PlayAsync("java", "http-logs", "\"ofCanary\": false, \"canaryErrors\": 0.3");

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("and none of canary, which served");
    }

    [Fact]
    public async Task Lines_without_a_pod_are_said()
    {
        var answer = await PlayAsync("java", "http-logs", "\"pods\": false");

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("log lines of log-java carry no pod (k8s.pod.name, pod_name, hostname, host.name), and canary and stable cannot be told apart");
    }

    /// <summary>Raw lines are never proven clean; with a policy that says what an error line is they are judged in both directions.</summary>
    [Theory]
    [InlineData("http-logs", 0, "inconclusive")]
    [InlineData("http-logs", 0.07, "inconclusive")]
    [InlineData("logs-raw", 0, "pass")]
    [InlineData("logs-raw", 0.07, "fail")]
    public async Task Lines_without_a_level_are_said_unless_the_policy_says_what_an_error_line_is(string policy, double errors, string verdict)
    {
        var answer = await PlayAsync("java", policy, $"\"levels\": false, \"canaryErrors\": {errors.ToString(System.Globalization.CultureInfo.InvariantCulture)}");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("log lines tell no level: looked for level, severity.text", StringComparison.Ordinal).ShouldBe(verdict == "inconclusive", answer.Reason());
    }

    [Theory]
    [InlineData(0.0, "pass")]
    [InlineData(0.07, "fail")]
    public async Task A_limit_of_its_own_is_kept_beside_stable(double errors, string verdict) =>
        (await PlayAsync("java", "logs-limited", $"\"canaryErrors\": {errors.ToString(System.Globalization.CultureInfo.InvariantCulture)}")).Verdict().ShouldBe(verdict);

    [Fact]
    public async Task Blue_green_has_no_stable_and_leaves_it_out()
    {
        var answer = await PlayAsync("java", "http-logs", "\"canaryErrors\": 0.07", strategy: "blueGreen");

        answer.Warnings().ShouldContain("log-errors is not judged: stable is its limit, and nothing of stable serves beside it");
    }

    /// <summary>Agents say no cluster in their lines: the other cluster's, of the same service and hash, are those of pods that serve nothing here.</summary>
    [Theory]
    [InlineData(0.0, "pass")]
    [InlineData(0.07, "fail")]
    public async Task With_a_cluster_named_the_lines_of_its_pods_count(double errors, string verdict) => (await PlayAsync(
        "java", "http-logs", $"\"canaryErrors\": {errors.ToString(System.Globalization.CultureInfo.InvariantCulture)}", cluster: "prod-1", traits: "{ \"secondCluster\": true }")).Verdict().ShouldBe(verdict);

    [Fact]
    public async Task Lines_are_counted_in_the_same_post_and_what_they_say_is_asked_where_there_are_any()
    {
        var (with, without) = ((await PlayAsync("java", "http-logs", "")).GetProperty("evidence"), (await PlayAsync("java", "http-default", "")).GetProperty("evidence"));

        (with.GetProperty("posts").GetInt32(), without.GetProperty("posts").GetInt32()).ShouldBe((2, 1));
        Names(with).Except(Names(without)).ShouldBe(["logs:log-errors", "logs:log-errors-stable-pods", "logs:log-errors-patterns", "logs:log-errors-patterns-stable"], ignoreOrder: true);

        static IEnumerable<string?> Names(JsonElement evidence) => evidence.GetProperty("queries").EnumerateArray().Select(query => query.GetProperty("name").GetString());
    }

    private async Task<JsonElement> PlayAsync(string agent, string policy, string? logs, int seed = 7, string strategy = "canary", string? cluster = null, string? traits = null)
    {
        var service = $"log-{agent}";
        var body = new JsonObject
        {
            ["kind"] = "healthy",
            ["agent"] = agent,
            ["seed"] = seed,
            ["service"] = service,
            ["requestsPerSecond"] = 12,
            ["canaryHash"] = "5c6d7e8f",
            ["stableHash"] = "7d9f8c6b54",
            ["history"] = "12m",
            ["start"] = Start.ToUnixTimeMilliseconds(),
        };
        if (logs is not null)
        {
            body["logs"] = JsonNode.Parse($"{{{logs}}}");
        }

        if (traits is not null)
        {
            body["traits"] = JsonNode.Parse(traits);
        }

        var id = (await SendAsync("/simulator/worlds", body)).GetProperty("id").GetString();
        await SendAsync($"/simulator/worlds/{id}/advance", new JsonObject { ["duration"] = "600s", ["weight"] = 25 });
        var step = Bodies.Step(
            ("policy", policy), ("strategy", strategy), ("service", service), ("rollout", service), ("stepWeight", "25"), ("rolloutStartedAt", $"{Start:O}"), ("stepStartedAt", $"{Start:O}"), ("at", $"{Start.AddMinutes(10):O}"));
        if (cluster is not null)
        {
            step["cluster"] = cluster;
        }

        var answer = await fixture.Gate.EvaluateAsync(step.ToJsonString()).JudgedAsync();
        await fixture.Simulator.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken);
        await fixture.Simulator.DeleteAsync($"/simulator/worlds/{id}", TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(answer.Reason());
        return answer;
    }

    private async Task<JsonElement> SendAsync(string path, JsonObject body)
    {
        using var response = await fixture.Simulator.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>The simulator, and a gate with the policies that teams with other logs would write.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private readonly PolicyFolder _policies = new(new Dictionary<string, string>
        {
            ["logs-otel.yaml"] = "kind: policy\nname: logs-otel\nextends: http-logs\ntelemetry: {kind: otel-spans}\n",
            ["logs-otel-metrics.yaml"] = "kind: policy\nname: logs-otel-metrics\nextends: http-logs\ntelemetry: {kind: otel-metrics}\n",
            ["logs-raw.yaml"] = "kind: policy\nname: logs-raw\nextends: http-logs\ntelemetry: {logs: {error: \"message LIKE 'ERROR %'\"}}\n",
            ["logs-limited.yaml"] = "kind: policy\nname: logs-limited\nextends: http-default\nobjectives:\n  log-errors: {kind: logErrors, atMost: 0.05}\n",
        });

        private SimulatorHost _simulator = null!;

        internal GateHost Gate { get; private set; } = null!;

        internal HttpClient Simulator => _simulator.Client;

        public async ValueTask InitializeAsync()
        {
            _simulator = await SimulatorHost.StartAsync();
            Gate = await GateHost.StartAsync(_simulator.Endpoint, _ => { }, [.. GateHost.Patient, _policies.Setting]);
        }

        public async ValueTask DisposeAsync()
        {
            await Gate.DisposeAsync();
            await _simulator.DisposeAsync();
            _policies.Dispose();
        }
    }
}
