using System.Net;
using System.Text.Json;

namespace NewRelic.Simulator.Tests.Faults;

public sealed class FaultTests
{
    private const string TwoQueries = """
        { actor { account(id: 1) {
          a: nrql(query: "SELECT count(*) FROM Transaction") { results }
          b: nrql(query: "SELECT count(*) FROM Span") { results }
        } } }
        """;

    [Theory]
    [InlineData("TIMEOUT", "NRDB:1109")]
    [InlineData("INVALID_INPUT", "NRDB:1102004")]
    [InlineData("SERVER_ERROR", null)]
    [InlineData("INTERNAL_SERVER_ERROR", null)]
    [InlineData("TOO_MANY_REQUESTS", "NRDB:1106924")]
    [InlineData("ACCESS_DENIED", null)]
    public async Task An_error_class_strikes_the_query_it_matches_and_no_other(string errorClass, string? errorCode)
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync(JsonSerializer.Serialize(new[] { new { kind = "errorClass", match = "from span", errorClass, errorCode, message = "as ordered" } }));

        var answer = await simulator.AskAsync(TwoQueries);

        answer["data"]!["actor"]!["account"]!["a"]!["results"]!.ToJsonString().ShouldBe("""[{"count":0}]""");
        answer["data"]!["actor"]!["account"]!["b"].ShouldBeNull();
        var error = answer["errors"]!.AsArray().ShouldHaveSingleItem()!;
        error["path"]!.ToJsonString().ShouldBe("""["actor","account","b"]""");
        error["message"]!.GetValue<string>().ShouldBe("as ordered");
        error["extensions"]!["errorClass"]!.GetValue<string>().ShouldBe(errorClass);
        error["extensions"]!["errorCode"]?.GetValue<string>().ShouldBe(errorCode);
    }

    [Fact]
    public async Task Partial_data_can_name_an_alias()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"partialData","match":"spans"}]""");

        var answer = await simulator.AskAsync(TwoQueries.Replace("b: nrql", "spans: nrql", StringComparison.Ordinal));

        answer["data"]!["actor"]!["account"]!["a"].ShouldNotBeNull();
        answer["data"]!["actor"]!["account"]!["spans"].ShouldBeNull();
        answer["errors"]![0]!["extensions"]!["errorClass"]!.GetValue<string>().ShouldBe("SERVER_ERROR");
    }

    [Fact]
    public async Task A_deprecation_notice_comes_beside_good_data()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"deprecation"}]""");

        var answer = await simulator.AskAsync(TwoQueries);

        answer["data"]!["actor"]!["account"]!["b"]!["results"]!.ToJsonString().ShouldBe("""[{"count":0}]""");
        answer["errors"]![0]!["message"]!.GetValue<string>().ShouldStartWith("This field is deprecated!");
    }

    [Theory]
    [InlineData("""{"kind":"unauthorized"}""", 401)]
    [InlineData("""{"kind":"paymentRequired"}""", 402)]
    [InlineData("""{"kind":"tooManyRequests"}""", 429)]
    [InlineData("""{"kind":"serverError"}""", 500)]
    [InlineData("""{"kind":"serverError","status":503}""", 503)]
    public async Task A_status_is_answered_as_ordered(string fault, int status)
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync($"[{fault}]");

        using var response = await simulator.PostGraphQLAsync(TwoQueries);

        ((int)response.StatusCode).ShouldBe(status);
        (await SimulatorHost.ReadAsync(response))["errors"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Retry_after_is_sent_when_it_is_given()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"tooManyRequests","retryAfter":7}]""");

        using var response = await simulator.PostGraphQLAsync(TwoQueries);

        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData("malformed", "application/json")]
    [InlineData("empty", "application/json")]
    [InlineData("html", "text/html")]
    public async Task Something_that_is_no_JSON_comes_with_200(string kind, string contentType)
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync($$"""[{"kind":"{{kind}}"}]""");

        using var response = await simulator.PostGraphQLAsync(TwoQueries);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(contentType);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Should.Throw<JsonException>(() => JsonDocument.Parse(body));
    }

    [Theory]
    [InlineData("dropConnection")]
    [InlineData("truncated")]
    public async Task A_connection_is_cut(string kind)
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync($$"""[{"kind":"{{kind}}"}]""");

        await Should.ThrowAsync<HttpRequestException>(() => simulator.PostGraphQLAsync(TwoQueries));
    }

    [Fact]
    public async Task A_hanging_request_ends_when_the_client_leaves()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"hang","times":1}]""");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        leaving.CancelAfter(TimeSpan.FromMilliseconds(300));

        using var content = new StringContent("{}");
        await Should.ThrowAsync<OperationCanceledException>(() => simulator.Http.PostAsync("/graphql", content, leaving.Token));

        (await simulator.AskAsync(TwoQueries))["errors"].ShouldBeNull();
    }

    [Fact]
    public async Task A_fault_strikes_as_often_as_it_was_told_and_then_ends()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"serverError","status":502,"times":2}]""");

        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await simulator.PostGraphQLAsync(TwoQueries);
            statuses.Add((int)response.StatusCode);
        }

        statuses.ShouldBe([502, 502, 200]);
    }

    [Fact]
    public async Task A_fault_of_the_whole_POST_matches_the_NRQL_in_its_variables()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"serverError","match":"appName = 'checkout'"}]""");
        const string Document = "query($q: Nrql!) { actor { account(id: 1) { nrql(query: $q) { results } } } }";

        using var hit = await simulator.PostGraphQLAsync(Document, new { q = "SELECT count(*) FROM Transaction WHERE appName = 'checkout'" });
        using var missed = await simulator.PostGraphQLAsync(Document, new { q = "SELECT count(*) FROM Transaction WHERE appName = 'orders'" });

        hit.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        missed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_query_slower_than_its_timeout_times_out()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"latency","milliseconds":5001}]""");

        var answer = await simulator.AskAsync("""{ actor { account(id: 1) { nrql(query: "SELECT count(*) FROM T", timeout: 1) { results } } } }""");

        answer["data"]!["actor"]!["account"]!["nrql"].ShouldBeNull();
        answer["errors"]![0]!["extensions"]!["errorClass"]!.GetValue<string>().ShouldBe("TIMEOUT");
        answer["errors"]![0]!["message"]!.GetValue<string>().ShouldStartWith("NRDB query duration exceeded the set timeout");
    }

    [Fact]
    public async Task Faults_can_be_seen_and_ended()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"html","times":3}]""");

        (await simulator.SendAsync(HttpMethod.Get, "/simulator/faults", null, HttpStatusCode.OK)).ToJsonString().ShouldBe("""[{"kind":"html","times":3}]""");
        await simulator.SendAsync(HttpMethod.Delete, "/simulator/faults", null, HttpStatusCode.NoContent);
        (await simulator.SendAsync(HttpMethod.Get, "/simulator/faults", null, HttpStatusCode.OK)).ToJsonString().ShouldBe("[]");
    }

    [Theory]
    [InlineData("""[{"kind":"hung"}]""", "dropConnection")]
    [InlineData("""[{"kind":"latency"}]""", "milliseconds")]
    [InlineData("""[{"kind":"hang","times":0}]""", "times is 0")]
    [InlineData("""[{"kind":"serverError","status":404}]""", "status is 404")]
    [InlineData("""[{"kind":"hang","regex":"("}]""", "regex '('")]
    [InlineData("""[{"kind":"hang","probability":0.5}]""", "probability")]
    [InlineData("""{"kind":"hang"}""", "line 1")]
    public async Task A_fault_that_cannot_be_is_refused_and_the_old_ones_stay(string faults, string named)
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"html"}]""");

        var problem = await simulator.SendAsync(HttpMethod.Put, "/simulator/faults", faults, HttpStatusCode.BadRequest);

        problem["detail"]!.GetValue<string>().ShouldContain(named);
        (await simulator.SendAsync(HttpMethod.Get, "/simulator/faults", null, HttpStatusCode.OK)).AsArray().Count.ShouldBe(1);
    }
}
