using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Evidence;
using GateService.Tests.Hosting;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Tests.Evidence;

/// <summary>Evidence through the real client from the real simulator, against counts made by hand.</summary>
public sealed class NewRelicEvidenceTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async ValueTask DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [InlineData("http-threshold", 2)]
    [InlineData("http-default", 3)]
    public async Task Every_number_equals_a_count_by_hand(string policy, int posts)
    {
        var random = new Random(7);
        var events = Enumerable.Range(0, 5_000).Select(_ => Transaction(random)).ToList();
        await _simulator.SeedAsync(events);

        var evidence = await Gather(Plans.Of(Plans.Shipped(policy)));

        evidence.Posts.ShouldBe(posts);
        var canary = events.Where(found => IsOurs(found, "checkout-5c6d7e8f-")).ToList();
        var stable = events.Where(found => IsOurs(found, "checkout-7d9f8c6b54-")).ToList();
        Check(evidence, canary, objective => objective.Judged);
        Check(evidence, stable, objective => objective.Control);
    }

    [Fact]
    public async Task Nothing_reported_is_no_data_and_not_zero()
    {
        await _simulator.SeedAsync([Event("checkout-7d9f8c6b54-abcde", 0.1, 200)]);

        var evidence = await Gather(Plans.Of(Plans.Shipped("http-default")));

        evidence.Objectives.ShouldAllBe(objective => objective.Judged is SliceEvidence.NoData && objective.Control is SliceEvidence.Measured);
    }

    [Fact]
    public async Task Zero_errors_are_measured()
    {
        await _simulator.SeedAsync([Event("checkout-5c6d7e8f-abcde", 0.1, 200)]);

        var evidence = await Gather(Plans.Of(Plans.Shipped("http-default")));

        evidence.Objectives.Single(objective => objective.Objective == "error-rate").Judged.ShouldBeOfType<SliceEvidence.Measured>().Value.ShouldBe(0);
    }

    [Fact]
    public async Task One_failing_query_takes_only_its_own_objectives_along()
    {
        await _simulator.SeedAsync([Event("checkout-5c6d7e8f-abcde", 0.1, 200)]);
        await _simulator.FaultAsync(new { kind = "errorClass", errorClass = "INVALID_INPUT", match = "K8sPodSample" });

        var evidence = await Gather(Plans.Of(Plans.Shipped("http-kubernetes")));

        Judged(evidence, "pods-ready").ShouldBeOfType<SliceEvidence.Unavailable>();
        Judged(evidence, "error-rate").ShouldBeOfType<SliceEvidence.Measured>();
    }

    [Fact]
    public async Task Pods_are_judged_by_their_last_state_and_their_restarts_since_the_rollout_began()
    {
        var begin = Plans.Of(Plans.Shipped("http-kubernetes")).Span.Begin;
        var late = Plans.Window.End.AddSeconds(-30);
        await _simulator.SeedAsync(
        [
            Pod("checkout-5c6d7e8f-aaaaa", late, 1), Pod("checkout-5c6d7e8f-bbbbb", late.AddSeconds(-20), 1), Pod("checkout-5c6d7e8f-bbbbb", late, 0), Pod("checkout-7d9f8c6b54-ccccc", late, 0),
            Container("checkout-5c6d7e8f-aaaaa", begin, 7), Container("checkout-5c6d7e8f-aaaaa", late, 9), Container("checkout-5c6d7e8f-bbbbb", late.AddMinutes(-5), 1), Container("checkout-7d9f8c6b54-ccccc", late, 9),
        ]);

        var evidence = await Gather(Plans.Of(Plans.Shipped("http-kubernetes")));

        Judged(evidence, "pods-ready").ShouldBeOfType<SliceEvidence.Measured>().Value.ShouldBe(0.5);
        Judged(evidence, "pod-restarts").ShouldBeOfType<SliceEvidence.Measured>().Value.ShouldBe(3, "two more of the old one, and one of the pod born since");
    }

    [Fact]
    public async Task The_lag_of_a_queue_is_the_sum_over_partitions_in_the_last_bucket_that_reported()
    {
        await _simulator.SeedAsync(
        [
            Lag(0, 10, Plans.Begin.AddMinutes(1)), Lag(1, 20, Plans.Begin.AddMinutes(1)), Lag(0, 300, Plans.Begin.AddMinutes(5)), Lag(1, 400, Plans.Begin.AddMinutes(5).AddSeconds(5)),
        ]);

        var evidence = await Gather(Plans.Of(Plans.Shipped("worker-default"), Plans.Request with { Strategy = Core.Requests.Strategy.Rolling }));

        var lag = Judged(evidence, "queue-lag").ShouldBeOfType<SliceEvidence.Measured>();
        lag.Value.ShouldBe(700);
        var step = lag.Buckets.SkipWhile(bucket => bucket.Begin < Plans.Begin).ToList();
        step[1].Mean.ShouldBe(30);
        step[2].Exposure.ShouldBe(0);
    }

    [Fact]
    public async Task A_kpi_takes_its_parameters_as_values()
    {
        var policy = Plans.Written(
            """
            objectives:
              conversion: {kind: kpi, eventType: CheckoutCompleted, form: ratio, where: "shop = {shop}", numerator: "outcome = 'ok'", parameters: {shop: {type: text}}, atLeast: 90%}
              basket: {kind: kpi, eventType: CheckoutCompleted, form: mean, attribute: total, where: "shop = {shop}", parameters: {shop: {type: text}}, atLeast: 1}
            """);
        await _simulator.SeedAsync(Enumerable.Range(0, 100).Select(i => Completed(i % 2 == 0 ? "it's" : "other", i < 80 ? "ok" : "lost", i)));

        var evidence = await Gather(Plans.Of(policy, Plans.Request with { Args = new Dictionary<string, string> { ["shop"] = "it's" } }));

        Judged(evidence, "conversion").ShouldBeOfType<SliceEvidence.Measured>().Value.ShouldBe(0.8, 1e-12);
        Judged(evidence, "basket").ShouldBeOfType<SliceEvidence.Measured>().Value.ShouldBe(Enumerable.Range(0, 50).Average(i => 2.0 * i), 1e-9);
    }

    private static void Check(GateEvidence evidence, List<Dictionary<string, object>> events, Func<ObjectiveEvidence, SliceEvidence> slice)
    {
        var measured = evidence.Objectives.ToDictionary(objective => objective.Objective, objective => slice(objective).ShouldBeOfType<SliceEvidence.Measured>());
        var durations = events.Select(found => (double)found["duration"]).Order().ToList();
        var apdex = (durations.Count(duration => duration <= 0.5) + (durations.Count(duration => duration is > 0.5 and <= 2) / 2.0)) / durations.Count;

        measured["error-rate"].Bad.ShouldBe(events.Count(IsError));
        measured["error-rate"].Sample.ShouldBe(events.Count);
        var step = measured["error-rate"].Buckets.SkipWhile(bucket => bucket.Begin < Plans.Begin).ToList();
        step.Count.ShouldBe(10);
        step.Sum(bucket => bucket.Exposure).ShouldBe(events.Count);
        step.Sum(bucket => bucket.Bad).ShouldBe(events.Count(IsError));
        measured["success-rate"].Bad.ShouldBe(events.Count(found => IsError(found) || IsMarked(found)));
        measured["apdex"].Value.ShouldBe(apdex, 1e-12);
        measured["latency-p95"].Value.ShouldBe(durations[(int)Math.Ceiling(0.95 * durations.Count) - 1]);
        measured["latency-p95"].Bad.ShouldBe(durations.Count(duration => duration > 1.5));
    }

    private static bool IsError(Dictionary<string, object> found) =>
        found.TryGetValue("http.statusCode", out var status) ? (int)status >= 500 : found.TryGetValue("httpResponseCode", out var text) ? int.Parse((string)text) >= 500 : found.GetValueOrDefault("error") is true;

    /// <summary>Marked by the agent although the answer was a success: a caller's 404 is marked too, and no failure.</summary>
    private static bool IsMarked(Dictionary<string, object> found) => found.GetValueOrDefault("error") is true && found.GetValueOrDefault("http.statusCode") is int and < 400;

    /// <summary>Our service, our namespace where one is told, a pod of this version and not of a rollout whose name begins like ours.</summary>
    private static bool IsOurs(Dictionary<string, object> found, string prefix)
    {
        var pod = (string)(found.GetValueOrDefault("k8s.podName") ?? found.GetValueOrDefault("podName") ?? found["host"]);
        return (string)found["appName"] == "checkout" && found.GetValueOrDefault("k8s.namespaceName") is null or "shop"
            && (string)found["appName"] == "checkout" && pod.StartsWith(prefix, StringComparison.Ordinal) && !pod[prefix.Length..].Contains('-', StringComparison.Ordinal)
            && DateTimeOffset.FromUnixTimeMilliseconds((long)found["timestamp"]) is var at && at >= Plans.Begin && at < Plans.Window.End;
    }

    private static Dictionary<string, object> Transaction(Random random)
    {
        string[] pods = ["checkout-5c6d7e8f-aaaaa", "checkout-5c6d7e8f-bbbbb", "checkout-7d9f8c6b54-ccccc", "checkout-5c6d7e8f-7d9f8c6b54-ddddd", "checkout-v2-5c6d7e8f-eeeee"];
        var found = Event("", random.NextDouble() * 3, 0);
        found["timestamp"] = Plans.Begin.AddSeconds(-60).AddMilliseconds(random.Next(720_000)).ToUnixTimeMilliseconds();
        found["appName"] = random.Next(10) == 0 ? "other" : "checkout";
        found["host"] = "node-1";
        found[new[] { "k8s.podName", "podName", "host" }[random.Next(3)]] = pods[random.Next(pods.Length)];
        found.Remove("http.statusCode");
        switch (random.Next(4))
        {
            case 0:
                found["http.statusCode"] = random.Next(5) == 0 ? 503 : 200;
                break;
            case 1:
                found["httpResponseCode"] = random.Next(5) == 0 ? "500" : "404";
                break;
        }

        found["error"] = random.Next(6) == 0;
        if (random.Next(3) > 0)
        {
            found["k8s.namespaceName"] = random.Next(4) == 0 ? "elsewhere" : "shop";
        }

        return found;
    }

    private static Dictionary<string, object> Event(string pod, double duration, int status) => new()
    {
        ["eventType"] = "Transaction",
        ["timestamp"] = Plans.Begin.AddMinutes(3).ToUnixTimeMilliseconds(),
        ["appName"] = "checkout",
        ["host"] = pod,
        ["duration"] = duration,
        ["http.statusCode"] = status,
    };

    private static Dictionary<string, object> Pod(string pod, DateTimeOffset at, int ready) => new()
    {
        ["eventType"] = "K8sPodSample",
        ["timestamp"] = at.ToUnixTimeMilliseconds(),
        ["podName"] = pod,
        ["namespaceName"] = "shop",
        ["isReady"] = ready,
        ["status"] = "Running",
    };

    private static Dictionary<string, object> Container(string pod, DateTimeOffset at, int restarts) => new()
    {
        ["eventType"] = "K8sContainerSample",
        ["timestamp"] = at.ToUnixTimeMilliseconds(),
        ["podName"] = pod,
        ["containerName"] = "app",
        ["namespaceName"] = "shop",
        ["restartCount"] = restarts,
    };

    private static Dictionary<string, object> Lag(int partition, int lag, DateTimeOffset at) => new()
    {
        ["eventType"] = "KafkaOffsetSample",
        ["timestamp"] = at.ToUnixTimeMilliseconds(),
        ["consumerGroup"] = "checkout",
        ["topic"] = "orders",
        ["partition"] = partition,
        ["consumer.lag"] = lag,
    };

    private static Dictionary<string, object> Completed(string shop, string outcome, int total) => new()
    {
        ["eventType"] = "CheckoutCompleted",
        ["timestamp"] = Plans.Begin.AddSeconds(total).ToUnixTimeMilliseconds(),
        ["appName"] = "checkout",
        ["host"] = "checkout-5c6d7e8f-aaaaa",
        ["shop"] = shop,
        ["outcome"] = outcome,
        ["total"] = total,
    };

    private static SliceEvidence Judged(GateEvidence evidence, string objective) => evidence.Objectives.Single(found => found.Objective == objective).Judged;

    private async Task<GateEvidence> Gather(EvidencePlan plan)
    {
        var client = new NerdGraphClient(() => new HttpClient(), new NerdGraphOptions { Endpoint = _simulator.Endpoint.ToString(), AccountId = 1, ApiKey = "NRAK-TEST" });
        using var source = new NewRelicEvidenceSource(client, TimeProvider.System);
        return await source.GatherAsync(plan, TimeSpan.FromSeconds(6), default);
    }
}
