using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.NerdGraph;

public sealed class QueryTests
{
    private const string ThreeRequests = """
        {"eventType":"Transaction","appName":"a","duration":0.1}
        {"eventType":"Transaction","appName":"a","duration":0.2}
        {"eventType":"Transaction","appName":"b","duration":0.4}
        """;

    [Fact]
    public async Task A_plain_query_answers_every_field_the_documentation_shows()
    {
        await using var simulator = await SeededAsync();

        var answer = await simulator.AskAsync("""
            query($q: Nrql!) { actor { account(id: 7) { id nrql(query: $q) {
              currentResults previousResults otherResult totalResult
              metadata { eventTypes facets messages timeWindow { begin end since until compareWith } }
              nrql queryProgress { completed queryId resultExpiration retryAfter retryDeadline } rawResponse results suggestedFacets { nrql attributes } } } } }
            """, new { q = "SELECT count(*) FROM Transaction" });

        answer["errors"].ShouldBeNull();
        var nrql = answer["data"]!["actor"]!["account"]!["nrql"]!;
        nrql["results"]!.ToJsonString().ShouldBe("""[{"count":3}]""");
        nrql["nrql"]!.GetValue<string>().ShouldBe("SELECT count(*) FROM Transaction");
        nrql["queryProgress"]!.ToJsonString().ShouldBe("""{"completed":true,"queryId":null,"resultExpiration":null,"retryAfter":null,"retryDeadline":null}""");
        nrql["metadata"]!["facets"].ShouldBeNull();
        nrql["metadata"]!["eventTypes"]!.ToJsonString().ShouldBe("""["Transaction"]""");
        nrql["metadata"]!["timeWindow"]!["until"]!.GetValue<string>().ShouldBe("NOW");
        nrql["metadata"]!["timeWindow"]!["compareWith"].ShouldBeNull();
        nrql["rawResponse"]!["performanceStats"]!["matchCount"]!.GetValue<int>().ShouldBe(3);
        foreach (var name in new[] { "currentResults", "previousResults", "otherResult", "totalResult" })
        {
            nrql[name].ShouldBeNull(name);
        }
    }

    [Fact]
    public async Task Aliases_ask_many_queries_in_one_document()
    {
        await using var simulator = await SeededAsync();

        var answer = await simulator.AskAsync("""
            { actor { account(id: 1) {
              all: nrql(query: "SELECT count(*) FROM Transaction") { results }
              byApp: nrql(query: "SELECT count(*) FROM Transaction FACET appName") { results totalResult metadata { facets } }
            } } }
            """);

        var account = answer["data"]!["actor"]!["account"]!;
        account["all"]!["results"]!.ToJsonString().ShouldBe("""[{"count":3}]""");
        account["byApp"]!["results"]!.ToJsonString().ShouldBe("""[{"appName":"a","count":2,"facet":"a"},{"appName":"b","count":1,"facet":"b"}]""");
        account["byApp"]!["totalResult"]!.ToJsonString().ShouldBe("""{"count":3}""");
        account["byApp"]!["metadata"]!["facets"]!.ToJsonString().ShouldBe("""["appName"]""");
    }

    [Fact]
    public async Task One_failing_alias_is_null_with_an_error_that_names_it_and_its_sibling_lives()
    {
        await using var simulator = await SeededAsync();

        var answer = await simulator.AskAsync("""
            { actor { account(id: 1) {
              good: nrql(query: "SELECT count(*) FROM Transaction") { results }
              bad: nrql(query: "SELECT coalesce(duration) FROM Transaction") { results }
            } } }
            """);

        var account = answer["data"]!["actor"]!["account"]!;
        account["good"]!["results"]!.ToJsonString().ShouldBe("""[{"count":3}]""");
        account["bad"].ShouldBeNull();
        var error = answer["errors"]!.AsArray().ShouldHaveSingleItem()!;
        error["path"]!.ToJsonString().ShouldBe("""["actor","account","bad"]""");
        error["extensions"]!["errorClass"]!.GetValue<string>().ShouldBe("INVALID_INPUT");
        error["extensions"]!["errorCode"]!.GetValue<string>().ShouldStartWith("NRDB:");
        error["message"]!.GetValue<string>().ShouldContain("Unknown function coalesce()");
    }

    [Fact]
    public async Task Several_accounts_are_asked_at_once()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.SeedAsync("""{"eventType":"Transaction","appName":"a"}""", "?accountId=11");
        await simulator.SeedAsync("""{"eventType":"Transaction","appName":"a"}""", "?accountId=12");
        await simulator.SeedAsync("""{"eventType":"Transaction","appName":"a"}""", "?accountId=13");

        var answer = await simulator.AskAsync("""{ actor { nrql(accounts: [11, 12], query: "SELECT count(*) FROM Transaction") { results } } }""");

        answer["data"]!["actor"]!["nrql"]!["results"]!.ToJsonString().ShouldBe("""[{"count":2}]""");
    }

    [Fact]
    public async Task An_account_sees_its_own_events_and_those_without_an_account()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.SeedAsync("""{"eventType":"Transaction"}""");
        await simulator.SeedAsync("""{"eventType":"Transaction"}""", "?accountId=11");

        (await simulator.RowsAsync("SELECT count(*) FROM Transaction", account: 11)).ToJsonString().ShouldBe("""[{"count":2}]""");
        (await simulator.RowsAsync("SELECT count(*) FROM Transaction", account: 424242)).ToJsonString().ShouldBe("""[{"count":1}]""");
    }

    [Fact]
    public async Task The_query_Argo_sends_is_answered()
    {
        await using var simulator = await SeededAsync();

        var answer = await simulator.AskAsync(
            "query($query: Nrql!, $accountId: Int!, $timeout: Seconds!) { actor { account(id: $accountId) { nrql(query: $query, timeout: $timeout) { results } } } }",
            new { query = "SELECT count(*) FROM Transaction", accountId = 1, timeout = 5 });

        answer["data"]!["actor"]!["account"]!["nrql"]!["results"]!.ToJsonString().ShouldBe("""[{"count":3}]""");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    public async Task A_timeout_out_of_range_is_clamped_and_not_refused(int timeout)
    {
        await using var simulator = await SeededAsync();

        var answer = await simulator.AskAsync(
            "query($timeout: Seconds) { actor { account(id: 1) { nrql(query: \"SELECT count(*) FROM Transaction\", timeout: $timeout) { results } } } }", new { timeout });

        answer["errors"].ShouldBeNull();
    }

    [Fact]
    public async Task Keys_of_a_row_come_in_alphabetical_order()
    {
        await using var simulator = await SeededAsync();

        var rows = await simulator.RowsAsync("SELECT sum(duration) AS z, count(*) AS a, max(duration) AS m FROM Transaction");

        rows[0]!.AsObject().Select(property => property.Key).ShouldBe(["a", "m", "z"]);
    }

    [Fact]
    public async Task User_and_accounts_are_known()
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var answer = await simulator.AskAsync("{ actor { user { id name email } accounts { id name } account(id: 5) { id name } } requestContext { userId } }");

        answer["errors"].ShouldBeNull();
        answer["data"]!["actor"]!["account"]!["id"]!.GetValue<int>().ShouldBe(5);
        answer["data"]!["actor"]!["user"]!["email"]!.GetValue<string>().ShouldContain("@");
    }

    private static async Task<SimulatorHost> SeededAsync()
    {
        var simulator = await SimulatorHost.StartAsync();
        JsonNode accepted = await simulator.SeedAsync(ThreeRequests);
        accepted["accepted"]!.GetValue<int>().ShouldBe(3);
        return simulator;
    }
}
