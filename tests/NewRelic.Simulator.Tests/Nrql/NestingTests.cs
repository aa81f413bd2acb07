namespace NewRelic.Simulator.Tests.Nrql;

/// <summary>Queries in queries: nested aggregation, subqueries and JOIN, over the five requests of <see cref="Shop"/>.</summary>
public sealed class NestingTests
{
    [Theory]
    [InlineData("SELECT max(n) FROM (SELECT count(*) AS n FROM Transaction TIMESERIES 1 minute) SINCE 10 minutes ago", """[{"max.n":2}]""")]
    [InlineData("SELECT average(n) AS a FROM (SELECT count(*) AS n FROM Transaction FACET appName)", """[{"a":2.5}]""")]
    [InlineData("SELECT sum(count) FROM (SELECT count(*) FROM Transaction FACET host)", """[{"sum.count":5}]""")]
    [InlineData("SELECT max(average) AS m FROM (SELECT average(duration) FROM Transaction FACET appName)", """[{"m":1.5}]""")]
    [InlineData("SELECT filter(count(*), WHERE n = 1) AS once FROM (SELECT count(*) AS n FROM Transaction FACET host)", """[{"once":1}]""")]
    [InlineData("SELECT count(*) AS c FROM (SELECT count(*) FROM Transaction FACET appName, error) WHERE error IS TRUE", """[{"c":2}]""")]
    [InlineData("SELECT appName, n FROM (SELECT count(*) AS n FROM Transaction FACET appName) WHERE n > 2 SINCE 1768472000000", """[{"appName":"a","n":3,"timestamp":1768472000000}]""")]
    [InlineData("SELECT max(m) AS x FROM (SELECT min(n) AS m FROM (SELECT count(*) AS n FROM Transaction FACET appName, host) FACET appName)", """[{"x":2}]""")]
    [InlineData("SELECT latest(getField(p, '50.0')) AS p FROM (SELECT percentile(duration, 50) AS p FROM Transaction)", """[{"p":0.375}]""")]
    [InlineData("SELECT latest(median[50]) AS p FROM (SELECT median(duration) FROM Transaction)", """[{"p":0.375}]""")]
    [InlineData("SELECT sum(d) AS s FROM (SELECT duration AS d FROM Transaction)", """[{"s":3.75}]""")]
    [InlineData("SELECT sum(n) AS s FROM (SELECT count(*) AS n FROM Transaction FACET appName) FACET appName", """[{"appName":"a","facet":"a","s":3},{"appName":"b","facet":"b","s":2}]""")]
    public void The_rows_of_a_query_in_FROM_are_the_events_of_the_one_around_it(string nrql, string rows) => new Shop().Rows(nrql).ShouldBe(rows);

    [Fact]
    public void Nested_buckets_stay_in_their_minutes() =>
        new Shop().Numbers("SELECT max(n) AS m FROM (SELECT count(*) AS n FROM Transaction TIMESERIES 1 minute) SINCE 4 minutes ago TIMESERIES 2 minutes", "m").ShouldBe([1, 2]);

    [Fact]
    public void A_nested_query_shows_ten_facets_as_any_other()
    {
        var shop = new Shop(seeded: false);
        for (var i = 0; i < 30; i++)
        {
            shop.Request(60, $"app{i}", 1);
        }

        shop.Rows("SELECT count(*) FROM (SELECT count(*) FROM Transaction FACET appName)").ShouldBe("""[{"count":10}]""");
        shop.Rows("SELECT count(*) FROM (SELECT count(*) FROM Transaction FACET appName LIMIT MAX)").ShouldBe("""[{"count":30}]""");
    }

    [Theory]
    [InlineData("WHERE duration > (SELECT average(duration) FROM Transaction)", 1)]
    [InlineData("WHERE duration < (FROM Transaction SELECT max(duration) WHERE appName = 'a') * 2", 4)]
    [InlineData("WHERE duration >= (SELECT percentile(duration, 50) FROM Transaction)", 3)]
    [InlineData("WHERE duration > (SELECT average(nothing) FROM Transaction)", 0)]
    [InlineData("WHERE appName = (SELECT latest(appName) FROM Transaction FACET host ORDER BY max(duration) LIMIT 1)", 2)]
    [InlineData("WHERE host IN (SELECT host FROM Transaction WHERE error IS TRUE)", 4)]
    [InlineData("WHERE host IN (FROM Transaction SELECT host WHERE appName = 'b')", 2)]
    [InlineData("WHERE host NOT IN (SELECT host FROM Transaction WHERE error IS TRUE)", 1)]
    [InlineData("WHERE http.statusCode IN (SELECT http.statusCode FROM Transaction WHERE error IS TRUE)", 1)]
    [InlineData("WHERE appName IN (SELECT latest(appName) FROM Transaction FACET host)", 5)]
    [InlineData("WHERE host IN (SELECT host FROM Nothing)", 0)]
    [InlineData("WHERE lower(user) IN (lower('ANN'), 'bob')", 1)]
    public void A_subquery_is_a_value_or_a_set(string where, int count) => new Shop().Rows($"SELECT count(*) FROM Transaction {where}").ShouldBe($$"""[{"count":{{count}}}]""");

