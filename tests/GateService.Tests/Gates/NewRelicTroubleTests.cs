using System.Net;
using System.Net.Sockets;
using GateService.Tests.Hosting;

namespace GateService.Tests.Gates;

/// <summary>Whatever New Relic does, the answer is 200, inconclusive, in time, and says what New Relic did.</summary>
public sealed class NewRelicTroubleTests
{
    private static readonly (string Key, string? Value)[] Impatient =
        [("Gate:Deadline", "00:00:02"), ("NewRelic:AttemptTimeout", "00:00:01"), ("NewRelic:TotalTimeout", "00:00:01.500"), ("NewRelic:Retries", "0")];

    [Theory]
    [InlineData(401, "", "New Relic does not let us in")]
    [InlineData(403, "", "New Relic")]
    [InlineData(429, "slow down", "limits our rate")]
    [InlineData(500, "oops", "New Relic is unavailable")]
    [InlineData(503, "<html>maintenance</html>", "New Relic is unavailable")]
    [InlineData(302, "", "New Relic")]
    [InlineData(200, "<html>login</html>", "garbage")]
    [InlineData(200, "", "garbage")]
    [InlineData(200, "null", "garbage")]
    [InlineData(200, "{}", "garbage")]
    [InlineData(200, "{\"data\":{\"actor\":{\"account\":null}}}", "garbage")]
    [InlineData(200, "{\"errors\":[{\"message\":\"no <b>good</b> & \\u0007\",\"extensions\":{\"errorClass\":\"SERVER_ERROR\"}}]}", "New Relic")]
    public async Task An_answer_that_is_no_answer_is_inconclusive(int status, string body, string cause)
    {
        var answer = await AskAsync(ScriptedNerdGraph.Raw(status, body));

        answer.ShouldContain(cause);
    }

    [Fact]
    public async Task A_New_Relic_that_hangs_is_inconclusive() => (await AskAsync(ScriptedNerdGraph.Hang)).ShouldContain("too slow");

    [Fact]
    public async Task A_New_Relic_that_hangs_up_is_inconclusive() => (await AskAsync((http, _) =>
    {
        http.Abort();
        return Task.CompletedTask;
    })).ShouldContain("cannot be reached");

    [Fact]
    public async Task A_New_Relic_that_stops_in_the_middle_is_inconclusive() => (await AskAsync(async (http, question) =>
    {
        http.Response.ContentLength = 1000;
        await http.Response.Body.WriteAsync("{\"data\":"u8.ToArray());
        await http.Response.Body.FlushAsync();
        await ScriptedNerdGraph.Hang(http, question);
    })).ShouldContain("New Relic");

    [Fact]
    public async Task A_New_Relic_that_is_not_there_is_inconclusive()
    {
        await using var gate = await GateHost.StartAsync(new Uri($"http://127.0.0.1:{UnusedPort()}/graphql"), _ => { }, Impatient);

        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("cannot be reached");
        answer.GetProperty("summary").GetString()!.ShouldNotContain("10m");
    }

    [Fact]
    public async Task A_partial_answer_is_inconclusive_even_where_the_rest_is_fine()
    {
        var answer = await AskAsync((http, question) =>
        {
            var good = ScriptedNerdGraph.Aliases(question).First();
            return ScriptedNerdGraph.Raw(
                200,
                "{\"data\":{\"actor\":{\"account\":{\"" + good + "\":{\"results\":[]}}}},"
                + "\"errors\":[{\"message\":\"shard down\",\"path\":[\"actor\",\"account\",\"other\"],\"extensions\":{\"errorClass\":\"SERVER_ERROR\"}}]}")(http, question);
        });

        answer.ShouldContain("New Relic");
    }

    [Fact]
    public async Task Numbers_that_are_not_finite_never_reach_the_answer()
    {
        await AskAsync((http, question) => ScriptedNerdGraph.Raw(200, "{\"data\":{\"actor\":{\"account\":{" + string.Join(",", ScriptedNerdGraph.Aliases(question).Select(alias =>
            $"\"{alias}\":{{\"results\":[{{\"facet\":\"canary\",\"requests\":1e999,\"errors\":1e999,\"failures\":1,\"slow_500ms\":-1e999,\"slow_2000ms\":1e999,\"p95\":{{\"95\":1e999}}}},{{\"facet\":\"stable\",\"requests\":1e999,\"errors\":1e999}}]}}")) + "}}}}")(http, question));
    }

    [Theory]
    [InlineData("[{\"facet\":\"canary\",\"beginTimeSeconds\":1e300,\"requests\":1000,\"errors\":0}]")]
    [InlineData("[{\"facet\":\"canary\",\"requests\":\"many\",\"errors\":[]}]")]
    [InlineData("[{\"facet\":7,\"requests\":5}]")]
    [InlineData("[1,\"x\",null,[],true]")]
    [InlineData("{\"facet\":\"canary\"}")]
    [InlineData("[{\"facet\":\"\\ud800\",\"requests\":5}]")]
    public async Task Rows_that_make_no_sense_are_inconclusive(string results)
    {
        await AskAsync((http, question) => ScriptedNerdGraph.Raw(
            200, "{\"data\":{\"actor\":{\"account\":{" + string.Join(",", ScriptedNerdGraph.Aliases(question).Select(alias => $"\"{alias}\":{{\"results\":{results}}}")) + "}}}}")(http, question));
    }

    [Fact]
    public async Task A_canary_without_data_is_inconclusive()
    {
        var answer = await AskAsync(ScriptedNerdGraph.Slices(null, SliceCounts.Healthy));

        answer.ShouldContain("no canary data while stable had 17,201");
    }

    [Fact]
    public async Task A_caller_in_a_hurry_gets_its_answer_sooner()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = ScriptedNerdGraph.Hang;
        await using var gate = await GateHost.StartAsync(nerdGraph, ("Gate:Deadline", "00:02:00"), ("NewRelic:TotalTimeout", "00:01:50"), ("NewRelic:AttemptTimeout", "00:01:40"));
        gate.Client.DefaultRequestHeaders.Add("X-Gate-Timeout-Seconds", "1");

        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("inconclusive");
    }

    [Fact]
    public async Task One_evaluation_is_one_POST()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        nerdGraph.Batches.Count.ShouldBe(1);
    }

    private static async Task<string> AskAsync(Func<Microsoft.AspNetCore.Http.HttpContext, System.Text.Json.JsonElement, Task> answer)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = answer;
        await using var gate = await GateHost.StartAsync(nerdGraph, Impatient);
        var judged = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        judged.Verdict().ShouldBe("inconclusive", judged.Reason());
        return judged.Reason();
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
