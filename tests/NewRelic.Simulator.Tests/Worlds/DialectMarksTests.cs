namespace NewRelic.Simulator.Tests.Worlds;

/// <summary>Where each agent puts an error, an HTTP status and a gRPC code: the tables of its source, by hand.</summary>
public sealed class DialectMarksTests
{
    private const string Bugs = "\"kind\": \"errorBurst\", \"requestsPerSecond\": 15";

    [Theory]
    [InlineData("java", true, true, true, true)]
    [InlineData("dotnet", true, true, true, true)]
    [InlineData("go", true, true, true, true)]
    [InlineData("node", true, true, true, true)]
    [InlineData("python", true, null, null, true)]
    [InlineData("ruby", true, false, false, true)]
    [InlineData("php", true, false, false, true)]
    public async Task The_mark_of_an_error_follows_the_agents_rules_for_HTTP(string agent, bool? thrown, bool? handled, bool? callers, bool? expected)
    {
        await using var throwing = await PlayedWorld.PlayAsync($$"""{{Bugs}}, "agent": "{{agent}}", "traits": { "handledErrors": 0, "callerErrors": 0.1, "expectedErrors": 0.1 }""", minutes: 2);
        await using var handling = await PlayedWorld.PlayAsync($$"""{{Bugs}}, "agent": "{{agent}}", "traits": { "handledErrors": 1 }""", minutes: 2);

        (await MarkAsync(throwing, "simulator.origin = 'selfInflicted'")).ShouldBe(thrown);
        (await MarkAsync(handling, "simulator.origin = 'selfInflicted'")).ShouldBe(handled);
        (await MarkAsync(throwing, "simulator.origin = 'client' AND numeric(http.statusCode) != 404")).ShouldBe(callers);
        (await MarkAsync(throwing, "simulator.origin = 'expected'")).ShouldBe(expected);
        (await MarkAsync(throwing, "numeric(http.statusCode) = 404")).ShouldBe(agent == "python" ? null : false);
        (await MarkAsync(throwing, "simulator.origin IS NULL")).ShouldBe(agent == "python" ? null : false);
    }

