using System.Net;

namespace NewRelic.Simulator.Tests.Worlds;

/// <summary>What reaches New Relic of what happened: caps by process and minute, sampled traces, late arrivals.</summary>
public sealed class WorldLimitsTests
{
    private const string Judged = "appName = 'checkout' AND k8s.namespaceName = 'shop'";

    [Theory]
    [InlineData("python", 1_200)]
    [InlineData("ruby", 1_200)]
    [InlineData("java", 1_992)]
    public async Task A_process_sends_no_more_transactions_a_minute_than_its_agent_keeps(string agent, int cap)
    {
        await using var world = await PlayedWorld.PlayAsync($$"""  "agent": "{{agent}}", "requestsPerSecond": 90, "stablePods": 1, "canaryPods": 1, "limits": {} """, minutes: 2, weight: 10);

        var stable = await world.RowsAsync($"SELECT count(*) AS n FROM Transaction WHERE {Judged} AND k8s.podName LIKE 'checkout-59c6f9b7d8-%' TIMESERIES 1 minute");
        var truth = await world.TruthAsync();

        // A twelfth of the cap every five seconds, in whole events; the canary's nine a second stay below.
        stable.ShouldAllBe(minute => minute!["n"]!.GetValue<int>() == cap);
        truth["stable"]!["userRequests"]!.GetValue<double>().ShouldBeGreaterThan(2 * cap);
        (await world.NumberAsync("count(*)", $"FROM Transaction WHERE {Judged} AND k8s.podName LIKE 'checkout-7c5ddbdf54-%'")).ShouldBe(truth["canary"]!["userRequests"]!.GetValue<double>());
    }

