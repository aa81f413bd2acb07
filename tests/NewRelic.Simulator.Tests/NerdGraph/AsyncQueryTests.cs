using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.NerdGraph;

public sealed class AsyncQueryTests
{
    private const string Ask = """
        { actor { account(id: 7) { nrql(query: "SELECT count(*) FROM Transaction", async: true) {
          results queryProgress { completed queryId resultExpiration retryAfter retryDeadline } } } } }
        """;

    [Fact]
    public async Task A_quick_async_query_is_complete_at_once()
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var nrql = Nrql(await simulator.AskAsync(Ask), "nrql");

        nrql["queryProgress"]!["completed"]!.GetValue<bool>().ShouldBeTrue();
        nrql["results"]!.ToJsonString().ShouldBe("""[{"count":0}]""");
    }

    [Fact]
    public async Task A_slow_async_query_answers_with_an_id_and_later_with_its_results()
    {
        await using var simulator = await SlowAsync(milliseconds: 200);
        await simulator.SeedAsync("""{"eventType":"Transaction"}""");

        var pending = Nrql(await simulator.AskAsync(Ask), "nrql");

        pending["results"].ShouldBeNull();
        var progress = pending["queryProgress"]!;
        progress["completed"]!.GetValue<bool>().ShouldBeFalse();
        progress["retryAfter"]!.GetValue<int>().ShouldBeGreaterThan(0);
        progress["retryDeadline"]!.GetValue<int>().ShouldBeGreaterThan(progress["retryAfter"]!.GetValue<int>());

        var done = await PollAsync(simulator, progress["queryId"]!.GetValue<string>());
        done["results"]!.ToJsonString().ShouldBe("""[{"count":1}]""");
        done["queryProgress"]!["resultExpiration"]!.GetValue<int>().ShouldBe(600);
    }

    [Fact]
    public async Task A_query_can_be_polled_from_its_own_account_only()
    {
        await using var simulator = await SlowAsync(milliseconds: 60_000);
        var id = Nrql(await simulator.AskAsync(Ask), "nrql")["queryProgress"]!["queryId"]!.GetValue<string>();

        var answer = await simulator.AskAsync($$"""{ actor { account(id: 8) { nrqlQueryProgress(queryId: "{{id}}") { results } } } }""");

        answer["errors"]![0]!["extensions"]!["errorClass"]!.GetValue<string>().ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task A_canceled_query_is_gone()
    {
        await using var simulator = await SlowAsync(milliseconds: 60_000);
        var id = Nrql(await simulator.AskAsync(Ask), "nrql")["queryProgress"]!["queryId"]!.GetValue<string>();

        var canceled = await simulator.AskAsync($$"""mutation { nrqlCancelQuery(queryId: "{{id}}") { queryId requestStatus } }""");
        var again = await simulator.AskAsync($$"""mutation { nrqlCancelQuery(queryId: "{{id}}") { requestStatus rejectionReason } }""");
        var polled = await simulator.AskAsync(Poll(id));

        canceled["data"]!["nrqlCancelQuery"]!["requestStatus"]!.GetValue<string>().ShouldBe("ACCEPTED");
        again["data"]!["nrqlCancelQuery"]!["requestStatus"]!.GetValue<string>().ShouldBe("REJECTED");
        polled["errors"]![0]!["extensions"]!["errorClass"]!.GetValue<string>().ShouldBe("NOT_FOUND");
    }

    private static async Task<SimulatorHost> SlowAsync(int milliseconds)
    {
        var simulator = await SimulatorHost.StartAsync(("Simulator:AsyncPatienceMilliseconds", "0"));
        await simulator.FaultsAsync($$"""[{"kind":"latency","milliseconds":{{milliseconds}}}]""");
        return simulator;
    }

    private static async Task<JsonNode> PollAsync(SimulatorHost simulator, string id)
    {
        while (true)
        {
            var polled = Nrql(await simulator.AskAsync(Poll(id)), "nrqlQueryProgress");
            if (polled["queryProgress"]!["completed"]!.GetValue<bool>())
            {
                return polled;
            }
        }
    }

    private static string Poll(string id) =>
        $$"""{ actor { account(id: 7) { nrqlQueryProgress(queryId: "{{id}}") { results queryProgress { completed resultExpiration } } } } }""";

    private static JsonNode Nrql(JsonNode answer, string field) => answer["data"]!["actor"]!["account"]![field]!;
}