    [Theory]
    [InlineData("java", true, false)]
    [InlineData("dotnet", false, false)]
    [InlineData("go", true, true)]
    [InlineData("node", true, true)]
    [InlineData("python", true, null)]
    [InlineData("ruby", true, false)]
    public async Task The_mark_of_an_error_follows_the_agents_rules_for_gRPC(string agent, bool? thrown, bool? handled)
    {
        foreach (var (share, expected) in new[] { (0, thrown), (1, handled) })
        {
            await using var world = await PlayedWorld.PlayAsync($$"""{{Bugs}}, "agent": "{{agent}}", "protocol": "grpc", "traits": { "handledErrors": {{share}} }""", minutes: 2);

            (await MarkAsync(world, "simulator.origin = 'selfInflicted' AND (grpcStatusCode IS NULL OR grpcStatusCode != 'DeadlineExceeded')")).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("java", "http.statusCode = 13 AND response.status = 13")]
    [InlineData("dotnet", "http.statusCode = 200 AND response.status = '200' AND error IS FALSE")]
    [InlineData("go", "http.statusCode = 0 AND httpResponseCode = '0' AND grpcStatusCode = 'Internal' AND grpcStatusLevel = 'error'")]
    [InlineData("node", "response.status = 13 AND http.statusCode IS NULL")]
    [InlineData("python", "http.statusCode = 13 AND response.status = '13'")]
    [InlineData("ruby", "http.statusCode IS NULL AND response.status IS NULL AND request.grpc_type = 'request_response'")]
    public async Task The_code_of_a_failed_gRPC_request_stands_where_the_agent_puts_it(string agent, string condition)
    {
        await using var world = await PlayedWorld.PlayAsync($$"""{{Bugs}}, "agent": "{{agent}}", "protocol": "grpc", "traits": { "handledErrors": 0 }""", minutes: 2);

        // Of the version's own failures only now and then is one a time-out.
        (await world.NumberAsync($"percentage(count(*), WHERE {condition})", "FROM Transaction WHERE simulator.origin = 'selfInflicted' AND simulator.kind = 'user' AND appName = 'checkout' AND k8s.namespaceName = 'shop' AND k8s.podName LIKE 'checkout-7c5ddbdf54-%'"))
            .ShouldBeGreaterThan(95);
    }

    [Theory]
    [InlineData("java", "category = 'generic' AND error.class IS NOT NULL AND server.address IS NULL AND http.url IS NULL")]
    [InlineData("dotnet", "server.address IS NOT NULL AND http.statusCode IS NULL AND error.class IS NOT NULL AND peer.hostname IS NULL")]
    [InlineData("go", "http.url IS NOT NULL AND http.statusCode IS NULL AND error.class IS NULL AND server.address IS NULL")]
    [InlineData("node", "server.address IS NOT NULL AND http.statusCode IS NULL AND error.class IS NULL")]
    [InlineData("python", "http.url IS NOT NULL AND http.statusCode IS NULL AND error.class IS NOT NULL AND server.address IS NULL")]
    [InlineData("ruby", "server.address IS NOT NULL AND http.statusCode IS NULL AND error.class IS NOT NULL")]
    [InlineData("php", "http.url IS NOT NULL AND http.statusCode = 0 AND error.class IS NULL AND server.address IS NULL")]
    public async Task A_refused_call_looks_as_the_agent_leaves_it(string agent, string condition)
    {
        await using var world = await PlayedWorld.PlayAsync($$"""
            "kind": "outageBeforeStart", "requestsPerSecond": 20, "agent": "{{agent}}", "traits": { "refusals": 1 }, "limits": { "traces": "all", "spansPerMinute": 100000, "transactionsPerMinute": 100000 }
            """, minutes: 2);

        var truth = await world.TruthAsync();

        // One such span for every failed request of both slices, and none for any other.
        var failed = new[] { "canary", "stable" }.Sum(slice => truth[slice]!["failedBy"]!["payments-api.shop.svc.cluster.local"]!.GetValue<double>());
        failed.ShouldBeGreaterThan(50);
        (await world.NumberAsync("count(*)", $"FROM Span WHERE nr.entryPoint IS NULL AND category IN ('http', 'generic') AND messaging.system IS NULL AND name NOT LIKE 'MessageBroker/%' AND appName = 'checkout' AND k8s.namespaceName = 'shop' AND {condition}")).ShouldBe(failed);
    }

    [Theory]
    [InlineData("otel", "http.response.status_code")]
    [InlineData("otel-old", "http.status_code")]
    public async Task OpenTelemetrys_servers_mark_their_own_faults_and_no_callers(string agent, string status)
    {
        await using var world = await PlayedWorld.PlayAsync($$"""{{Bugs}}, "agent": "{{agent}}", "traits": { "callerErrors": 0.1 }""", minutes: 2);

        var truth = await world.TruthAsync();
        const string Server = "FROM Span WHERE span.kind = 'server' AND service.name = 'checkout' AND k8s.namespace.name = 'shop'";
        (await world.NumberAsync("count(*)", $"{Server} AND otel.status_code = 'ERROR'")).ShouldBe(truth["canary"]!["serverFaults"]!.GetValue<double>() + truth["stable"]!["serverFaults"]!.GetValue<double>());
        (await world.NumberAsync("count(*)", $"{Server} AND {status} >= 400 AND {status} < 500 AND otel.status_code IS NOT NULL")).ShouldBe(0);
        (await world.NumberAsync("count(*)", $"{Server} AND {status} >= 400 AND {status} < 500")).ShouldBe(truth["canary"]!["callerFaults"]!.GetValue<double>() + truth["stable"]!["callerFaults"]!.GetValue<double>());
    }

    /// <summary>True, false, or null where the attribute is absent; all of the rows must agree.</summary>
    private static async Task<bool?> MarkAsync(PlayedWorld world, string condition)
    {
        var row = (await world.RowsAsync("SELECT count(*) AS n, filter(count(*), WHERE error IS TRUE) AS marked, filter(count(*), WHERE error IS FALSE) AS unmarked "
            + $"FROM Transaction WHERE simulator.kind = 'user' AND appName = 'checkout' AND k8s.namespaceName = 'shop' AND {condition}")).Single()!;
        var (all, marked, unmarked) = (row["n"]!.GetValue<int>(), row["marked"]!.GetValue<int>(), row["unmarked"]!.GetValue<int>());
        all.ShouldBeGreaterThan(5);
        return marked == all ? true : unmarked == all ? false : marked + unmarked == 0 ? null : throw new ShouldAssertException($"{condition}: {marked} of {all} marked, {unmarked} unmarked");
    }
}
