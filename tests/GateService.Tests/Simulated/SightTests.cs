using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>What cannot be seen is said and never proven, and what can be is judged as before: each world beside its harmless or harmful twin.</summary>
public sealed class SightTests(SightTests.Fixture fixture) : IClassFixture<SightTests.Fixture>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("dotnet", "http-default", 0, "inconclusive")]
    [InlineData("dotnet", "http-default", 1, "inconclusive")]
    [InlineData("dotnet", "grpc-default", 1, "inconclusive")]
    [InlineData("ruby", "http-default", 1, "inconclusive")]
    [InlineData("ruby", "grpc-default", 1, "inconclusive")]
    [InlineData("ruby", "http-default", 0, "fail")]
    [InlineData("go", "http-default", 1, "fail")]
    [InlineData("python", "grpc-default", 1, "fail")]
    public async Task A_broken_gRPC_canary_is_never_proven_whatever_its_agent_sends(string agent, string policy, int handled, string verdict)
    {
        var answer = await PlayAsync(agent, "grpc", $"\"traits\": {{ \"brokenCanary\": 0.4, \"handledErrors\": {handled} }}", policy);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("grpc.statusCode", StringComparison.Ordinal).ShouldBe(verdict == "inconclusive", answer.Reason());
    }

    [Theory]
    [InlineData("java", "http-default", "pass")]
    [InlineData("go", "grpc-default", "pass")]
    [InlineData("node", "http-default", "pass")]
    [InlineData("dotnet", "http-default", "inconclusive")]
    public async Task A_sound_gRPC_canary_passes_where_its_codes_are_seen(string agent, string policy, string verdict) =>
        (await PlayAsync(agent, "grpc", "", policy)).Verdict().ShouldBe(verdict);

    [Theory]
    [InlineData(0, "pass")]
    [InlineData(13, "fail")]
    public async Task With_its_code_as_a_custom_attribute_a_NET_gRPC_service_is_judged(int code, string verdict)
    {
        var answer = await JudgeAsync("custom-code", Rows("custom-code", (isCanary, i) => NetGrpc().With("grpc.statusCode", isCanary && i % 10 < 4 ? code : 0)));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    [Fact]
    public async Task What_stable_sends_and_the_canary_does_not_is_told()
    {
        var answer = await JudgeAsync("lost-code", Rows("lost-code", (isCanary, _) => isCanary ? NetGrpc() : NetGrpc().With("grpc.statusCode", 0)));

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("none of the canary's requests tell how they ended, and stable's do");
    }

    /// <summary>A path with a dot is no gRPC: versions and files have one too.</summary>
    [Theory]
    [InlineData("/api/v1.0/orders")]
    [InlineData("/Service.svc/GetOrders")]
    [InlineData("/orders/42.json")]
    public async Task A_POST_whose_path_looks_a_little_like_gRPC_is_HTTP(string uri)
    {
        var answer = await JudgeAsync("dotted", Rows("dotted", (_, _) => NetGrpc().With("request.uri", uri)));

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }

    [Theory]
    [InlineData(true, "none of the canary's 1,200 requests carries duration, and stable's do")]
    [InlineData(false, "requests carries duration:")]
    public async Task Requests_without_a_duration_are_no_frustrated_users(bool stableIsTimed, string said)
    {
        var answer = await JudgeAsync("timeless", Rows("timeless", (_, _) => Http(), isTimed: isCanary => !isCanary && stableIsTimed));

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain(said);
        answer.Reason().ShouldNotContain("apdex 0");
    }

    [Fact]
    public async Task A_few_requests_without_a_duration_leave_Apdex_to_the_others()
    {
        var answer = await JudgeAsync("half-timed", Rows("half-timed", (_, _) => Http(), isTimed: _ => true, untimed: 3));

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }

    [Fact]
    public async Task Requests_of_nobody_s_pod_are_found_and_said()
    {
        var answer = await JudgeAsync("podless", Rows("podless", (_, _) => Http()).Select(row => row.Without("host")));

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("carry none of k8s.podName, podName, host");
    }

    [Fact]
    public async Task A_canary_that_lost_its_pod_s_name_is_found_beside_stable_and_said()
    {
        var answer = await JudgeAsync("half-podless", Rows("half-podless", (_, _) => Http()).Select(row => ((string)row["host"]).Contains("5c6d7e8f", StringComparison.Ordinal) ? row.Without("host") : row));

        answer.Reason().ShouldContain("no canary data while stable had");
        answer.Reason().ShouldContain("1,200 requests of half-podless carry none of");
    }

    [Fact]
    public async Task Requests_of_other_pods_are_told_with_one_of_them()
    {
        var answer = await JudgeAsync("elsewhere", Rows("elsewhere", (_, _) => Http()).Select(row => row.With("host", "ip-10-0-0-1")));

        answer.Reason().ShouldContain("such as host 'ip-10-0-0-1'");
    }

    [Fact]
    public async Task Nothing_at_all_is_still_no_traffic() =>
        (await JudgeAsync("nowhere", [])).Reason().ShouldContain("no traffic, or New Relic knows the service by another name");

    [Theory]
    [InlineData("otel", "http", "otel-spans")]
    [InlineData("otel-metrics", "http", "otel-metrics")]
    [InlineData("java", "queue", "apm-background")]
    public async Task A_service_that_is_seen_by_another_kind_is_told_which(string agent, string protocol, string kind)
    {
        var answer = await PlayAsync(agent, protocol, "", "http-default");

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain(kind);
    }

    /// <summary>Of a service with unsampled timeslices alone.</summary>
    [Fact]
    public async Task Metrics_of_an_agent_without_its_events_are_told()
    {
        var answer = await JudgeAsync("metrics-only", Timeslices("metrics-only", stable: 900, canary: 300));

        answer.Reason().ShouldContain("Metric data of appName 'metrics-only' exists");
    }

    [Theory]
    [InlineData(5, "pass")]
    [InlineData(30, "inconclusive")]
    public async Task The_share_of_a_capped_canary_is_that_of_its_timeslices(int weight, string verdict)
    {
        const string Capped = "\"requestsPerSecond\": 40, \"stablePods\": 3, \"canaryPods\": 1, \"limits\": { \"transactionsPerMinute\": 120 }";

        var answer = await PlayAsync("java", "http", Capped, "http-default", weight, told: 5);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("at weight 5: clients", StringComparison.Ordinal).ShouldBe(verdict == "inconclusive", answer.Reason());
    }

    /// <summary>Three pods and one, each at its cap of events; sales are complete. Per event the canary sells half of what stable does, per request the same.</summary>
    [Theory]
    [InlineData(true, 100, "inconclusive", "at the canary's share alike: not shown to be this change")]
    [InlineData(false, 100, "inconclusive", "stand as still as those of an agent at its cap")]
    [InlineData(true, 40, "fail", "sales 40/min under limit 300/min")]
    public async Task A_rate_per_request_of_a_capped_service_is_judged_by_timeslices_or_not_at_all(bool areThere, int sales, string verdict, string said)
    {
        var service = $"capped-{areThere}-{sales}".ToLowerInvariant();
        var rows = Rows(service, (_, _) => Http(), canary: 120, stable: 240).Concat(Sales(service, canary: sales, stable: 400));

        var answer = await JudgeAsync(service, areThere ? rows.Concat(Timeslices(service, stable: 2000, canary: 500)) : rows, "sales-per-request", weight: 20);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    [Theory]
    [InlineData("tailsampling.policy", "inconclusive")]
    [InlineData("sampler", "pass")]
    public async Task Shares_of_spans_of_a_tail_sampler_are_no_rates(string mark, string verdict)
    {
        var answer = await JudgeAsync("tail", Rows("tail", (_, _) => new Dictionary<string, object>
        {
            ["eventType"] = "Span",
            ["service.name"] = "tail",
            ["span.kind"] = "server",
            ["http.request.method"] = "GET",
            ["http.response.status_code"] = 200,
            [mark] = "errors",
        }), "otel-http");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("otel-metrics", StringComparison.Ordinal).ShouldBe(verdict == "inconclusive");
    }

    /// <summary>The simulator, and a gate with two policies more than ship.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private const string Written = """
            kind: policy
            name: sales-per-request
            extends: http-default
            objectives:
              sales: {kind: kpi, eventType: Sale, form: rate, atLeast: 300}
            ---
            kind: policy
            name: otel-http
            extends: http-default
            telemetry: {kind: otel-spans}
            slices: {by: podName, attributes: [k8s.pod.name]}
            objectives: {apdex: null, latency-p95: null}
            """;

        private readonly TemporaryFolder _policies = new();
        private SimulatorHost _simulator = null!;

        internal GateHost Gate { get; private set; } = null!;

        internal HttpClient Simulator => _simulator.Client;

        public async ValueTask InitializeAsync()
        {
            foreach (var file in Directory.EnumerateFiles(Repository.PathOf("policies")))
            {
                File.Copy(file, _policies.File(Path.GetFileName(file)));
            }

            foreach (var (index, policy) in Written.Split("---").Index())
            {
                await File.WriteAllTextAsync(_policies.File($"written-{index}.yaml"), policy);
            }

            _simulator = await SimulatorHost.StartAsync();
            Gate = await GateHost.StartAsync(_simulator.Endpoint, _ => { }, [.. GateHost.Patient, ("Policies:Directory", _policies.Path)]);
        }

        public async ValueTask DisposeAsync()
        {
            await Gate.DisposeAsync();
            await _simulator.DisposeAsync();
            _policies.Dispose();
        }
    }

    private async Task<JsonElement> PlayAsync(string agent, string protocol, string world, string policy, int weight = 25, int? told = null)
    {
        var service = $"sight-{agent}-{protocol}";
        var body = JsonNode.Parse($"{{{world}}}")!.AsObject();
        body["requestsPerSecond"] ??= 8;
        foreach (var (field, value) in new (string, JsonNode)[]
        {
            ("kind", "healthy"), ("agent", agent), ("protocol", protocol), ("seed", 7), ("service", service), ("canaryHash", "5c6d7e8f"), ("stableHash", "7d9f8c6b54"), ("start", Start.ToUnixTimeMilliseconds()),
        })
        {
            body[field] = value;
        }

        var id = (await SendAsync("/simulator/worlds", body)).GetProperty("id").GetString();
        await SendAsync($"/simulator/worlds/{id}/advance", new JsonObject { ["duration"] = "600s", ["weight"] = weight });
        var answer = await AskAsync(service, policy, told ?? weight);
        await fixture.Simulator.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken);
        await fixture.Simulator.DeleteAsync($"/simulator/worlds/{id}", TestContext.Current.CancellationToken);
        return answer;
    }

    private async Task<JsonElement> JudgeAsync(string service, IEnumerable<Dictionary<string, object>> rows, string policy = "http-default", int weight = 25)
    {
        var lines = string.Join('\n', rows.Select(row => JsonSerializer.Serialize(row)));
        if (lines.Length > 0)
        {
            using var seeded = await fixture.Simulator.PostAsync("/simulator/events", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"), TestContext.Current.CancellationToken);
            seeded.IsSuccessStatusCode.ShouldBeTrue(await seeded.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        var answer = await AskAsync(service, policy, weight);
        await fixture.Simulator.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken);
        return answer;
    }

    private async Task<JsonElement> AskAsync(string service, string policy, int weight)
    {
        var step = Bodies.Step(("policy", policy), ("service", service), ("rollout", service), ("stepWeight", $"{weight}"), ("stepStartedAt", $"{Start:O}"), ("at", $"{Start.AddMinutes(10):O}"));
        return await fixture.Gate.EvaluateAsync(step.ToJsonString()).JudgedAsync();
    }

    private async Task<JsonElement> SendAsync(string path, JsonObject body)
    {
        using var response = await fixture.Simulator.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Ten minutes of both slices, evenly spread: so many a minute of one canary pod and of all of stable's two.</summary>
    private static IEnumerable<Dictionary<string, object>> Rows(
        string service, Func<bool, int, Dictionary<string, object>> row, Func<bool, bool>? isTimed = null, int canary = 120, int stable = 360, int untimed = 0)
    {
        foreach (var (isCanary, perMinute) in new[] { (true, canary), (false, stable) })
        {
            for (var i = 0; i < 10 * perMinute; i++)
            {
                var made = row(isCanary, i).With("timestamp", Start.AddMinutes((double)i / perMinute).ToUnixTimeMilliseconds());
                var pod = isCanary ? $"{service}-5c6d7e8f-aaaaa" : $"{service}-7d9f8c6b54-{(i % 2 == 0 ? "bbbbb" : "ccccc")}";
                made[made["eventType"] is "Span" ? "k8s.pod.name" : "host"] = pod;
                if (made["eventType"] is "Transaction")
                {
                    made["appName"] = service;
                }

                if (isTimed?.Invoke(isCanary) != false && i % 100 >= untimed)
                {
                    made[made["eventType"] is "Span" ? "duration.ms" : "duration"] = made["eventType"] is "Span" ? 100 + (i % 50) : 0.1 + (0.001 * (i % 50));
                }

                yield return made;
            }
        }
    }

    private static IEnumerable<Dictionary<string, object>> Sales(string service, int canary, int stable) => Rows(
        service, (_, _) => new Dictionary<string, object> { ["eventType"] = "Sale", ["appName"] = service }, isTimed: _ => false, canary: canary, stable: stable);

    private static IEnumerable<Dictionary<string, object>> Timeslices(string service, int stable, int canary)
    {
        for (var minute = 0; minute < 10; minute++)
        {
            foreach (var (pod, count) in new[] { ("7d9f8c6b54-bbbbb", stable / 2), ("7d9f8c6b54-ccccc", stable / 2), ("5c6d7e8f-aaaaa", canary) })
            {
                yield return new Dictionary<string, object>
                {
                    ["eventType"] = "Metric",
                    ["timestamp"] = Start.AddMinutes(minute).ToUnixTimeMilliseconds(),
                    ["metricName"] = "apm.service.transaction.duration",
                    ["appName"] = service,
                    ["transactionType"] = "Web",
                    ["host"] = $"{service}-{pod}",
                    ["apm.service.transaction.duration"] = new { type = "summary", count, sum = 0.1 * count, min = 0.05, max = 0.2 },
                };
            }
        }
    }

    private static Dictionary<string, object> Http() => new() { ["eventType"] = "Transaction", ["transactionType"] = "Web", ["http.statusCode"] = 200, ["error"] = false };

    private static Dictionary<string, object> NetGrpc() => Http().With("request.method", "POST").With("request.uri", "/shop.v1.Orders/Place");
}

file static class Row
{
    public static Dictionary<string, object> With(this Dictionary<string, object> row, string name, object value)
    {
        row[name] = value;
        return row;
    }

    public static Dictionary<string, object> Without(this Dictionary<string, object> row, string name)
    {
        row.Remove(name);
        return row;
    }
}
