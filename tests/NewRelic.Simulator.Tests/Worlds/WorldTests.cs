using System.Net;
using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.Worlds;

public sealed class WorldTests
{
    /// <summary>Start of every world here, milliseconds; the tests look at the ten minutes from it.</summary>
    private const long Start = 1_795_518_000_000;
    private const string Window = "SINCE 1795518000000 UNTIL 1795518600000";
    private const string Slices = "FACET CASES(WHERE k8s.podName LIKE 'checkout-7c5ddbdf54-%' AS 'canary', WHERE k8s.podName LIKE 'checkout-59c6f9b7d8-%' AS 'stable')";
    private const string Requests = "SELECT count(*) AS n, apdex(duration, t: 0.5) AS apdex, percentile(duration, 95) AS p95, average(databaseDuration) AS db, "
        + "percentage(count(*), WHERE http.statusCode >= 500) AS failed, average(externalCallCount) AS calls "
        + $"FROM Transaction WHERE appName = 'checkout' AND k8s.namespaceName = 'shop' {Slices} {Window}";

    [Fact]
    public async Task Healthy_slices_are_alike_and_sound()
    {
        await using var simulator = await PlayAsync("healthy");

        var (canary, stable) = await SlicesAsync(simulator, Requests);

        Number(canary, "n").ShouldBeInRange(1200, 1800);
        Number(stable, "n").ShouldBeInRange(26_000, 32_000);
        foreach (var slice in new[] { canary, stable })
        {
            Score(slice).ShouldBeGreaterThan(0.95);
            Number(slice, "failed").ShouldBeLessThan(0.5);
            Quantile(slice).ShouldBeLessThan(0.5);
        }
    }

    [Fact]
    public async Task A_slow_query_plan_spoils_the_canarys_Apdex_through_the_database_and_makes_no_errors()
    {
        await using var simulator = await PlayAsync("slowQueryPlan");

        var (canary, stable) = await SlicesAsync(simulator, Requests);

        Score(canary).ShouldBeLessThan(0.85);
        Score(stable).ShouldBeGreaterThan(0.93);
        Quantile(canary).ShouldBeGreaterThan(1.5);
        Number(canary, "db").ShouldBeGreaterThan(0.5);
        Number(stable, "db").ShouldBeLessThan(0.05);
        Number(canary, "failed").ShouldBeLessThan(0.5);
    }

    [Fact]
    public async Task An_error_burst_is_the_canarys_own_exception()
    {
        await using var simulator = await PlayAsync("errorBurst");

        var (canary, stable) = await SlicesAsync(simulator, Requests);
        var (errors, _) = await SlicesAsync(simulator, $"SELECT count(*) AS n FROM TransactionError WHERE error.class = 'System.NullReferenceException' AND k8s.namespaceName = 'shop' {Slices} {Window}");

        Number(canary, "failed").ShouldBeGreaterThan(4);
        Number(stable, "failed").ShouldBeLessThan(0.5);
        Number(errors, "n").ShouldBeGreaterThan(40);
    }

    [Theory]
    [InlineData("upstreamDegraded")]
    [InlineData("canaryOverloadsDependency")]
    public async Task A_failing_dependency_fails_both_slices_alike_and_its_spans_name_it(string kind)
    {
        await using var simulator = await PlayAsync(kind);

        var (canary, stable) = await SlicesAsync(simulator, Requests);
        var (canarySpans, stableSpans) = await SlicesAsync(
            simulator, $"SELECT count(*) AS n, uniques(server.address) AS hosts FROM Span WHERE http.statusCode >= 500 AND k8s.namespaceName = 'shop' {Slices} {Window}");

        Number(canary, "failed").ShouldBeInRange(3, 12);
        Number(stable, "failed").ShouldBeInRange(3, 12);
        Number(canarySpans, "n").ShouldBeGreaterThan(0);
        stableSpans!["hosts"]!.ToJsonString().ShouldBe("""["payments-api.shop.svc.cluster.local"]""");
    }

