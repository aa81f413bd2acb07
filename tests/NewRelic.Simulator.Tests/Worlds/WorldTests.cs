using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.Worlds;

public sealed class WorldTests : WorldsPlayed
{
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

    private static double Number(JsonNode? row, string name) => row![name]!.GetValue<double>();

    private static double Score(JsonNode? row) => row!["apdex"]!["score"]!.GetValue<double>();

    private static double Quantile(JsonNode? row) => row!["p95"]!["95"]!.GetValue<double>();
}
