using System.Net;

namespace NewRelic.Simulator.Tests.Requests;

public sealed class RequestLogTests
{
    [Fact]
    public async Task A_request_is_remembered_with_what_it_asked_and_how_it_ended()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.AskAsync(
            "query($q: Nrql!) { actor { account(id: 7) { a: nrql(query: $q) { results } b: nrql(query: \"SELECT 1\") { results } } } }",
            new { q = "SELECT count(*) FROM Transaction" });

        var log = await simulator.SendAsync(HttpMethod.Get, "/simulator/requests", null, HttpStatusCode.OK);

        log["total"]!.GetValue<int>().ShouldBe(1);
        var request = log["requests"]![0]!;
        request["status"]!.GetValue<int>().ShouldBe(200);
        request["key"]!.GetValue<string>().ShouldBe("NRAK-TEST...");
        request["variables"]!.ToJsonString().ShouldBe("""["q"]""");
        request["queries"]!.ToJsonString()
            .ShouldBe("""[{"alias":"a","accounts":[7],"nrql":"SELECT count(*) FROM Transaction"},{"alias":"b","accounts":[7],"nrql":"SELECT 1"}]""");
    }

    [Fact]
    public async Task A_faulty_answer_names_its_fault()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"serverError","status":503}]""");
        using var response = await simulator.PostGraphQLAsync("{ actor { user { id } } }");

        var log = await simulator.SendAsync(HttpMethod.Get, "/simulator/requests", null, HttpStatusCode.OK);

        log["requests"]![0]!["fault"]!.GetValue<string>().ShouldBe("serverError");
        log["requests"]![0]!["status"]!.GetValue<int>().ShouldBe(503);
    }

    [Fact]
    public async Task The_oldest_are_forgotten_and_the_total_counts_on()
    {
        await using var simulator = await SimulatorHost.StartAsync(("Simulator:RememberedRequests", "2"));
        for (var i = 0; i < 5; i++)
        {
            await simulator.AskAsync("{ actor { user { id } } }");
        }

        var log = await simulator.SendAsync(HttpMethod.Get, "/simulator/requests", null, HttpStatusCode.OK);

        log["total"]!.GetValue<int>().ShouldBe(5);
        log["requests"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_log_can_be_cleared()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.AskAsync("{ actor { user { id } } }");

        await simulator.SendAsync(HttpMethod.Delete, "/simulator/requests", null, HttpStatusCode.NoContent);

        (await simulator.SendAsync(HttpMethod.Get, "/simulator/requests", null, HttpStatusCode.OK)).ToJsonString().ShouldBe("""{"total":0,"requests":[]}""");
    }

    [Fact]
    public async Task What_was_asked_is_also_in_the_query_history()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.RowsAsync("SELECT count(*) FROM Transaction", account: 9);

        var answer = await simulator.AskAsync("{ actor { queryHistory { nrql { accountIds query } } } }");

        answer["data"]!["actor"]!["queryHistory"]!["nrql"]!.ToJsonString().ShouldBe("""[{"accountIds":[9],"query":"SELECT count(*) FROM Transaction"}]""");
    }
}
