using System.Net;
using System.Text.RegularExpressions;
using GateService.Tests.Hosting;

namespace GateService.Tests.Pages;

/// <summary>What the first page, the policies and the scoreboard say.</summary>
public sealed partial class ContentTests : IAsyncLifetime
{
    private ScriptedNerdGraph _nerdGraph = null!;
    private GateHost _gate = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        _gate = await GateHost.StartAsync(_nerdGraph, ("Auth:Disabled", "true"));
        _browser = new Browser(_gate);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _gate.DisposeAsync();
        await _nerdGraph.DisposeAsync();
    }

    [Fact]
    public async Task What_failed_stands_above_what_runs_with_its_value_and_limit()
    {
        await DecideAsync("healthy", SliceCounts.Healthy);
        await DecideAsync("broken", SliceCounts.Healthy with { Errors = SliceCounts.Healthy.Requests / 4 });

        var text = Words(await _browser.ReadAsync("/"));

        text.ShouldContain("(1) Rollouts");
        var (attention, running, lately) = (text.IndexOf("Needs attention 1", StringComparison.Ordinal), text.IndexOf("Rolling out now 1", StringComparison.Ordinal), text.IndexOf("Decided lately", StringComparison.Ordinal));
        attention.ShouldBeInRange(0, running);
        text[attention..running].ShouldMatch("failed shop/broken .*error-rate 25 % over its limit 2 %");
        text[running..lately].ShouldContain("rolling out shop/healthy");
    }

    [Fact]
    public async Task Equal_decisions_in_a_row_are_one_line()
    {
        for (var i = 0; i < 4; i++)
        {
            await DecideAsync("checkout", SliceCounts.Healthy);
        }

        var text = await _browser.ReadAsync("/");

        Row().Count(text).ShouldBe(1);
        text.ShouldContain("4 times since");
    }

    [Fact]
    public async Task A_filter_narrows_down_both_lists()
    {
        await DecideAsync("checkout", SliceCounts.Healthy);
        await DecideAsync("catalog", SliceCounts.Healthy);

        var text = await _browser.ReadAsync("/?service=catalog&verdict=pass");

        text.ShouldContain("shop/catalog");
        text.ShouldNotContain("shop/checkout");
        text.ShouldContain("value=\"catalog\"");
    }

    [Fact]
    public async Task A_value_of_a_policy_stands_with_the_file_and_the_layer_that_set_it()
    {
        var text = Words(await _browser.ReadAsync("/policies?service=example-shop&weight=30"));

        text.ShouldContain("http-default for example-shop");
        text.ShouldContain("window 15m service services/example-shop.yaml:8");
        text.ShouldContain("threshold 300ms service services/example-shop.yaml:11");
        text.ShouldMatch("error-rate at most 1 % 0.5 % 0.25 % 0.25 % 1.15x, 1.25x beside fewer than 3 pods team teams/example-team.yaml:9");
        text.ShouldContain("At 30 % of traffic the limits from 25 % apply.");
        text.ShouldContain("sampleRatio 4 built-in");
    }

    [Fact]
    public async Task The_conditions_that_a_policy_comes_to_are_shown_for_a_service_and_a_cluster()
    {
        var policies = Words(await _browser.ReadAsync("/policies?service=example-shop&cluster=prod-eu1"));

        policies.ShouldContain("What is judged, as New Relic is asked apm-http in prod-eu1");
        policies.ShouldContain("FROM Transaction WHERE appName = 'example-shop' AND (k8s.clusterName = 'prod-eu1' OR k8s.clusterName IS NULL)");
        policies.ShouldContain("request.uri NOT RLIKE");
        Words(await _browser.ReadAsync("/policies?policy=http-otel")).ShouldContain("FROM Span WHERE service.name = '{service}' AND (span.kind = 'server')");
        Words(await _browser.ReadAsync("/policies?service=example-shop")).ShouldNotContain("k8s.clusterName = ");
    }

    [Fact]
    public async Task A_decision_shows_the_conditions_that_it_was_made_with()
    {
        var id = await DecideAsync("checkout", SliceCounts.Healthy);

        var text = Words(await _browser.ReadAsync($"/decisions/{id}"));

        text.ShouldContain("What was judged");
        text.ShouldContain("requests FROM Transaction WHERE appName = 'checkout'");
        text.ShouldContain("failed numeric(http.statusCode) >= 500");
        text.ShouldContain("duration duration in seconds");
        text.ShouldMatch("canary \\(if\\(k8s.podName IS NULL");
    }

    [Fact]
    public async Task A_policy_that_is_not_there_is_told_with_what_was_asked_for()
    {
        var text = Words(await _browser.ReadAsync("/policies?policy=http-defalt"));

        text.ShouldContain("there is no policy 'http-defalt'");
        text.ShouldContain("http-default");
    }

    [Fact]
    public async Task The_scoreboard_counts_labels_and_says_of_how_many()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await DecideAsync("broken", SliceCounts.Healthy with { Errors = SliceCounts.Healthy.Requests / 4 }));
        }

        foreach (var (id, label) in ids.Zip(["right", "wrong"]))
        {
            using var kept = await _gate.PostAsync($"/v1/decisions/{id}/label", $$"""{"label":"{{label}}"}""");
            kept.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        Words(await _browser.ReadAsync("/scoreboard?days=7")).ShouldMatch("no team http-threshold 3 2 1 1 1 0 0 0 0 0 50 % 1 of 2 100 % 1 of 1");
    }

    /// <summary>A screen reader says the text of a link, and of one without any only that there is one.</summary>
    [Fact]
    public async Task A_question_that_found_no_policy_is_counted_without_a_link_to_one()
    {
        var answer = await _gate.EvaluateAsync(Bodies.Step(("policy", "nowhere")).ToJsonString()).JudgedAsync();
        answer.Verdict().ShouldBe("inconclusive");

        foreach (var path in new[] { "/", "/scoreboard?days=7", $"/decisions/{answer.GetProperty("decision").GetProperty("id").GetString()}", "/rollouts/shop/checkout" })
        {
            (await _browser.ReadAsync(path)).ShouldNotMatch("<a [^>]*>\\s*</a>", path);
        }

        Words(await _browser.ReadAsync("/scoreboard?days=7")).ShouldContain("— no policy 1");
    }

    /// <summary>What a reader hears: text without tags, one space between words.</summary>
    private static string Words(string html) => Space().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ");

    private async Task<string> DecideAsync(string service, SliceCounts canary)
    {
        _nerdGraph.Answer = ScriptedNerdGraph.Slices(canary, SliceCounts.Healthy);
        return (await _gate.EvaluateAsync(Bodies.Step(("service", service), ("rollout", service)).ToJsonString()).JudgedAsync()).GetProperty("decision").GetProperty("id").GetString()!;
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("""<tr id="01""")]
    private static partial Regex Row();
}
