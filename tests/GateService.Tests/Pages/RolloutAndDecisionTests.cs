using System.Net;
using System.Text;
using System.Text.Json;
using GateService.Callers;
using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Words;
using GateService.History;
using GateService.Tests.Hosting;
using GateService.Tests.Simulated;
using GateService.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace GateService.Tests.Pages;

/// <summary>The pages of a rollout and of a decision over real decisions of the simulator.</summary>
public sealed class RolloutAndDecisionTests(SimulatedGate fixture) : IClassFixture<SimulatedGate>
{
    private const int Budget = 100_000;

    [Fact]
    public async Task A_decision_shows_value_limit_fault_and_the_query_of_each_number()
    {
        var answer = await DecideAsync("slowQueryPlan", "explained");
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        var html = await browser.ReadAsync($"/decisions/{Id(answer)}");

        var tripped = answer.GetProperty("tripped").EnumerateArray().First(objective => objective.GetProperty("objective").GetString() == "latency-p95");
        var text = Html.Text(html);
        text.ShouldContain($"latency-p95 {Said(tripped, "value")} over its limit {Said(tripped, "threshold")}");
        text.ShouldContain("self-inflicted this change");
        text.ShouldContain(answer.GetProperty("summary").GetString()!);
        foreach (var query in answer.GetProperty("evidence").GetProperty("queries").EnumerateArray())
        {
            var nrql = query.GetProperty("nrql").GetString()!;
            html.ShouldContain($">{nrql.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)}</pre>");
        }

        html.ShouldContain("href=\"#query-quantiles\"");
        html.ShouldContain("id=\"query-quantiles\"");
        Encoding.UTF8.GetByteCount(html).ShouldBeLessThan(Budget);
    }

    [Fact]
    public async Task A_query_leads_into_New_Relic()
    {
        var id = Id(await DecideAsync("healthy", "queried"));
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        using var found = await browser.GetAsync($"/decisions/{id}/queries/requests");
        using var missing = await browser.GetAsync($"/decisions/{id}/queries/no-such");

        found.StatusCode.ShouldBe(HttpStatusCode.Found);
        found.Headers.Location!.Host.ShouldBe("one.newrelic.com");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Raw_JSON_is_what_the_API_answers()
    {
        var id = Id(await DecideAsync("healthy", "raw"));
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        using var raw = await browser.GetAsync($"/decisions/{id}/json");

        (await raw.Content.ReadAsStringAsync()).ShouldBe(await fixture.Gate.Client.GetStringAsync($"/v1/decisions/{id}"));
    }

    [Fact]
    public async Task A_rollout_shows_where_it_stands_and_a_chart_of_each_objective()
    {
        var answer = await DecideAsync("slowQueryPlan", "drawn");
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        var html = await browser.ReadAsync("/rollouts/shop/drawn");

        var tripped = answer.GetProperty("tripped").EnumerateArray().First(objective => objective.GetProperty("objective").GetString() == "latency-p95");
        var text = Html.Text(html);
        text.ShouldContain($"Failed at 5 % of the traffic latency-p95 {Said(tripped, "value")} over its limit {Said(tripped, "threshold")}");
        text.ShouldContain("Fix the cause and roll out again");
        foreach (var objective in answer.GetProperty("objectives").EnumerateArray())
        {
            html.ShouldContain($">{objective.GetProperty("objective").GetString()} through the rollout</title>");
        }

        html.ShouldContain($"href=\"/decisions/{Id(answer)}\"");
        html.ShouldNotContain("style=");
        html.ShouldNotContain(" onclick");
    }

    [Theory]
    [InlineData(600, 5)]
    [InlineData(1000, 14)]
    public async Task Hundreds_of_decisions_fit_on_a_page_that_says_what_it_folds(int decisions, int objectives)
    {
        var rollout = $"long-{decisions}-{objectives}";
        var names = Enumerable.Range(1, objectives).Select(number => $"an-objective-of-number-{number}").ToList();
        var accounts = Enumerable.Range(1, 20).Select(number => new AccountShare(SignatureOrigin.Dependency, $"dependency-{number}", number)).ToArray();
        await KeepAsync(Enumerable.Range(0, decisions).Select(minute => StoredDecisions.Of(
            Rows.Row(minute, minute % 7 == 3 ? "inconclusive" : "pass", minute % 50 == 49 ? 5 + (minute / 50) : null, Rows.Gist(minute % 7 == 3 ? names[0] : null, accounts: accounts),
                [.. names.Select(name => Rows.Point(0.001 + (minute % 13 / 1000.0), objective: name, harm: minute % 5, harmless: minute % 9))]) with
            { Rollout = rollout, Team = "platform" })));
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        var html = await browser.ReadAsync($"/rollouts/shop/{rollout}");

        Encoding.UTF8.GetByteCount(html).ShouldBeLessThan(Budget);
        var text = Html.Text(html);
        text.ShouldContain($"Of {decisions} decisions at most");
        text.ShouldContain("earlier decisions, not shown one by one");
        text.Contains("Not drawn: ", StringComparison.Ordinal).ShouldBe(objectives > 8);
    }

    [Fact]
    public async Task Twenty_dependencies_fit_on_the_page_of_a_decision_and_nothing_they_say_is_markup()
    {
        var id = Id(await DecideAsync("upstreamDegraded", "crowded"));
        var (row, body) = (await fixture.Gate.App.Services.GetRequiredService<DecisionReader>().FindAsync(id, Caller.Anyone, default))!.Value;
        var record = RecordFormat.Read(body);
        var reason = "HttpRequestException 503 to <b>payments</b> & others: " + new string('x', 400);
        var attribution = record.Evaluation.Attribution!;
        var found = attribution.Accounts[0];
        ErrorClass Class(int number) => found.Account.Classes[0] with
        {
            Signature = new ErrorSignature("HttpRequestException", "503", $"<img src=x onerror=alert({number})>"),
            Canary = number,
            Stable = number,
        };
        var crowded = record with
        {
            Id = DecisionId.New(record.At.AddSeconds(1)),
            Evaluation = record.Evaluation with
            {
                Attribution = attribution with
                {
                    Ledger = attribution.Ledger with { Own = [], Bypassed = [] },
                    Accounts =
                    [
                        .. Enumerable.Range(1, 20).Select(number => found with
                        {
                            Account = found.Account with { Name = $"<script>dependency-{number}", Classes = [Class((2 * number) - 1), Class(2 * number)] },
                            Reason = new Statement($"{number} {reason}"),
                        }),
                    ],
                },
            },
        };
        await KeepAsync([StoredDecision.Of(crowded)]);
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        var html = await browser.ReadAsync($"/decisions/{crowded.Id}");

        Encoding.UTF8.GetByteCount(html).ShouldBeLessThan(Budget);
        html.ShouldNotContain("<script>dependency");
        html.ShouldNotContain("<img");
        html.ShouldNotContain("<b>payments");
        var text = Html.Text(html);
        text.ShouldContain("dependency-20");
        text.ShouldContain("onerror=alert(40)");
        text.ShouldContain("14 more");
    }

    [Fact]
    public async Task A_label_is_kept_shown_and_counted_like_one_of_the_API()
    {
        var id = Id(await DecideAsync("slowQueryPlan", "labelled"));
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);
        var form = Html.FormToken(await browser.ReadAsync($"/decisions/{id}"));

        using var kept = await browser.PostAsync($"/decisions/{id}/label", [], ("form", form), ("label", "right"), ("reason", "the index <was> gone"), ("who", "Ada"));

        kept.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        kept.Headers.Location!.ToString().ShouldBe($"/decisions/{id}#label");
        Html.Text(await browser.ReadAsync($"/decisions/{id}")).ShouldContain("Ada called it right : the index <was> gone");
        var document = JsonSerializer.Deserialize<JsonElement>(await fixture.Gate.Client.GetStringAsync($"/v1/decisions/{id}"));
        document.GetProperty("label").GetProperty("who").GetString().ShouldBe("Ada");
    }

