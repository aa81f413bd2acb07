using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using GateService.Core.Words;
using GateService.Notifications;
using GateService.Telemetry;
using GateService.Tests.Hosting;
using GateService.Tests.Notifications;
using GateService.Tests.Pages;
using NewRelic.Api;

namespace GateService.Tests.Telemetry;

/// <summary>Dashboards and alerts ask for what the gate tells of itself, and lead to pages that are there.</summary>
public sealed partial class DashboardTests
{
    private static readonly string[] Files = ["dashboard.json", "alerts.yaml"];

    [Fact]
    public void Every_label_of_the_dashboard_and_the_alerts_is_a_tag_of_the_code()
    {
        var known = typeof(GateTelemetry.Tags).GetFields().Select(field => (string)field.GetRawConstantValue()!).Append("le").ToList();

        var used = Files.SelectMany(file => Label().Matches(Chart(file))).SelectMany(match => match.Groups[1].Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Concat(Files.SelectMany(file => Matcher().Matches(Chart(file))).Select(match => match.Groups[1].Value)).Distinct().ToList();

        used.ShouldContain("verdict");
        used.ShouldContain("kind");
        used.Except(known).ShouldBeEmpty();
    }

    [Fact]
    public void The_kinds_of_trouble_that_alerts_name_are_kinds_of_the_code()
    {
        var named = Kinds().Matches(Chart("alerts.yaml")).SelectMany(match => match.Groups[1].Value.Split('|')).Distinct().ToList();

        named.ShouldBe(["unauthorized", "forbidden", "paymentRequired"]);
        named.Except(Enum.GetValues<NerdGraphErrorKind>().Select(EnumNames.Of)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_link_of_the_dashboard_leads_to_a_page()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);
        await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        using var browser = await Browser.SignedInAsync(gate, GateHost.Token);
        var dashboard = JsonSerializer.Deserialize<JsonElement>(Chart("dashboard.json"));

        var links = Urls(dashboard).Distinct().ToList();

        links.Count.ShouldBeGreaterThan(4);
        links.ShouldAllBe(link => link.StartsWith("${gate:raw}/", StringComparison.Ordinal));
        foreach (var link in links)
        {
            var path = Filled(link["${gate:raw}".Length..]);
            path.ShouldNotContain("$");
            (await browser.ReadAsync(path)).ShouldContain("<main", Case.Sensitive, path);
        }
    }

    [Fact]
    public async Task New_Relic_takes_every_query_of_its_dashboard_and_finds_what_it_asks_for_in_a_decision_s_event()
    {
        await using var newRelic = await SimulatorHost.StartAsync();
        using var sent = await newRelic.Client.PostAsJsonAsync("/simulator/events", NewRelicEvent.Compose(Told.Failed with { At = TimeProvider.System.GetUtcNow() }));
        sent.IsSuccessStatusCode.ShouldBeTrue(await sent.Content.ReadAsStringAsync());
        newRelic.Client.DefaultRequestHeaders.Add("API-Key", "NRAK-ANY");
        var queries = Queries().Matches(Chart("newrelic-dashboard.json")).Select(match => match.Groups[1].Value).ToList();

        queries.Count.ShouldBeGreaterThan(10);
        foreach (var nrql in queries)
        {
            using var answer = await newRelic.Client.PostAsJsonAsync("/graphql", new { query = "query($q: Nrql!) { actor { account(id: 1) { nrql(query: $q) { results } } } }", variables = new { q = nrql } });
            var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
            json.TryGetProperty("errors", out var errors).ShouldBeFalse($"{nrql}: {errors}");
            if (nrql.Contains("SELECT timestamp", StringComparison.Ordinal))
            {
                var row = json.GetProperty("data").GetProperty("actor").GetProperty("account").GetProperty("nrql").GetProperty("results").EnumerateArray().Single();
                row.EnumerateObject().ShouldAllBe(column => column.Value.ValueKind != JsonValueKind.Null);
                row.GetProperty("url").GetString().ShouldBe(Told.Failed.Links.Decision);
            }
        }
    }

    [Fact]
    public void Every_attribute_and_metric_of_New_Relic_s_dashboard_is_one_that_the_gate_sends()
    {
        var sent = NewRelicEvent.Compose(Told.Failed)[0]!.AsObject().Select(attribute => attribute.Key).ToList();
        foreach (var nrql in Queries().Matches(Chart("newrelic-dashboard.json")).Select(match => match.Groups[1].Value))
        {
            var plain = Quoted().Replace(nrql, "");
            var words = Word().Matches(plain).Select(match => match.Value).Where(word => !Language.Contains(word)).ToList();
            words.Except(nrql.Contains("FROM Metric", StringComparison.Ordinal)
                ? [.. GateTelemetry.Metrics.All, .. typeof(GateTelemetry.Tags).GetFields().Select(field => (string)field.GetRawConstantValue()!)]
                : sent).ShouldBeEmpty(nrql);
        }
    }

    private static readonly HashSet<string> Language =
        ["SELECT", "FROM", "GateDecision", "Metric", "WHERE", "FACET", "TIMESERIES", "AUTO", "LIMIT", "AS", "IN", "count", "uniqueCount", "filter", "sum", "max", "percentile"];

    /// <summary>Grafana's variables as they would be of the decision that was made.</summary>
    private static string Filled(string link) => Variable().Replace(link, match => match.Groups[1].Value switch
    {
        "verdict" => "pass",
        "namespace" => "shop",
        "rollout" => "checkout",
        "cluster" => "",
        var other => throw new ArgumentException($"a label that no series has: {other}"),
    });

    private static IEnumerable<string> Urls(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(property => property is { Name: "url", Value.ValueKind: JsonValueKind.String } ? [property.Value.GetString()!] : Urls(property.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Urls),
        _ => [],
    };

    private static string Chart(string file) => Repository.Read("charts", "gate-service", "files", file);

    [GeneratedRegex(@"by \(([a-z, ]+)\)")]
    private static partial Regex Label();

    [GeneratedRegex(@"[{,]\s*([a-z_]+)(?:=~|!~|!=|=)\\?""")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"newRelic\.\(([a-zA-Z|]+)\)")]
    private static partial Regex Kinds();

    [GeneratedRegex(@"\$\{__field\.labels\.(\w+)(?::percentencode)?\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"""query"": ""(SELECT [^""]+)""")]
    private static partial Regex Queries();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[A-Za-z][A-Za-z.]*")]
    private static partial Regex Word();
}
