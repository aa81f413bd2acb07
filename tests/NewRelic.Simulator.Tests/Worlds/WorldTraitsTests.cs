using System.Net;
using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.Worlds;

/// <summary>What real services do besides, each alone, against the ledger or against what was asked for.</summary>
public sealed class WorldTraitsTests
{
    private const string Judged = "appName = 'checkout' AND k8s.namespaceName = 'shop'";
    private const string Canary = "k8s.podName LIKE 'checkout-7c5ddbdf54-%'";
    private const string Stable = "k8s.podName LIKE 'checkout-59c6f9b7d8-%'";

    [Fact]
    public async Task Probes_come_by_pod_with_the_kubelets_user_agent()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "java", "requestsPerSecond": 5, "traits": { "probes": true } """);

        var probes = await world.NumberAsync("count(*)", $"FROM Transaction WHERE {Judged} AND request.headers.userAgent LIKE 'kube-probe/%'");
        var uris = await world.RowsAsync($"SELECT uniques(request.uri) AS uris, uniques(transactionType) AS types FROM Transaction WHERE {Judged} AND simulator.kind = 'probe'");

        // Six stable pods for 180 s and two canary pods, the second of which starts 20 s later: one probe in five seconds.
        probes.ShouldBe((6 * 36) + 36 + 32);
        uris.Single()!["uris"]!.ToJsonString().ShouldBe("""["/actuator/health/readiness"]""");
        uris.Single()!["types"]!.ToJsonString().ShouldBe("""["Web"]""");
        (await TotalAsync(world, "probes")).ShouldBe(probes);
    }

    [Fact]
    public async Task Jobs_run_in_the_same_process_as_Other_without_a_status()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "go", "requestsPerSecond": 5, "traits": { "backgroundPerMinute": 30, "backgroundErrors": 0.2 } """);

        var jobs = await world.NumberAsync("count(*)", $"FROM Transaction WHERE {Judged} AND transactionType = 'Other' AND http.statusCode IS NULL");

        jobs.ShouldBe(await TotalAsync(world, "background"));
        jobs.ShouldBeInRange(560, 900);
        (await world.NumberAsync("count(*)", $"FROM Transaction WHERE {Judged} AND transactionType = 'Other' AND error IS TRUE")).ShouldBe(await TotalAsync(world, "backgroundFaults"));
    }

    [Fact]
    public async Task The_ledger_tells_users_servers_callers_and_clients_that_left_apart()
    {
        await using var world = await PlayedWorld.PlayAsync("""
            "kind": "ownRegressionInOutage", "agent": "dotnet", "requestsPerSecond": 30, "traits": { "callerErrors": 0.05, "expectedErrors": 0.04, "hangUps": 0.03, "probes": true, "backgroundPerMinute": 10 }
            """);

        foreach (var (slice, pods) in new[] { ("canary", Canary), ("stable", Stable) })
        {
            var truth = (await world.TruthAsync())[slice]!;
            var told = (await world.RowsAsync($$"""
                SELECT count(*) AS userRequests, filter(count(*), WHERE simulator.origin IN ('selfInflicted', 'upstream')) AS serverFaults,
                filter(count(*), WHERE simulator.origin = 'selfInflicted') AS ownFaults, filter(count(*), WHERE simulator.origin = 'upstream') AS upstreamFaults,
                filter(count(*), WHERE simulator.origin = 'client' AND http.statusCode != 499) AS callerFaults, filter(count(*), WHERE simulator.origin = 'expected') AS expectedErrors,
                filter(count(*), WHERE http.statusCode = 499) AS hungUp FROM Transaction WHERE {{Judged}} AND {{pods}} AND simulator.kind = 'user'
                """)).Single()!;

            foreach (var (name, count) in told.AsObject())
            {
                truth[name]!.GetValue<double>().ShouldBe(count!.GetValue<double>(), $"{slice} {name}");
            }

            Share(truth, "callerFaults").ShouldBeInRange(0.035, 0.075);
            Share(truth, "expectedErrors").ShouldBeInRange(0.025, 0.055);
            Share(truth, "hungUp").ShouldBeInRange(0.017, 0.045);
            Share(truth, "upstreamFaults").ShouldBeInRange(0.035, 0.065);
        }
    }

    [Fact]
    public async Task A_world_without_an_agent_keeps_the_same_books()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "kind": "upstreamDegraded", "requestsPerSecond": 20 """, minutes: 6);

        var truth = await world.TruthAsync();
        foreach (var (slice, pods) in new[] { ("canary", Canary), ("stable", Stable) })
        {
            truth[slice]!["userRequests"]!.GetValue<double>().ShouldBe(await world.NumberAsync("count(*)", $"FROM Transaction WHERE {Judged} AND {pods}"));
            truth[slice]!["upstreamFaults"]!.GetValue<double>().ShouldBe(await world.NumberAsync("count(*)", $"FROM Transaction WHERE {Judged} AND {pods} AND simulator.origin = 'upstream'"));
            truth[slice]!["failedBy"]!["payments-api.shop.svc.cluster.local"]!.GetValue<double>().ShouldBeGreaterThan(0);
        }

        (await world.TruthAsync(PlayedWorld.Start + 180_000))["canary"]!["upstreamFaults"]!.GetValue<double>().ShouldBe(0, "payments-api begins to fail after three minutes");
    }

    [Fact]
    public async Task Messages_vary_only_where_they_are_told_to()
    {
        const string Errors = "\"kind\": \"outageBeforeStart\", \"requestsPerSecond\": 20, \"agent\": \"java\"";
        await using var plain = await PlayedWorld.PlayAsync($$"""{{Errors}}, "traits": { "handledErrors": 0 }""");
        await using var varied = await PlayedWorld.PlayAsync($$"""{{Errors}}, "traits": { "handledErrors": 0, "variedMessages": true }""");
        const string Messages = $"FROM TransactionError WHERE {Judged} AND simulator.kind IS NULL AND NOT error.class LIKE 'Http%'";

        var (few, many) = (await plain.NumberAsync("uniqueCount(error.message)", Messages), await varied.NumberAsync("uniqueCount(error.message)", Messages));

        few.ShouldBeLessThan(6);
        many.ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task A_call_that_is_tried_again_fails_once_and_the_request_does_not()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "ruby", "requestsPerSecond": 20, "traits": { "retries": 0.2, "refusals": 0 }, "limits": { "traces": "all", "spansPerMinute": 100000, "transactionsPerMinute": 100000 } """);

        (await world.NumberAsync("count(*)", $"FROM Span WHERE {Judged} AND category = 'http' AND http.statusCode = 503")).ShouldBeGreaterThan(200);
        (await world.NumberAsync("count(*)", $"FROM Transaction WHERE {Judged} AND http.statusCode = 503")).ShouldBe(0);
    }

    [Fact]
    public async Task Evicted_pods_are_replaced_by_new_ones_and_say_so()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "node", "requestsPerSecond": 20, "stablePods": 3, "traits": { "evictEvery": "2m" } """, minutes: 7);

        // Three evictions of each slice within seven minutes: 3 + 3 stable pods, 2 + 3 of the canary.
        (await world.NumberAsync("uniqueCount(k8s.podName)", $"FROM Transaction WHERE {Judged} AND {Stable}")).ShouldBe(6);
        (await world.NumberAsync("uniqueCount(k8s.podName)", $"FROM Transaction WHERE {Judged} AND {Canary}")).ShouldBe(5);
        (await world.NumberAsync("count(*)", "FROM K8sPodSample WHERE namespaceName = 'shop' AND status = 'Failed' AND reason = 'Evicted'")).ShouldBe(6);
    }

    [Fact]
    public async Task Autoscaling_adds_pods_that_are_cold_at_first()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "python", "requestsPerSecond": 20, "stablePods": 2, "traits": { "scaleEvery": "3m" } """, minutes: 5);

        var pods = await world.RowsAsync($"SELECT count(*) AS n, average(duration) AS mean FROM Transaction WHERE {Judged} AND {Stable} FACET k8s.podName");

        pods.Count.ShouldBe(3);
        pods.Max(pod => pod!["mean"]!.GetValue<double>()).ShouldBeGreaterThan(3 * pods.Min(pod => pod!["mean"]!.GetValue<double>()));
    }

    [Fact]
    public async Task A_silent_canary_serves_and_tells_nothing()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "java", "requestsPerSecond": 20, "traits": { "silentAfter": "1m" } """);

        (await world.NumberAsync("max(timestamp)", $"FROM Transaction WHERE {Judged} AND {Canary}")).ShouldBeLessThan(PlayedWorld.Start + 60_000);
        (await world.NumberAsync("max(timestamp)", "FROM K8sPodSample WHERE podName LIKE 'checkout-7c5ddbdf54-%' AND namespaceName = 'shop'")).ShouldBeGreaterThan(PlayedWorld.Start + 120_000);
        var truth = await world.TruthAsync();
        truth["verdict"]!.GetValue<string>().ShouldBe("inconclusive");
        truth["canary"]!["userRequests"]!.GetValue<double>().ShouldBeGreaterThan(3 * await world.NumberAsync("count(*)", $"FROM Transaction WHERE {Judged} AND {Canary}") / 2);
    }

    [Fact]
    public async Task A_migration_breaks_stable_from_the_canarys_first_second()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "php", "requestsPerSecond": 20, "traits": { "brokenStable": 0.3 } """);

        var truth = await world.TruthAsync();

        truth["verdict"]!.GetValue<string>().ShouldBe("fail");
        truth["slice"]!.GetValue<string>().ShouldBe("stable");
        Share(truth["stable"]!, "ownFaults").ShouldBeInRange(0.26, 0.34);
        Share(truth["canary"]!, "ownFaults").ShouldBeLessThan(0.01);
        truth["stable"]!["failedBy"]!["postgres.shop.svc.cluster.local"]!.GetValue<double>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_second_cluster_differs_in_its_name_alone()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "kind": "errorBurst", "agent": "dotnet", "requestsPerSecond": 20, "traits": { "secondCluster": true } """);

        var clusters = await world.RowsAsync($"SELECT count(*) AS n, percentage(count(*), WHERE http.statusCode >= 500) AS failed FROM Transaction WHERE {Judged} AND {Canary} FACET k8s.clusterName");

        clusters.Select(row => row!["facet"]!.GetValue<string>()).ShouldBe(["prod-2", "prod-1"]);
        clusters[0]!["failed"]!.GetValue<double>().ShouldBeLessThan(1);
        clusters[1]!["failed"]!.GetValue<double>().ShouldBeGreaterThan(4);
    }

    [Theory]
    [InlineData("gateway", "Log", "response_flags = 'UF' AND response_code = 502")]
    [InlineData("gateway-nginx", "Log", "response = '502'")]
    public async Task An_ingress_that_answers_for_the_application_is_known_to_the_ingress(string agent, string type, string condition)
    {
        await using var world = await PlayedWorld.PlayAsync($$"""  "agent": "{{agent}}", "requestsPerSecond": 20, "traits": { "ingressErrors": 0.2 } """);

        var truth = await world.TruthAsync();

        truth["verdict"]!.GetValue<string>().ShouldBe("fail");
        (await world.NumberAsync("count(*)", $"FROM {type} WHERE simulator.kind = 'user' AND message LIKE '%checkout-canary%' AND {condition}")).ShouldBe(truth["canary"]!["unserved"]!.GetValue<double>());
        (await world.NumberAsync("count(*)", $"FROM {type} WHERE simulator.kind = 'user' AND message LIKE '%checkout-canary%'")).ShouldBe(truth["canary"]!["userRequests"]!.GetValue<double>());
    }

    [Fact]
    public async Task An_agent_inside_the_application_knows_nothing_of_what_the_ingress_answered()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "java", "requestsPerSecond": 20, "traits": { "ingressErrors": 0.5 } """);

        var canary = (await world.TruthAsync())["canary"]!;

        (await world.NumberAsync("count(*)", $"FROM Transaction WHERE {Judged} AND {Canary}")).ShouldBe(canary["userRequests"]!.GetValue<double>() - canary["unserved"]!.GetValue<double>());
        (await world.NumberAsync("count(*)", $"FROM Transaction WHERE {Judged} AND http.statusCode = 502")).ShouldBe(0);
    }

    [Fact]
    public async Task Istio_counts_what_its_destination_saw_and_its_source_besides()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "istio", "requestsPerSecond": 20, "traits": { "ingressErrors": 0.2, "probes": true } """);

        var canary = (await world.TruthAsync())["canary"]!;
        const string Where = "FROM Metric WHERE destination_version = '7c5ddbdf54' AND destination_service_namespace = 'shop'";

        (await world.NumberAsync("sum(istio_requests_total)", $"{Where} AND reporter = 'source'")).ShouldBe(canary["userRequests"]!.GetValue<double>());
        (await world.NumberAsync("sum(istio_requests_total)", $"{Where} AND reporter = 'destination'")).ShouldBe(canary["userRequests"]!.GetValue<double>() - canary["unserved"]!.GetValue<double>());
        (await world.NumberAsync("sum(istio_requests_total)", $"{Where} AND response_code = '502' AND response_flags = 'UF'")).ShouldBe(canary["unserved"]!.GetValue<double>());
        (await world.NumberAsync("sum(istio_request_duration_milliseconds_bucket)", $"{Where} AND reporter = 'source' AND le = '+Inf'")).ShouldBe(canary["userRequests"]!.GetValue<double>());
    }

    [Fact]
    public async Task OpenTelemetrys_metrics_count_every_request_with_its_status()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "kind": "errorBurst", "agent": "otel-metrics", "requestsPerSecond": 20 """);

        var canary = (await world.TruthAsync())["canary"]!;
        const string Where = "FROM Metric WHERE service.name = 'checkout' AND k8s.pod.name LIKE 'checkout-7c5ddbdf54-%' AND k8s.namespace.name = 'shop'";

        (await world.NumberAsync("count(http.server.request.duration)", Where)).ShouldBe(canary["userRequests"]!.GetValue<double>());
        (await world.NumberAsync("count(http.server.request.duration)", $"{Where} AND http.response.status_code >= 500")).ShouldBe(canary["serverFaults"]!.GetValue<double>());
        var p95 = (await world.RowsAsync($"SELECT percentile(http.server.request.duration, 95) AS p {Where}")).Single()!["p"]!["95"]!.GetValue<double>();
        p95.ShouldBeInRange(0.15, 0.5);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_events_however_time_is_cut()
    {
        const string World = """  "kind": "errorBurst", "agent": "python", "requestsPerSecond": 30, "traits": { "probes": true, "backgroundPerMinute": 10, "variedMessages": true, "evictEvery": "1m" }, "limits": { "late": "1m", "tracesPerMinute": 5 } """;
        await using var whole = await PlayedWorld.PlayAsync(World, minutes: 4);
        await using var cut = await SimulatorHost.StartAsync();
        await cut.SendAsync(HttpMethod.Post, "/simulator/worlds", $$"""{ {{World}}, "seed": 12, "start": {{PlayedWorld.Start}} }""", HttpStatusCode.Created);
        foreach (var seconds in new[] { 7, 53, 1, 59, 120 })
        {
            await cut.SendAsync(HttpMethod.Post, "/simulator/worlds/w1/advance", $$"""{"duration":"{{seconds}}s","weight":50}""", HttpStatusCode.OK);
        }

        // Metrics are asked by themselves: New Relic takes no query over them and event types together.
        foreach (var fingerprint in new[]
        {
            $"SELECT count(*), sum(duration), uniqueCount(guid), uniqueCount(error.message) FROM Transaction, TransactionError, Span WHERE appName = 'checkout' {whole.Window}",
            $"SELECT count(*), count(apm.service.transaction.duration), sum(apm.service.transaction.duration) FROM Metric WHERE appName = 'checkout' {whole.Window}",
        })
        {
            var told = (await whole.Simulator.RowsAsync(fingerprint)).ToJsonString();
            (await cut.RowsAsync(fingerprint)).ToJsonString().ShouldBe(told);
            told.ShouldNotContain("\"count\":0");
        }
    }

    private static double Share(JsonNode slice, string of) => slice[of]!.GetValue<double>() / slice["userRequests"]!.GetValue<double>();

    private static async Task<double> TotalAsync(PlayedWorld world, string name)
    {
        var truth = await world.TruthAsync();
        return truth["canary"]![name]!.GetValue<double>() + truth["stable"]![name]!.GetValue<double>();
    }
}