    [Fact]
    public async Task A_label_of_nothing_is_refused_in_words_and_keeps_what_was_written()
    {
        var id = Id(await DecideAsync("healthy", "mislabelled"));
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);
        var form = Html.FormToken(await browser.ReadAsync($"/decisions/{id}"));

        using var refused = await browser.PostAsync($"/decisions/{id}/label", [], ("form", form), ("label", "maybe"), ("reason", "I have my doubts"));

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var html = await refused.Content.ReadAsStringAsync();
        Html.Text(html).ShouldContain("expected right, wrong or unsure");
        html.ShouldContain("value=\"I have my doubts\"");
    }

    [Fact]
    public async Task A_label_that_another_site_sends_changes_nothing()
    {
        var id = Id(await DecideAsync("healthy", "forged"));
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        using var forged = await browser.PostAsync($"/decisions/{id}/label", [], ("form", new string('0', 64)), ("label", "wrong"));

        forged.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        JsonSerializer.Deserialize<JsonElement>(await fixture.Gate.Client.GetStringAsync($"/v1/decisions/{id}")).GetProperty("label").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("/decisions/01JDDDDDDDDDDDDDDDDDDDDDDD", "There is no such decision")]
    [InlineData("/decisions/01JDDDDDDDDDDDDDDDDDDDDDDD/json", "There is no such decision")]
    [InlineData("/rollouts/shop/nowhere", "There is no such rollout")]
    [InlineData("/rollouts/-/%3Cscript%3E", "There is no such rollout")]
    public async Task What_is_not_there_is_said_in_words(string path, string words)
    {
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        var html = await browser.GetAsync(path).RefusedAsync(HttpStatusCode.NotFound);

        html.ShouldContain(words);
        html.ShouldNotContain("<script>'");
    }

    [Fact]
    public async Task The_decision_before_and_the_one_after_are_a_step_away()
    {
        await KeepAsync(Enumerable.Range(0, 3).Select(minute => StoredDecisions.Of(Rows.Row(minute) with { Rollout = "walked" })));
        var reader = fixture.Gate.App.Services.GetRequiredService<DecisionReader>();
        var (_, _, rows, _) = await reader.TimelineAsync(new RolloutPlace(null, "shop", "walked"), null, Caller.Anyone, default);

        var (before, after) = await reader.NeighboursAsync(rows[1], Caller.Anyone, default);
        var (none, _) = await reader.NeighboursAsync(rows[0], Caller.Anyone, default);

        (before!.Id, after!.Id).ShouldBe((rows[0].Id, rows[2].Id));
        none.ShouldBeNull();
    }

    private async Task<JsonElement> DecideAsync(string world, string service)
    {
        var body = await fixture.PlayAsync(world, service, 5);
        return await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();
    }

    private async Task KeepAsync(IEnumerable<StoredDecision> decisions)
    {
        var database = fixture.Gate.App.Services.GetRequiredService<Database>();
        await database.WriteAsync(
            async (transaction, ct) =>
            {
                await DecisionWriting.InsertAsync(transaction, [.. decisions], ct);
                return true;
            },
            default);
    }

    private static string Id(JsonElement answer) => answer.GetProperty("decision").GetProperty("id").GetString()!;

    private static string Said(JsonElement objective, string field)
    {
        var (value, limit) = Core.Words.Quantity.Pair(objective.GetProperty("value").GetDouble(), objective.GetProperty("threshold").GetDouble(), Unit.Seconds);
        return field == "value" ? value : limit;
    }
}