    [Fact]
    public async Task A_canary_that_overloads_its_dependency_calls_it_far_more_often()
    {
        await using var simulator = await PlayAsync("canaryOverloadsDependency");

        var (canary, stable) = await SlicesAsync(simulator, Requests);

        Number(canary, "calls").ShouldBeGreaterThan(4 * Number(stable, "calls"));
    }

    [Fact]
    public async Task Without_traffic_the_canary_has_pods_but_no_requests()
    {
        await using var simulator = await PlayAsync("noTraffic");

        var (canary, stable) = await SlicesAsync(simulator, Requests);

        canary.ShouldBeNull();
        Number(stable, "n").ShouldBeGreaterThan(20_000);
        (await PodsAsync(simulator)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_idle_world_has_no_requests_at_all()
    {
        await using var simulator = await PlayAsync("idle");

        (await simulator.RowsAsync($"SELECT count(*) FROM Transaction {Window}")).ToJsonString().ShouldBe("""[{"count":0}]""");
    }

    [Fact]
    public async Task A_cold_start_is_slow_at_first_and_sound_later()
    {
        await using var simulator = await PlayAsync("coldStart");

        var (cold, _) = await SlicesAsync(simulator, Requests.Replace("1795518600000", "1795518090000", StringComparison.Ordinal));
        var (warm, _) = await SlicesAsync(simulator, Requests.Replace("1795518000000", "1795518120000", StringComparison.Ordinal));

        Score(cold).ShouldBeLessThan(0.85);
        Score(warm).ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public async Task Crash_looping_pods_restart_and_are_not_ready()
    {
        await using var simulator = await PlayAsync("podCrashLoop");

        foreach (var pod in await PodsAsync(simulator))
        {
            pod["ready"]!.GetValue<double>().ShouldBe(0);
            pod["restarts"]!.GetValue<double>().ShouldBeGreaterThan(2);
        }
    }

    [Fact]
    public async Task Lag_grows_with_a_consumer_that_does_not_keep_up()
    {
        await using var behind = await PlayAsync("queueLag");
        await using var healthy = await PlayAsync("healthy");
        const string Lag = $"SELECT latest(consumer.lag) AS lag FROM KafkaOffsetSample WHERE consumerGroup = 'checkout' FACET partition LIMIT MAX {Window}";

        (await behind.RowsAsync(Lag)).Sum(row => row!["lag"]!.GetValue<double>()).ShouldBeGreaterThan(1000);
        (await healthy.RowsAsync(Lag)).Sum(row => row!["lag"]!.GetValue<double>()).ShouldBeLessThan(500);
    }

    [Fact]
    public async Task Conversion_drops_on_the_canary_while_HTTP_is_fine()
    {
        await using var simulator = await PlayAsync("conversionDrop");

        var (canary, stable) = await SlicesAsync(simulator, $"SELECT percentage(count(*), WHERE outcome = 'ok') AS ok FROM CheckoutCompleted WHERE appName = 'checkout' {Slices} {Window}");
        var (requests, _) = await SlicesAsync(simulator, Requests);

        Number(canary, "ok").ShouldBeLessThan(85);
        Number(stable, "ok").ShouldBeGreaterThan(92);
        Number(requests, "failed").ShouldBeLessThan(0.5);
    }

    [Fact]
    public async Task Bystanders_share_names_with_the_judged_service()
    {
        await using var simulator = await PlayAsync("healthy");

        var fleets = (await simulator.RowsAsync($"SELECT count(*) FROM Transaction FACET appName, k8s.namespaceName {Window}")).Select(row => row!["facet"]!.ToJsonString()).ToList();

        fleets.ShouldBe(["""["checkout","shop"]""", """["checkout-v2","shop"]""", """["checkout","shop-staging"]"""]);
    }

    /// <summary>By the clock a seed plays otherwise an hour later; from the start on it does not.</summary>
    [Theory]
    [InlineData("start", true)]
    [InlineData("clock", false)]
    public async Task A_seed_plays_the_same_at_another_hour_where_its_dice_count_from_the_start(string dice, bool isSame)
    {
        var played = await PlayedAsync(Start);

        played.ShouldContain("500");
        (await PlayedAsync(Start + 3_600_000) == played).ShouldBe(isSame);

        async Task<string> PlayedAsync(long start)
        {
            await using var simulator = await SimulatorHost.StartAsync();
            var world = await simulator.SendAsync(
                HttpMethod.Post, "/simulator/worlds", $$"""{"kind":"errorBurst","seed":12,"dice":"{{dice}}","start":{{start}},"history":"2m"}""", HttpStatusCode.Created);
            await AdvanceAsync(simulator, world["id"]!.GetValue<string>(), "4m", 5);
            return string.Join('\n', (await simulator.RowsAsync(
                $"SELECT count(*) AS n, sum(duration) AS took, uniqueCount(k8s.podName) AS pods FROM Transaction FACET http.statusCode SINCE {start - 120_000} UNTIL {start + 240_000}")).Select(row => row!.ToJsonString()));
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_events_however_time_is_cut()
    {
        await using var whole = await PlayAsync("errorBurst");
        await using var cut = await SimulatorHost.StartAsync();
        var id = await CreateAsync(cut, "errorBurst");
        for (var minute = 0; minute < 10; minute++)
        {
            await AdvanceAsync(cut, id, "1m", 5);
        }

        const string Fingerprint = $"SELECT count(*), sum(duration), uniqueCount(guid), max(amount) FROM Transaction, TransactionError, Span, CheckoutCompleted {Window}";
        (await cut.RowsAsync(Fingerprint)).ToJsonString().ShouldBe((await whole.RowsAsync(Fingerprint)).ToJsonString());
    }

    [Fact]
    public async Task Another_seed_gives_other_events()
    {
        await using var one = await PlayAsync("healthy", seed: 1);
        await using var two = await PlayAsync("healthy", seed: 2);

        (await one.RowsAsync($"SELECT sum(duration) FROM Transaction {Window}")).ToJsonString()
            .ShouldNotBe((await two.RowsAsync($"SELECT sum(duration) FROM Transaction {Window}")).ToJsonString());
    }

    [Fact]
    public async Task The_truth_says_verdict_reason_and_since_when()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        var id = await CreateAsync(simulator, "errorBurst");

        var before = await AdvanceAsync(simulator, id, "2m", 0);
        var after = await AdvanceAsync(simulator, id, "3m", 25);

        before["truth"]!["from"].ShouldBeNull();
        after["truth"]!["verdict"]!.GetValue<string>().ShouldBe("fail");
        after["truth"]!["slice"]!.GetValue<string>().ShouldBe("canary");
        after["truth"]!["from"]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds().ShouldBe(Start + 120_000);
        after["from"]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds().ShouldBe(Start + 120_000);
        after["to"]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds().ShouldBe(Start + 300_000);
        after["emitted"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_realtime_world_goes_on_by_itself()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.SendAsync(HttpMethod.Post, "/simulator/worlds", """{"kind":"healthy","mode":"realtime","speed":60,"weight":50}""", HttpStatusCode.Created);

        JsonNode world;
        do
        {
            world = await simulator.SendAsync(HttpMethod.Get, "/simulator/worlds/w1", null, HttpStatusCode.OK);
        }
        while (world["emitted"]!.GetValue<int>() == 0);

        world["now"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(world["start"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task A_world_can_be_shown_weighted_listed_and_ended()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        var id = await CreateAsync(simulator, "healthy");

        var weighted = await simulator.SendAsync(HttpMethod.Put, $"/simulator/worlds/{id}", """{"weight":25}""", HttpStatusCode.OK);
        var listed = await simulator.SendAsync(HttpMethod.Get, "/simulator/worlds", null, HttpStatusCode.OK);
        await simulator.SendAsync(HttpMethod.Delete, $"/simulator/worlds/{id}", null, HttpStatusCode.NoContent);

        weighted["weight"]!.GetValue<double>().ShouldBe(25);
        listed.AsArray().Count.ShouldBe(1);
        weighted["canaryPods"]!.AsArray().ShouldAllBe(pod => pod!.GetValue<string>().StartsWith("checkout-7c5ddbdf54-", StringComparison.Ordinal));
        await simulator.SendAsync(HttpMethod.Get, $"/simulator/worlds/{id}", null, HttpStatusCode.NotFound);
        await simulator.SendAsync(HttpMethod.Post, $"/simulator/worlds/{id}/advance", """{"duration":"1m"}""", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"kind":"sunny"}""", "slowQueryPlan")]
    [InlineData("{}", "kind")]
    [InlineData("""{"kind":"healthy","weight":101}""", "weight is 101")]
    [InlineData("""{"kind":"healthy","canaryHash":"a","stableHash":"a"}""", "both 'a'")]
    [InlineData("""{"kind":"healthy","service":"It's"}""", "service is 'It's'")]
    [InlineData("""{"kind":"healthy","start":"soon"}""", "start is \"soon\"")]
    public async Task A_world_that_cannot_be_is_refused(string body, string named)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var problem = await simulator.SendAsync(HttpMethod.Post, "/simulator/worlds", body, HttpStatusCode.BadRequest);

        problem["detail"]!.GetValue<string>().ShouldContain(named);
    }

    [Theory]
    [InlineData("""{"duration":"10"}""")]
    [InlineData("""{"duration":"0s"}""")]
    [InlineData("""{"duration":"25h"}""")]
    [InlineData("""{"duration":"1m","weight":-1}""")]
    [InlineData("{}")]
    public async Task An_advance_that_cannot_be_is_refused(string body)
    {
        await using var simulator = await SimulatorHost.StartAsync();
        var id = await CreateAsync(simulator, "healthy");

        await simulator.SendAsync(HttpMethod.Post, $"/simulator/worlds/{id}/advance", body, HttpStatusCode.BadRequest);
    }

    private static async Task<SimulatorHost> PlayAsync(string kind, int seed = 12)
    {
        var simulator = await SimulatorHost.StartAsync();
        await AdvanceAsync(simulator, await CreateAsync(simulator, kind, seed), "10m", 5);
        return simulator;
    }

    private static async Task<string> CreateAsync(SimulatorHost simulator, string kind, int seed = 12) =>
        (await simulator.SendAsync(HttpMethod.Post, "/simulator/worlds", $$"""{"kind":"{{kind}}","seed":{{seed}},"start":{{Start}}}""", HttpStatusCode.Created))["id"]!.GetValue<string>();

    private static Task<JsonNode> AdvanceAsync(SimulatorHost simulator, string id, string duration, double weight) =>
        simulator.SendAsync(HttpMethod.Post, $"/simulator/worlds/{id}/advance", $$"""{"duration":"{{duration}}","weight":{{weight}}}""", HttpStatusCode.OK);

    private static async Task<(JsonNode? Canary, JsonNode? Stable)> SlicesAsync(SimulatorHost simulator, string nrql)
    {
        var rows = await simulator.RowsAsync(nrql);
        return (Row("canary"), Row("stable"));

        JsonNode? Row(string slice) => rows.SingleOrDefault(row => row!["facet"]!.GetValue<string>() == slice);
    }

    private static async Task<List<JsonNode>> PodsAsync(SimulatorHost simulator) => [.. (await simulator.RowsAsync(
        $"SELECT latest(isReady) AS ready, max(restartCount) AS restarts FROM K8sContainerSample WHERE `label.rollouts-pod-template-hash` = '7c5ddbdf54' AND namespaceName = 'shop' FACET podName {Window}")).Select(row => row!)];

    private static double Number(JsonNode? row, string name) => row![name]!.GetValue<double>();

    private static double Score(JsonNode? row) => row!["apdex"]!["score"]!.GetValue<double>();

    private static double Quantile(JsonNode? row) => row!["p95"]!["95"]!.GetValue<double>();
}