    [Theory]
    [InlineData("SELECT average(duration) - (SELECT average(duration) FROM Transaction WHERE appName = 'a') AS d FROM Transaction", """[{"d":0.5}]""")]
    [InlineData("SELECT count(*) / (SELECT count(*) FROM Transaction) AS share FROM Transaction WHERE appName = 'a'", """[{"share":0.6}]""")]
    [InlineData("SELECT latest(concat('of ', (SELECT count(*) FROM Transaction))) AS t FROM Transaction", """[{"t":"of 5"}]""")]
    public void A_subquery_may_stand_in_SELECT(string nrql, string rows) => new Shop().Rows(nrql).ShouldBe(rows);

    [Fact]
    public void A_subquery_has_the_window_of_the_query_around_it_unless_it_has_its_own()
    {
        new Shop().Rows("SELECT count(*) FROM Transaction WHERE duration = (SELECT min(duration) FROM Transaction) SINCE 2 minutes ago").ShouldBe("""[{"count":1}]""");
        new Shop().Rows("SELECT count(*) FROM Transaction WHERE duration = (SELECT min(duration) FROM Transaction SINCE 1 hour ago) SINCE 2 minutes ago").ShouldBe("""[{"count":0}]""");
    }

    [Theory]
    [InlineData(4999, 0)]
    [InlineData(5000, 1)]
    public void A_subquery_that_reaches_its_limit_is_said_to_be_incomplete(int hosts, int messages)
    {
        var shop = new Shop(seeded: false);
        for (var i = 0; i < hosts; i++)
        {
            shop.Request(60, "a", 1, ("host", $"h{i}"));
        }

        var answer = shop.Ask("SELECT count(*) FROM Transaction WHERE host IN (SELECT uniques(host, 5000) FROM Transaction)");

        answer.Metadata.Messages.ShouldBe(Enumerable.Repeat("Subquery may have reached the maximum result member limit, which may cause an incomplete result.", messages));
    }

    [Theory]
    [InlineData("FROM Transaction JOIN (SELECT count(*) AS errors FROM TransactionError FACET host) ON host SELECT count(*), latest(errors) AS e FACET host", """[{"count":2,"e":3,"facet":"h1","host":"h1"},{"count":1,"e":1,"facet":"h2","host":"h2"}]""")]
    [InlineData("FROM Transaction LEFT JOIN (SELECT count(*) AS errors FROM TransactionError FACET host) ON host SELECT count(*), latest(errors OR 0) AS e FACET host", """[{"count":2,"e":3,"facet":"h1","host":"h1"},{"count":2,"e":0,"facet":"h3","host":"h3"},{"count":1,"e":1,"facet":"h2","host":"h2"}]""")]
    [InlineData("FROM Transaction INNER JOIN (SELECT count(*) AS errors FROM TransactionError FACET host AS server) ON lower(host) = server SELECT sum(errors) AS s", """[{"s":7}]""")]
    [InlineData("FROM Transaction JOIN (SELECT host, code FROM TransactionError LIMIT MAX) ON host SELECT count(*) FACET code", """[{"code":"x","count":4,"facet":"x"},{"code":"y","count":3,"facet":"y"}]""")]
    [InlineData("FROM Transaction JOIN (SELECT latest(code) AS code FROM TransactionError FACET host) ON host SELECT host, code WHERE duration < 0.2", """[{"code":"x","host":"h1","timestamp":1768472760000}]""")]
    [InlineData("FROM Transaction JOIN (SELECT count(*) FROM TransactionError FACET host LIMIT 1) ON host SELECT sum(count) AS c", """[{"c":6}]""")]
    public void JOIN_gives_events_what_a_subquery_knows_of_their_key(string nrql, string rows)
    {
        var shop = new Shop();
        shop.Add("TransactionError", Shop.Now.AddMinutes(-4), ("host", "h1"), ("code", "x"));
        shop.Add("TransactionError", Shop.Now.AddMinutes(-3), ("host", "h1"), ("code", "y"));
        shop.Add("TransactionError", Shop.Now.AddMinutes(-2), ("host", "h1"), ("code", "x"));
        shop.Add("TransactionError", Shop.Now.AddMinutes(-1), ("host", "h2"), ("code", "y"));

        shop.Rows(nrql).ShouldBe(rows);
    }

    [Theory]
    [InlineData("FROM Transaction SELECT count(*) JOIN (SELECT count(*) FROM Span FACET host) ON host", "unexpected 'JOIN'")]
    [InlineData("FROM Transaction JOIN (SELECT count(*) FROM Span FACET host) ON host = lower(host) SELECT count(*)", "unexpected '('")]
    [InlineData("FROM Transaction JOIN (SELECT count(*) FROM Span FACET host) SELECT count(*)", "unexpected 'SELECT'")]
    [InlineData("FROM Transaction JOIN Span ON host SELECT count(*)", "unexpected 'Span'")]
    [InlineData("FROM Transaction JOIN (SELECT count(*) FROM Span FACET host) ON lower(host) SELECT count(*)", "unexpected 'SELECT'")]
    public void A_JOIN_in_another_form_is_refused(string nrql, string why) => new Shop().Refusal(nrql).ShouldContain(why);
}
