using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.Nrql;

/// <summary>Forms of New Relic's public documentation over six sales, their answers computed by hand.</summary>
public sealed class HandComputedTests : IAsyncLifetime
{
    /// <summary>A minute apart, the first at 2026-11-24 11:00 UTC.</summary>
    private const string Sales = """
        {"eventType":"Sale","timestamp":1795518000000,"user":"u1","price":10,"qty":1,"ok":true,"step":"view","city":"Oslo","msg":"order id=17 took 20ms","json":"{\"k\":{\"n\":3}}"}
        {"eventType":"Sale","timestamp":1795518060000,"user":"u1","price":20,"qty":2,"ok":false,"step":"buy","city":"Oslo","msg":"order id=18 took 40ms"}
        {"eventType":"Sale","timestamp":1795518120000,"user":"u2","price":30,"qty":1,"ok":true,"step":"view","city":"Rome","msg":"order id=19 took 60ms"}
        {"eventType":"Sale","timestamp":1795518180000,"user":"u2","price":40,"qty":3,"ok":true,"step":"cart","city":"Rome","msg":"cart failed"}
        {"eventType":"Sale","timestamp":1795518240000,"user":"u3","price":50,"qty":1,"ok":false,"step":"view","city":"Rome"}
        {"eventType":"Sale","timestamp":1795518300000,"user":"u3","price":100,"qty":2,"ok":true,"step":"buy","msg":"x=1,y=2"}
        {"eventType":"City","timestamp":1795518000000,"city":"Oslo","country":"NO"}
        {"eventType":"City","timestamp":1795518000000,"city":"Rome","country":"IT"}
        """;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        await _simulator.SendAsync(HttpMethod.Post, "/simulator/events", Sales, HttpStatusCode.OK);
    }

    public async ValueTask DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [InlineData("SELECT sum(price) / count(*) AS v FROM Sale", "41.666666666666664")]
    [InlineData("SELECT percentage(count(*), WHERE ok IS TRUE) AS v FROM Sale", "66.66666666666667")]
    [InlineData("SELECT filter(sum(price), WHERE qty > 1) AS v FROM Sale", "160")]
    [InlineData("SELECT filter(sum(price * qty), WHERE city = 'Rome') AS v FROM Sale", "200")]
    [InlineData("SELECT rate(count(*), 1 minute) AS v FROM Sale", "1")]
    [InlineData("SELECT rate(sum(price), 3 minutes) AS v FROM Sale", "125")]
    [InlineData("SELECT rate(sum(price) * 2, 1 minute) AS v FROM Sale", "83.33333333333333")]
    [InlineData("SELECT uniqueCount(user) AS v FROM Sale", "3")]
    [InlineData("SELECT uniques(city) AS v FROM Sale", "[\"Oslo\",\"Rome\"]")]
    [InlineData("SELECT median(price) AS v FROM Sale WHERE price < 100", "{\"50\":30}")]
    [InlineData("SELECT histogram(price, 125, 5) AS v FROM Sale", "[2,2,1,0,1]")]
    [InlineData("SELECT apdex(price, t: 20) AS v FROM Sale", "{\"count\":6,\"f\":1,\"s\":2,\"score\":0.5833333333333334,\"t\":3}")]
    [InlineData("SELECT count(*) AS v FROM Sale FACET if(city IS NULL, 'none', city)", "Rome=3; Oslo=2; none=1")]
    [InlineData("SELECT count(*) AS v FROM Sale FACET CASES(WHERE price < 25 AS 'cheap', WHERE price < 60 AS 'mid', WHERE price >= 60 AS 'dear')", "mid=3; cheap=2; dear=1")]
    [InlineData("WITH aparse(msg, 'order id=* took %ms') AS id SELECT sum(numeric(id)) AS v FROM Sale", "54")]
    [InlineData("WITH aparse(msg, 'order id=* took *ms') AS (id, ms) SELECT average(numeric(ms)) AS v FROM Sale", "40")]
    [InlineData("SELECT max(numeric(capture(msg, r'.*id=(?P<id>\\d+).*'))) AS v FROM Sale", "19")]
    [InlineData("SELECT count(*) AS v FROM Sale FACET substring(city, 0, 2)", "Ro=3; Os=2")]
    [InlineData("SELECT count(*) AS v FROM Sale WHERE city IS NOT NULL FACET concat(user, '-', city)", "u1-Oslo=2; u2-Rome=2; u3-Rome=1")]
    [InlineData("SELECT max(length(city)) AS v FROM Sale", "4")]
    [InlineData("SELECT max(position(msg, 'id')) AS v FROM Sale", "6")]
    [InlineData("SELECT uniques(upper(city)) AS v FROM Sale", "[\"OSLO\",\"ROME\"]")]
    [InlineData("SELECT sum(mod(price, 30)) AS v FROM Sale", "70")]
    [InlineData("SELECT sum(floor(price / 15)) AS v FROM Sale", "14")]
    [InlineData("SELECT sum(clamp_max(price, 45)) AS v FROM Sale", "190")]
    [InlineData("SELECT sum(pow(qty, 2)) AS v FROM Sale", "20")]
    [InlineData("SELECT sqrt(max(price)) AS v FROM Sale", "10")]
    [InlineData("SELECT latest(price) - earliest(price) AS v FROM Sale", "90")]
    [InlineData("SELECT derivative(price, 1 minute) AS v FROM Sale", "15.714285714285715")]
    [InlineData("SELECT funnel(user, WHERE step = 'view' AS 'v', WHERE step = 'buy' AS 'b') FROM Sale", "{\"steps\":[3,2]}")]
    [InlineData("SELECT max(total) AS v FROM (SELECT sum(price) AS total FROM Sale FACET user)", "150")]
    [InlineData("SELECT average(total) AS v FROM (SELECT sum(price) AS total FROM Sale FACET user)", "83.33333333333333")]
    [InlineData("SELECT count(*) AS v FROM Sale WHERE price > (SELECT average(price) FROM Sale)", "2")]
    [InlineData("SELECT count(*) AS v FROM Sale WHERE user IN (SELECT uniques(user) FROM Sale WHERE step = 'cart')", "2")]
    [InlineData("FROM Sale JOIN (FROM City SELECT latest(country) AS country FACET city) ON city SELECT count(*) AS v FACET country", "IT=3; NO=2")]
    [InlineData("SELECT sum(price) AS v FROM Sale TIMESERIES 2 minutes", "30; 70; 150")]
    [InlineData("SELECT sum(price) AS v FROM Sale SINCE 1795518120000 UNTIL 1795518240000 COMPARE WITH 2 minutes ago", "70; 30")]
    [InlineData("SELECT sum(price) AS v FROM Sale TIMESERIES 2 minutes SLIDE BY 1 minute", "30; 50; 70; 90; 150")]
    [InlineData("SELECT count(*) AS v FROM Sale FACET hourOf(timestamp)", "11:00=6")]
    [InlineData("SELECT count(*) AS v FROM Sale FACET dateOf(timestamp)", "November 24, 2026=6")]
    [InlineData("SELECT count(*) AS v FROM Sale FACET weekdayOf(timestamp)", "Tuesday=6")]
    [InlineData("SELECT cdfPercentage(price, 20, 50) AS v FROM Sale", "{\"20\":33.333333333333336,\"50\":83.33333333333333}")]
    [InlineData("WITH jparse(json) AS parsed SELECT max(parsed[k][n]) AS v FROM Sale", "3")]
    [InlineData("SELECT count(*) AS v FROM Sale WHERE msg RLIKE r'.*id=1[78].*'", "2")]
    [InlineData("SELECT count(*) AS v FROM Sale WHERE city LIKE '%o%'", "5")]
    [InlineData("SELECT count(*) AS v FROM Sale WHERE city IN ('Oslo', 'Rome') AND NOT (price > 20)", "2")]
    [InlineData("WITH price * qty AS revenue SELECT sum(revenue) AS v FROM Sale", "450")]
    [InlineData("SELECT abs(min(price) - max(price)) AS v FROM Sale", "90")]
    [InlineData("SELECT count(*) AS v FROM Sale FACET user, city LIMIT 1", "u1|Oslo=2")]
    [InlineData("SELECT if(sum(price) > 200, 'big', 'small') AS v FROM Sale", "\"big\"")]
    [InlineData("SELECT count(*) AS v FROM Sale WHERE user LIKE 'u_'", "0")]
    [InlineData("SELECT average(price) AS v FROM Sale FACET city LIMIT 1", "Rome=40")]
    public async Task The_answer_is_the_one_computed_by_hand(string nrql, string expected)
    {
        var rows = await _simulator.RowsAsync(nrql.Contains("SINCE", StringComparison.Ordinal) ? nrql : $"{nrql} SINCE 1795518000000 UNTIL 1795518360000");

        string.Join("; ", rows.Select(row => Said(row!.AsObject()))).ShouldBe(expected);
    }

    private static string Said(JsonObject row)
    {
        var facet = row["facet"] switch
        {
            null => "",
            JsonArray many => $"{string.Join('|', many)}=",
            var one => $"{one}=",
        };
        return facet + (row["v"] ?? row["funnel.user"])?.ToJsonString(Plain);
    }
}
