using System.Net;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Contract;

/// <summary>
/// The contract tells the truth: its examples keep it, and so does every answer that any test gets, because <see cref="GateHost"/> asks through
/// <see cref="ContractHandler"/>. These tests show that the checker would see a lie.
/// </summary>
public sealed class ContractTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private const string Evaluate = "/v1/gates/evaluate";

    [Fact]
    public async Task Every_example_keeps_its_schema()
    {
        var examples = Contract.Committed.Examples().ToList();

        examples.Count.ShouldBeGreaterThanOrEqualTo(20);
        foreach (var (place, schema, example) in examples)
        {
            (await Contract.Committed.FaultsAsync(schema, example.ToJsonString())).ShouldBeEmpty(place);
        }
    }

    [Fact]
    public void Every_body_has_an_example()
    {
        var bodies = from path in JsonNode.Parse(Repository.Read("openapi", "gate-service.v1.json"))!["paths"]!.AsObject()
                     from operation in path.Value!.AsObject()
                     where operation.Value!["requestBody"] is not null
                     select (Place: $"{operation.Key} {path.Key}", Json: operation.Value["requestBody"]!["content"]!["application/json"]!);

        bodies.Where(body => body.Json["example"] is null && body.Json["examples"] is null).Select(body => body.Place).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_example_of_a_backtest_can_be_sent_as_it_is()
    {
        var example = JsonNode.Parse(Repository.Read("openapi", "gate-service.v1.json"))!["paths"]!["/v1/backtests"]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!;

        using var answer = await fixture.Gate.PostAsync("/v1/backtests", example.ToJsonString());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Pass_fail_inconclusive_and_no_answer_of_New_Relic_keep_it()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);
        var told = new List<string>();
        foreach (var answer in new[]
        {
            ScriptedNerdGraph.Slices(SliceCounts.HealthyCanary, SliceCounts.Healthy),
            ScriptedNerdGraph.Slices(new SliceCounts(903, 400), SliceCounts.Healthy),
            ScriptedNerdGraph.Slices(null, SliceCounts.Healthy),
            ScriptedNerdGraph.Raw(500, "{}"),
        })
        {
            nerdGraph.Answer = answer;
            var judged = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
            told.Add(judged.Verdict());
            using var kept = await gate.Client.GetAsync($"/v1/decisions/{judged.GetProperty("decision").GetProperty("id")}");
            kept.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        told.ShouldBe(["pass", "fail", "inconclusive", "inconclusive"]);
    }

    [Theory]
    [InlineData("/v1/decisions")]
    [InlineData("/v1/decisions?limit=0")]
    [InlineData("/v1/decisions/nope")]
    [InlineData("/v1/scoreboard")]
    [InlineData("/v1/rollouts/shop/nope")]
    [InlineData("/v1/outbox?state=pending")]
    [InlineData("/v1/policies")]
    [InlineData("/v1/policies/http-default")]
    [InlineData("/v1/policies/nope")]
    [InlineData("/v1/policies/effective")]
    [InlineData("/v1/policies/effective?service=checkout")]
    [InlineData("/v1/shadows")]
    public async Task Lists_and_refusals_keep_it(string address)
    {
        using var answer = await fixture.Gate.Client.GetAsync(address);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe(answer.IsSuccessStatusCode ? "application/json" : "application/problem+json");
    }

    [Theory]
    [InlineData("score", null, "#/score: NumberExpected")]
    [InlineData("verdict", "\"maybe\"", "#/verdict: NotInEnumeration")]
    [InlineData("passed", "\"true\"", "#/passed: BooleanExpected")]
    [InlineData("policy", "[]", "#/policy: NoTypeValidates")]
    [InlineData("spare", "1", "#/spare: NoAdditionalPropertiesAllowed")]
    public async Task A_wrong_value_is_seen(string field, string? value, string fault)
    {
        var answer = await AnswerAsync();
        answer[field] = value is null ? null : JsonNode.Parse(value);

        (await FaultsAsync(answer)).ShouldContain(each => each.StartsWith(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_field_is_seen()
    {
        var answer = await AnswerAsync();
        answer.Remove("summary");

        (await FaultsAsync(answer)).ShouldBe(["#/summary: PropertyRequired"]);
    }

    /// <summary>Also where the field is a reference, or a name of a closed list, deep in the answer.</summary>
    [Fact]
    public async Task Null_is_seen_where_it_is_never_sent_and_taken_where_it_is()
    {
        var answer = await AnswerAsync();
        foreach (var field in new[] { "evidence", "policy", "attribution", "decision", "power" })
        {
            answer[field] = null;
        }

        (await FaultsAsync(answer)).ShouldBeEmpty();
        var objective = answer["objectives"]!.AsArray()[0]!.AsObject();
        objective["undecided"] = objective["value"] = objective["judgement"] = null;
        (await FaultsAsync(answer)).ShouldBeEmpty();
        objective["outcome"] = null;
        (await FaultsAsync(answer)).ShouldBe(["#/objectives[0].outcome: StringExpected", "#/objectives[0].outcome: NotInEnumeration"]);
    }

    [Theory]
    [InlineData(418, "application/json", "which the contract does not name")]
    [InlineData(200, "text/html", "which the contract does not name")]
    [InlineData(401, "application/problem+json", "#/status: NoTypeValidates")]
    public async Task A_test_that_gets_what_the_contract_does_not_tell_of_fails(int status, string type, string fault)
    {
        using var client = new HttpMessageInvoker(new ContractHandler(new Played((HttpStatusCode)status, type)));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1{Evaluate}"));

        var failed = await Record.ExceptionAsync(() => client.SendAsync(request, TestContext.Current.CancellationToken));

        failed.ShouldBeOfType<ShouldAssertException>().Message.ShouldContain(fault);
    }

    private async Task<JsonObject> AnswerAsync() =>
        JsonNode.Parse((await fixture.Gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync()).GetRawText())!.AsObject();

    private static Task<IReadOnlyList<string>> FaultsAsync(JsonObject answer) => Contract.Committed.FaultsAsync("POST", Evaluate, 200, "application/json", answer.ToJsonString());

    private sealed class Played(HttpStatusCode status, string type) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent("""{"status":"401"}""", System.Text.Encoding.UTF8, type) });
    }
}
