using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.History;

/// <summary>What people read of decisions over HTTP, and who may read it.</summary>
public sealed class HistoryEndpointTests
{
    private const string ShopToken = "token-of-the-shop";
    private static readonly SliceCounts Bad = new(903, 90);

    [Fact]
    public async Task Decisions_are_listed_newest_first_and_narrowed_by_each_filter()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);
        var ids = await RollOutAsync(nerdGraph, gate);

        (await ListAsync(gate, "")).Ids.ShouldBe(ids.Reverse());
        (await ListAsync(gate, "?verdict=fail")).Ids.ShouldBe([ids[2]]);
        (await ListAsync(gate, "?service=catalog")).Ids.ShouldBe([ids[3]]);
        (await ListAsync(gate, "?hash=5c6d7e8f&rollout=checkout&namespace=shop&team=platform")).Ids.ShouldBe([ids[2], ids[1], ids[0]]);
        (await ListAsync(gate, "?to=2001-01-01T00:00:00Z")).Ids.ShouldBeEmpty();
        (await ListAsync(gate, "?from=2001-01-01T00:00:00Z")).Ids.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_cursor_leads_to_the_next_page_until_there_is_none()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);
        var ids = await RollOutAsync(nerdGraph, gate);

        var first = await ListAsync(gate, "?limit=3");
        var second = await ListAsync(gate, $"?limit=3&cursor={first.Next}");

        first.Ids.Concat(second.Ids).ShouldBe(ids.Reverse());
        second.Next.ShouldBeNull();
    }

    [Theory]
    [InlineData("/v1/scoreboard")]
    [InlineData("/v1/scoreboard?from=2000-01-01&to=2000-01-02")]
    [InlineData("/v1/decisions")]
    [InlineData("/v1/outbox?state=pending")]
    public async Task A_store_that_holds_nothing_yet_is_an_empty_answer(string path)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        using var answer = await gate.Client.GetAsync(path, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).EnumerateObject().Single(field => field.Value.ValueKind == JsonValueKind.Array).Value.GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("limit=0", "limit", "'0': expected 1 to 200")]
    [InlineData("limit=many", "limit", "'many': expected 1 to 200")]
    [InlineData("verdict=maybe", "verdict", "'maybe': expected pass, fail or inconclusive")]
    [InlineData("from=yesterday", "from", "'yesterday': expected a moment from 2000 to 2099 (ISO-8601 or epoch milliseconds)")]
    [InlineData("to=soon", "to", "'soon': expected a moment from 2000 to 2099 (ISO-8601 or epoch milliseconds)")]
    [InlineData("from=0001-01-01", "from", "'0001-01-01': expected a moment from 2000 to 2099 (ISO-8601 or epoch milliseconds)")]
    [InlineData("cursor=_", "cursor", "'_': expected the next of the page before, as it was given")]
    [InlineData("service=a%00b", "service", "'a\\u0000b': expected text without control characters (such as %00)")]
    [InlineData("namespace=%00", "namespace", "'\\u0000': expected text without control characters (such as %00)")]
    public async Task A_wrong_filter_is_refused_by_its_name_its_value_and_what_was_expected(string query, string field, string fault)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        (await gate.Client.GetAsync($"/v1/decisions?{query}").RefusedAsync(HttpStatusCode.BadRequest)).Fault(field).ShouldBe(fault);
    }

    [Fact]
    public async Task A_decision_says_what_was_asked_and_answered_and_its_record_is_whole()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);
        var ids = await RollOutAsync(nerdGraph, gate);

        var document = await gate.Client.GetFromJsonAsync<JsonElement>($"/v1/decisions/{ids[2]}");
        var record = await gate.Client.GetFromJsonAsync<JsonElement>($"/v1/decisions/{ids[2]}/record");

        document.GetProperty("request").GetProperty("stepWeight").GetDouble().ShouldBe(25);
        document.GetProperty("response").GetProperty("result")[1].GetString().ShouldBe("fail");
        document.GetProperty("response").GetProperty("evidence").GetProperty("queries")[0].GetProperty("nrql").GetString()!.ShouldContain("FROM Transaction");
        record.GetProperty("evaluation").GetProperty("policy").GetProperty("name").GetString().ShouldBe("http-threshold");
        record.GetProperty("format").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_rollout_is_a_timeline_of_its_steps_with_the_numbers_of_each_objective()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);
        await RollOutAsync(nerdGraph, gate);

        var timeline = await gate.Client.GetFromJsonAsync<JsonElement>("/v1/rollouts/shop/checkout?hash=5c6d7e8f");

        var steps = timeline.GetProperty("steps").EnumerateArray().ToList();
        steps.Select(step => step.GetProperty("step").GetString()).ShouldBe(["weight 5", "weight 25"]);
        steps.Select(step => step.GetProperty("verdict").GetString()).ShouldBe(["pass", "fail"]);
        var error = steps[1].GetProperty("decisions")[0].GetProperty("objectives").EnumerateArray().Single(objective => objective.GetProperty("objective").GetString() == "error-rate");
        error.GetProperty("value").GetDouble().ShouldBe(90 / 903.0, 1e-9);
        error.GetProperty("outcome").GetString().ShouldBe("tripped");
        await gate.Client.GetAsync("/v1/rollouts/shop/nothing").RefusedAsync(HttpStatusCode.NotFound);
        await gate.Client.GetAsync("/v1/rollouts/-/checkout").RefusedAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_label_is_kept_the_last_word_counts_and_the_scoreboard_adds_them_up()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);
        var ids = await RollOutAsync(nerdGraph, gate);

        await LabelAsync(gate, ids[2], """{"label": "wrong", "reason": "it was the database", "who": "ada"}""");
        var label = await LabelAsync(gate, ids[2], """{"label": "right"}""");
        await LabelAsync(gate, ids[0], """{"label": "wrong", "reason": "it broke an hour later"}""");

        label.GetProperty("who").GetString().ShouldBe("tests");
        (await gate.Client.GetFromJsonAsync<JsonElement>($"/v1/decisions/{ids[2]}")).GetProperty("label").GetProperty("label").GetString().ShouldBe("right");
        var row = (await gate.Client.GetFromJsonAsync<JsonElement>("/v1/scoreboard")).GetProperty("rows").EnumerateArray().ShouldHaveSingleItem();
        (row.GetProperty("team").GetString(), row.GetProperty("policy").GetString(), row.GetProperty("decisions").GetInt32()).ShouldBe(("platform", "http-threshold", 4));
        (row.GetProperty("precision").GetDouble(), row.GetProperty("recall").GetDouble()).ShouldBe((1, 0.5));
        row.GetProperty("unlabelledPasses").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"label": "maybe"}""", "label", "'maybe': expected right, wrong or unsure")]
    [InlineData("""{}""", "label", "'': expected right, wrong or unsure")]
    [InlineData("null", "body", "is a JSON null: expected an object such as {\"label\": \"right\"}")]
    [InlineData("""{"label": "right", "reason": "two\nlines"}""", "reason", "expected one line of at most 1000 characters")]
    public async Task A_wrong_label_is_refused_and_nothing_is_kept(string body, string field, string fault)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);
        var ids = await RollOutAsync(nerdGraph, gate);

        (await gate.PostAsync($"/v1/decisions/{ids[0]}/label", body).RefusedAsync(HttpStatusCode.BadRequest)).Fault(field).ShouldBe(fault);
        (await gate.Client.GetFromJsonAsync<JsonElement>($"/v1/decisions/{ids[0]}")).TryGetProperty("label", out var label).ShouldBe(label.ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task Another_team_s_token_neither_reads_nor_labels()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph, TheShop);
        var ids = await RollOutAsync(nerdGraph, gate);
        gate.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ShopToken);

        (await ListAsync(gate, "")).Ids.ShouldBeEmpty();
        (await gate.Client.GetFromJsonAsync<JsonElement>("/v1/scoreboard")).GetProperty("rows").GetArrayLength().ShouldBe(0);
        foreach (var path in new[] { $"/v1/decisions/{ids[0]}", $"/v1/decisions/{ids[0]}/record", "/v1/rollouts/shop/checkout" })
        {
            await gate.Client.GetAsync(path).RefusedAsync(HttpStatusCode.NotFound);
        }

        await gate.PostAsync($"/v1/decisions/{ids[0]}/label", """{"label": "wrong"}""").RefusedAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/v1/decisions")]
    [InlineData("/v1/decisions/01KE1Q8Z5E8VQW3M6T0R9B2XCD")]
    [InlineData("/v1/rollouts/shop/checkout")]
    [InlineData("/v1/scoreboard")]
    [InlineData("/v1/outbox")]
    public async Task A_store_in_trouble_is_said_as_such(string path)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var broken = await GateHost.StartAsync(nerdGraph, ("History:ConnectionString", "Data Source=/proc/no/such/folder/gate.db"));
        await using var without = await GateHost.StartAsync(nerdGraph, ("History:Enabled", "false"));

        (await broken.Client.GetAsync(path).RefusedAsync(HttpStatusCode.ServiceUnavailable)).GetProperty("detail").GetString()!.ShouldContain("the store of decisions cannot be reached");
        (await without.Client.GetAsync(path).RefusedAsync(HttpStatusCode.NotFound)).GetProperty("detail").GetString()!.ShouldContain("History:Enabled is false");
    }

    [Fact]
    public async Task The_outbox_refuses_what_it_does_not_know()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        (await gate.Client.GetAsync("/v1/outbox?state=lost").RefusedAsync(HttpStatusCode.BadRequest)).Fault("state").ShouldBe("'lost': expected pending, delivered or dead");
        await gate.PostAsync("/v1/outbox/01KE1Q8Z5E8VQW3M6T0R9B2XCD/replay", "").RefusedAsync(HttpStatusCode.NotFound);
    }

    private static (string, string?)[] TheShop =>
    [
        ("Auth:Tokens:1:Name", "shop"), ("Auth:Tokens:1:Team", "shop-team"), ("Auth:Tokens:1:Sha256", GateHost.Sha256(ShopToken)), ("Auth:Tokens:1:Services:0", "shop-*"), ("Auth:Tokens:1:Namespaces:0", "*"),
    ];

    /// <summary>Two passes at 5 %, a fail at 25 %, and another service that is well.</summary>
    private static async Task<IReadOnlyList<string>> RollOutAsync(ScriptedNerdGraph nerdGraph, GateHost gate)
    {
        var ids = new List<string>();
        foreach (var (canary, weight, service) in new[] { (SliceCounts.HealthyCanary, "5", "checkout"), (SliceCounts.HealthyCanary, "5", "checkout"), (Bad, "25", "checkout"), (SliceCounts.HealthyCanary, "5", "catalog") })
        {
            nerdGraph.Answer = ScriptedNerdGraph.Slices(canary, SliceCounts.Healthy);
            var answer = await gate.EvaluateAsync(Bodies.Step(("stepWeight", weight), ("service", service), ("rollout", service)).ToJsonString()).JudgedAsync();
            ids.Add(answer.GetProperty("decision").GetProperty("id").GetString()!);
        }

        return ids;
    }

    private static async Task<(IReadOnlyList<string> Ids, string? Next)> ListAsync(GateHost gate, string query)
    {
        var page = await gate.Client.GetFromJsonAsync<JsonElement>($"/v1/decisions{query}");
        return ([.. page.GetProperty("decisions").EnumerateArray().Select(decision => decision.GetProperty("id").GetString()!)], page.TryGetProperty("next", out var next) ? next.GetString() : null);
    }

    private static async Task<JsonElement> LabelAsync(GateHost gate, string id, string body)
    {
        using var answer = await gate.PostAsync($"/v1/decisions/{id}/label", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    [Theory]
    [InlineData("to=0001-01-01", "to")]
    [InlineData("from=0001-01-01", "from")]
    [InlineData("to=9999-12-31T23:59:59Z", "to")]
    public async Task A_scoreboard_of_a_time_there_is_not_is_refused(string query, string field)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        (await gate.Client.GetAsync($"/v1/scoreboard?{query}").RefusedAsync(HttpStatusCode.BadRequest)).Fault(field).ShouldContain("expected a moment from 2000 to 2099");
    }

    [Fact]
    public async Task A_label_with_a_field_twice_is_refused_by_its_name()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        var problem = await gate.PostAsync("/v1/decisions/01M86RAPQCFYM8R6Z0990PQN1D/label", "{\"label\":\"right\",\"label\":\"wrong\"}").RefusedAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("detail").GetString().ShouldBe("field 'label' is given twice: expected it once");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"label\":7}")]
    public async Task A_label_that_cannot_be_read_is_refused_with_the_place_and_without_our_types(string body)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        var detail = (await gate.PostAsync("/v1/decisions/01M86RAPQCFYM8R6Z0990PQN1D/label", body).RefusedAsync(HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!;

        detail.ShouldStartWith("the body is not what is expected at $");
        detail.ShouldNotContain("GateService");
    }
}
