namespace NewRelic.Simulator.Tests.Nrql;

public sealed class WhereTests
{
    [Theory]
    [InlineData("appName = 'a'", 3)]
    [InlineData("appName = 'A'", 0)]
    [InlineData("appName != 'a'", 2)]
    [InlineData("duration < 0.375", 2)]
    [InlineData("duration <= 0.375", 3)]
    [InlineData("duration > 0.5", 1)]
    [InlineData("0.5 < duration", 1)]
    [InlineData("duration >= 0.5 AND appName = 'b'", 2)]
    [InlineData("appName = 'a' OR duration > 1", 4)]
    [InlineData("NOT appName = 'a'", 2)]
    [InlineData("appName = 'b' OR appName = 'a' AND error IS TRUE", 3)]
    [InlineData("(appName = 'b' OR appName = 'a') AND error IS TRUE", 2)]
    [InlineData("error IS TRUE", 2)]
    [InlineData("error IS FALSE", 3)]
    [InlineData("error IS NOT TRUE", 3)]
    [InlineData("error = true", 2)]
    [InlineData("user IS NULL", 4)]
    [InlineData("user IS NOT NULL", 1)]
    [InlineData("user != 'Bob'", 1)]
    [InlineData("missing = 1", 0)]
    [InlineData("missing != 1", 0)]
    [InlineData("host IN ('h1', 'h3')", 4)]
    [InlineData("host NOT IN ('h1', 'h3')", 1)]
    [InlineData("user NOT IN ('Bob')", 1)]
    [InlineData("http.statusCode IN (500, 503)", 1)]
    [InlineData("http.statusCode IN ('500')", 0)]
    [InlineData("host LIKE 'H%'", 5)]
    [InlineData("host LIKE '%1'", 2)]
    [InlineData("host LIKE 'h_'", 0)]
    [InlineData("host LIKE 'h1'", 2)]
    [InlineData("host NOT LIKE 'h1%'", 3)]
    [InlineData("user NOT LIKE 'B%'", 1)]
    [InlineData("errorType LIKE '%u%'", 1)]
    [InlineData("host RLIKE r'h[12]'", 3)]
    [InlineData("host RLIKE r'h'", 0)]
    [InlineData("host NOT RLIKE r'h[12]'", 2)]
    [InlineData("httpResponseCode = 503", 0)]
    [InlineData("httpResponseCode = '503'", 1)]
    [InlineData("numeric(httpResponseCode) >= 500", 1)]
    [InlineData("numeric(http.statusCode OR httpResponseCode) >= 500", 2)]
    [InlineData("numeric(http.statusCode) >= 500 OR (http.statusCode IS NULL AND error IS TRUE)", 2)]
    [InlineData("string(http.statusCode) = '500'", 1)]
    [InlineData("duration * 2 = 1", 1)]
    [InlineData("duration > http.statusCode / 1000", 2)]
    [InlineData("`appName` = 'a'", 3)]
    [InlineData("timestamp >= 1768472880000", 3)]
    [InlineData("lower(user) = 'ann'", 1)]
    [InlineData("host IN (SELECT uniques(host) FROM Transaction WHERE errorType = 'Null')", 2)]
    [InlineData("host IN (FROM Transaction SELECT uniques(host) WHERE errorType = 'Http')", 2)]
    public void A_condition_keeps_the_events_it_is_true_of(string condition, int count) =>
        new Shop().Rows($"SELECT count(*) FROM Transaction WHERE {condition}").ShouldBe($$"""[{"count":{{count}}}]""");

    [Theory]
    [InlineData("WHERE appName = 'a' SELECT count(*) FROM Transaction")]
    [InlineData("FROM Transaction SELECT count(*) WHERE appName = 'a'")]
    [InlineData("SINCE 10 minutes ago FROM Transaction WHERE appName = 'a' LIMIT 5 SELECT count(*)")]
    [InlineData("select count(*) from Transaction where appName = 'a' since 10 minutes ago")]
    [InlineData("SELECT count(*) FROM Transaction WHERE appName = 'a' LIMIT 10 WHERE duration < 9")]
    [InlineData("SELECT count(*) -- how many\nFROM Transaction // of these\nWHERE /* only */ appName = 'a'")]
    [InlineData("WITH upper(appName) AS app SELECT count(*) FROM Transaction WHERE app = 'A'")]
    [InlineData("WITH upper(appName) AS appName SELECT count(*) FROM Transaction WHERE appName = 'A'")]
    public void Clauses_come_in_any_order_and_WHERE_may_repeat(string nrql) => new Shop().Rows(nrql).ShouldBe("""[{"count":3}]""");

    [Fact]
    public void Several_event_types_are_asked_at_once()
    {
        var shop = new Shop();
        shop.Add("Span", Shop.Now.AddMinutes(-1), ("duration", 1.0));

        shop.Rows("SELECT count(*) FROM Transaction, Span FACET eventType() AS type")
            .ShouldBe("""[{"count":5,"facet":"Transaction","type":"Transaction"},{"count":1,"facet":"Span","type":"Span"}]""");
    }

    [Fact]
    public void Event_types_are_shown()
    {
        var shop = new Shop();
        shop.Add("Span", Shop.Now, ("duration", 1.0));

        shop.Rows("SHOW EVENT TYPES").ShouldBe("""[{"eventType":"Span"},{"eventType":"Transaction"}]""");
    }
}