    [Fact]
    public async Task Timeslices_count_every_request_whatever_the_caps()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "kind": "errorBurst", "agent": "python", "requestsPerSecond": 60, "stablePods": 1, "traits": { "handledErrors": 0, "expectedErrors": 0.02 }, "limits": {} """, minutes: 2);

        var truth = await world.TruthAsync();
        foreach (var (slice, hash) in new[] { ("stable", "59c6f9b7d8"), ("canary", "7c5ddbdf54") })
        {
            var where = $"FROM Metric WHERE appName = 'checkout' AND transactionType = 'Web' AND host LIKE 'checkout-{hash}-%'";
            (await world.NumberAsync("count(apm.service.error.count)", where)).ShouldBe(
                truth[slice]!["serverFaults"]!.GetValue<double>() + (slice == "canary" ? await StagingErrorsAsync(world) : 0), "expected errors do not count");
        }

        (await world.NumberAsync("count(apm.service.transaction.duration)", "FROM Metric WHERE appName = 'checkout' AND transactionType = 'Web' AND host LIKE 'checkout-59c6f9b7d8-%'"))
            .ShouldBe(truth["stable"]!["userRequests"]!.GetValue<double>());
    }

    [Fact]
    public async Task A_process_keeps_a_hundred_errors_a_minute()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "kind": "totalFailureBurst", "agent": "java", "requestsPerSecond": 40, "canaryPods": 1, "limits": {} """, minutes: 5);

        var minutes = await world.RowsAsync($"SELECT count(*) AS n FROM TransactionError WHERE {Judged} AND k8s.podName LIKE 'checkout-7c5ddbdf54-%' TIMESERIES 1 minute");

        // Eight every five seconds.
        minutes.Skip(3).Select(minute => minute!["n"]!.GetValue<int>()).ShouldBe([96, 96]);
    }

    [Fact]
    public async Task Traces_are_sampled_adaptively_at_ten_a_minute_and_process()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "node", "requestsPerSecond": 60, "stablePods": 2, "canaryPods": 1, "limits": {} """, minutes: 4);

        var pods = await world.RowsAsync($"SELECT uniqueCount(trace.id) / 4 AS n FROM Span WHERE {Judged} AND nr.entryPoint IS TRUE FACET k8s.podName");

        pods.Count.ShouldBe(3);
        pods.ShouldAllBe(pod => pod!["n"]!.GetValue<double>() >= 5 && pod["n"]!.GetValue<double>() <= 20);
    }

    [Fact]
    public async Task Tail_sampling_keeps_errors_first()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "kind": "errorBurst", "agent": "otel", "requestsPerSecond": 40, "limits": { "traces": "tail" } """);

        var canary = (await world.TruthAsync())["canary"]!;
        var kept = await world.NumberAsync("percentage(count(*), WHERE otel.status_code = 'ERROR')", "FROM Span WHERE span.kind = 'server' AND k8s.pod.name LIKE 'checkout-7c5ddbdf54-%' AND k8s.namespace.name = 'shop'");

        // All of 7 % against a tenth of 93 %: 43 %.
        kept.ShouldBeGreaterThan(4 * 100 * canary["serverFaults"]!.GetValue<double>() / canary["userRequests"]!.GetValue<double>());
    }

    [Fact]
    public async Task Several_processes_of_a_pod_have_a_cap_each()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "python", "requestsPerSecond": 40, "stablePods": 1, "limits": { "processesPerPod": 4 } """, minutes: 2, weight: 0);

        (await world.NumberAsync("count(*)", $"FROM Transaction WHERE {Judged}")).ShouldBe((await world.TruthAsync())["stable"]!["userRequests"]!.GetValue<double>());
    }

    [Fact]
    public async Task What_is_late_cannot_be_queried_before_it_came()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "dotnet", "requestsPerSecond": 10, "limits": { "late": "2m" } """, minutes: 5);

        var latest = await world.NumberAsync("max(timestamp)", $"FROM Transaction WHERE {Judged}");
        latest.ShouldBeInRange(PlayedWorld.Start + 170_000, PlayedWorld.Start + 180_000);

        await world.Simulator.SendAsync(HttpMethod.Post, "/simulator/worlds/w1/advance", """{"duration":"2m"}""", HttpStatusCode.OK);
        (await world.NumberAsync("max(timestamp)", $"FROM Transaction WHERE {Judged}")).ShouldBeInRange(PlayedWorld.Start + 290_000, PlayedWorld.Start + 300_000);
    }

    [Theory]
    [InlineData("""{"kind":"healthy","agent":"cobol"}""", "agent is 'cobol', expected java, dotnet, go, node, python, ruby, php, otel, otel-old")]
    [InlineData("""{"kind":"healthy","agent":"php","protocol":"grpc"}""", "protocol is grpc, expected http or queue with agent php")]
    [InlineData("""{"kind":"healthy","agent":"gateway","protocol":"queue"}""", "protocol is queue, expected http or grpc")]
    [InlineData("""{"kind":"healthy","traits":{"probes":true}}""", "traits is given without agent")]
    [InlineData("""{"kind":"healthy","limits":{}}""", "limits is given without agent")]
    [InlineData("""{"kind":"healthy","agent":"go","traits":{"hangUps":2}}""", "traits.hangUps is 2, expected 0 to 1")]
    [InlineData("""{"kind":"healthy","agent":"go","traits":{"evictEvery":"often"}}""", "traits.evictEvery is 'often', expected 1s to 24h")]
    [InlineData("""{"kind":"healthy","agent":"go","traits":{"prbes":true}}""", "prbes")]
    [InlineData("""{"kind":"healthy","agent":"go","limits":{"late":"soon"}}""", "limits.late is 'soon'")]
    [InlineData("""{"kind":"healthy","agent":"go","limits":{"transactionsPerMinute":5}}""", "limits.transactionsPerMinute is 5, expected 12 to 1000000")]
    [InlineData("""{"kind":"healthy","agent":"go","limits":{"traces":"some"}}""", "limits.traces")]
    public async Task A_world_that_cannot_be_told_is_refused(string body, string named)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        (await simulator.SendAsync(HttpMethod.Post, "/simulator/worlds", body, HttpStatusCode.BadRequest))["detail"]!.GetValue<string>().ShouldContain(named);
    }

    [Theory]
    [InlineData("", "since is absent")]
    [InlineData("?since=1795518000000&until=1795518000001", "until is 1795518000001, expected milliseconds since 1970 of a whole minute")]
    public async Task A_truth_of_no_window_is_refused(string query, string named)
    {
        await using var world = await PlayedWorld.PlayAsync("\"requestsPerSecond\": 1", minutes: 1);

        (await world.Simulator.SendAsync(HttpMethod.Get, $"/simulator/worlds/w1/truth{query}", null, HttpStatusCode.BadRequest))["detail"]!.GetValue<string>().ShouldContain(named);
        await world.Simulator.SendAsync(HttpMethod.Get, "/simulator/worlds/w9/truth", null, HttpStatusCode.NotFound);
    }

    /// <summary>Timeslices know neither namespace nor pod: the canary's hash runs in staging as well.</summary>
    private static Task<double> StagingErrorsAsync(PlayedWorld world) => world.NumberAsync(
        "count(*)", "FROM Transaction WHERE appName = 'checkout' AND k8s.namespaceName = 'shop-staging' AND error IS TRUE AND simulator.origin != 'expected'");
}
