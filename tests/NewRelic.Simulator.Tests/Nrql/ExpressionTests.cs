namespace NewRelic.Simulator.Tests.Nrql;

/// <summary>Expressions over aggregates, named cases, trends and what else a chart asks, over the five requests of <see cref="Shop"/>.</summary>
public sealed class ExpressionTests
{
    [Theory]
    [InlineData("if(count(*) > 4, 'busy', 'idle') AS v", "\"busy\"")]
    [InlineData("if(average(duration) > 1, 'slow') AS v", "null")]
    [InlineData("concat('n=', count(*)) AS v", "\"n=5\"")]
    [InlineData("string(average(duration), precision: 1) AS v", "\"0.8\"")]
    [InlineData("count(*) > 4 AND sum(duration) < 3 AS v", "false")]
    [InlineData("latest(appName) = 'b' AS v", "true")]
    [InlineData("upper(latest(appName)) AS v", "\"B\"")]
    [InlineData("clamp_max(max(duration), 2) AS v", "2")]
    [InlineData("convert(sum(duration), 's', 'ms') AS v", "3750")]
    [InlineData("round(sum(duration), 0.5) AS v", "4")]
    [InlineData("getField(percentile(duration, 50, 95), '95') AS v", "2.5")]
    [InlineData("percentile(duration, 50, 95)[50] AS v", "0.375")]
    [InlineData("abs(count(*) - 7) AS v", "2")]
    [InlineData("rate(sum(duration) / count(*), 1 minute) AS v", "0.075")]
    [InlineData("rate(filter(count(*), WHERE error IS TRUE), 1 minute) AS v", "0.2")]
    [InlineData("filter(sum(duration) / count(*), WHERE appName = 'b') AS v", "1.5")]
    [InlineData("percentage(count(*) * 2, WHERE error IS TRUE) AS v", "40")]
    [InlineData("rate(count(*), 1 minute) AS v", "0.5")]
    [InlineData("aggregationendtime() AS v", "1768473000000")]
    [InlineData("uniques(tuple(appName, error)) AS v", """[["a",false],["a",true],["b",false],["b",true]]""")]
    [InlineData("uniqueCount(host, precision: 1000) AS v", "3")]
    [InlineData("count(1) AS v", "5")]
    public void An_expression_over_aggregates_has_its_value(string select, string value) =>
        new Shop().Rows($"SELECT {select} FROM Transaction SINCE 10 minutes ago").ShouldBe($$"""[{"v":{{value}}}]""");

    [Theory]
    [InlineData("count(*), appName FACET appName", """[{"appName":"a","count":3,"facet":"a"},{"appName":"b","count":2,"facet":"b"}]""")]
    [InlineData("concat(app, ': ', count(*)) AS t FACET upper(appName) AS app", """[{"app":"A","facet":"A","t":"A: 3"},{"app":"B","facet":"B","t":"B: 2"}]""")]
    public void A_facet_may_be_selected_beside_aggregates(string query, string rows) =>
        new Shop().Rows(query.Replace("FACET", "FROM Transaction FACET", StringComparison.Ordinal).Insert(0, "SELECT ")).ShouldBe(rows);

    [Theory]
    [InlineData("FACET CASES(WHERE duration < 0.3 AS 'fast', WHERE duration > 1 AS 'slow') AS speed", """[{"count":2,"facet":"fast","speed":"fast"},{"count":1,"facet":"slow","speed":"slow"}]""")]
    [InlineData("FACET CASES(WHERE duration < 0.3 AS 'fast') OR 'other'", """[{"count":3,"facet":"other"},{"count":2,"facet":"fast"}]""")]
    [InlineData("FACET appName, CASES(WHERE duration < 0.3 AS 'fast', WHERE duration > 0 AS 'slow') AS speed", """[{"count":2,"facet":["a","fast"]},{"count":2,"facet":["b","slow"]},{"count":1,"facet":["a","slow"]}]""")]
    [InlineData("FACET CASES(WHERE appName = 'a' AS 'first'), error", """[{"count":2,"facet":["first","false"]},{"count":1,"facet":["first","true"]}]""")]
    public void CASES_may_be_named_and_stand_beside_facets(string facet, string rows) => new Shop().Rows($"SELECT count(*) FROM Transaction {facet}").ShouldBe(rows);

    [Theory]
    [InlineData("buckets(duration, 2, 4)", """[{"count":3,"facet":"0.0 - 0.5"},{"count":1,"facet":"0.5 - 1.0"},{"count":1,"facet":">=1.5"}]""")]
    [InlineData("weekdayOf(timestamp)", """[{"count":5,"facet":"Thursday"}]""")]
    [InlineData("hourOf(timestamp, numeric)", """[{"count":5,"facet":"10"}]""")]
    [InlineData("mod(http.statusCode, 200)", """[{"count":3,"facet":"0"},{"count":1,"facet":"100"}]""")]
    public void A_facet_may_be_a_function(string facet, string rows)
    {
        var shown = new Shop().Ask($"SELECT count(*) FROM Transaction FACET {facet}").Results;

        new System.Text.Json.Nodes.JsonArray([.. shown.Select(row => (System.Text.Json.Nodes.JsonNode?)new System.Text.Json.Nodes.JsonObject { ["count"] = row!["count"]!.DeepClone(), ["facet"] = row["facet"]!.DeepClone() })])
            .ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(rows);
    }

    [Theory]
    [InlineData("derivative(x, 1 minute)", 2)]
    [InlineData("derivative(x, 1 hour)", 120)]
    [InlineData("predictLinear(x, 1 minute)", 9)]
    [InlineData("latestrate(x, 1 minute)", 2)]
    public void A_trend_is_a_line_through_the_events(string function, double value)
    {
        var shop = new Shop(seeded: false);
        shop.Add("Gauge", Shop.Now.AddMinutes(-3), ("x", 1.0));
        shop.Add("Gauge", Shop.Now.AddMinutes(-2), ("x", 3.0));
        shop.Add("Gauge", Shop.Now.AddMinutes(-1), ("x", 5.0));

        shop.Numbers($"SELECT {function} AS v FROM Gauge SINCE 10 minutes ago", "v").Single().ShouldBe(value, 1e-9);
    }

    [Theory]
    [InlineData("derivative(x, 1 minute)")]
    [InlineData("predictLinear(x, 1 minute)")]
    [InlineData("latestrate(x, 1 minute)")]
    public void One_event_is_no_trend(string function)
    {
        var shop = new Shop(seeded: false);
        shop.Add("Gauge", Shop.Now.AddMinutes(-3), ("x", 1.0));

        shop.Rows($"SELECT {function} AS v FROM Gauge").ShouldBe("""[{"v":null}]""");
    }

    [Fact]
    public void A_funnel_counts_who_took_a_step_and_all_before_it_in_whatever_order()
    {
        var shop = new Shop(seeded: false);
        foreach (var (session, page) in new[] { ("s1", "cart"), ("s1", "browse"), ("s1", "checkout"), ("s2", "browse"), ("s2", "cart"), ("s3", "cart"), ("s4", "browse") })
        {
            shop.Add("PageView", Shop.Now.AddMinutes(-1), ("session", session), ("page", page));
        }

        shop.Rows("SELECT funnel(session, WHERE page = 'browse' AS 'Browse', WHERE page = 'cart' AS 'Cart', WHERE page = 'checkout' AS 'Checkout') AS f FROM PageView")
            .ShouldBe("""[{"f":{"steps":[3,2,1]}}]""");
    }

    // 10 observations: 2 up to 0.125, 8 up to 0.5, all up to 1.
    [Theory]
    [InlineData("bucketPercentile(d_bucket, 20)", """{"20":0.125}""")]
    [InlineData("bucketPercentile(d_bucket, 50, 90)", """{"50":0.3125,"90":0.75}""")]
    [InlineData("bucketPercentile(d_bucket)", """{"95":0.875}""")]
    public void Percentiles_of_Prometheus_buckets_lie_on_a_line_between_their_bounds(string function, string value)
    {
        var shop = new Shop(seeded: false);
        foreach (var (bound, count) in new[] { ("0.125", 2.0), ("0.5", 8.0), ("1", 10.0), ("+Inf", 10.0) })
        {
            shop.Add("Metric", Shop.Now.AddMinutes(-1), ("le", bound), ("d_bucket", count));
        }

        shop.Rows($"SELECT {function} AS p FROM Metric").ShouldBe($$"""[{"p":{{value}}}]""");
    }

    [Fact]
    public void Keyset_lists_the_attributes_of_the_window_with_their_types()
    {
        var shop = new Shop(seeded: false);
        shop.Add("T", Shop.Now.AddMinutes(-1), ("a", "x"), ("b", 1.0), ("c", true));
        shop.Add("T", Shop.Now.AddMinutes(-1), ("b", "one"));
        shop.Add("T", Shop.Now.AddDays(-1), ("old", 1.0));

        shop.Rows("SELECT keyset() FROM T").ShouldBe(
            """[{"key":"a","type":"string"},{"key":"b","type":"numeric"},{"key":"b","type":"string"},{"key":"c","type":"boolean"},{"key":"timestamp","type":"numeric"}]""");
    }

    [Theory]
    [InlineData("cardinality()", 3)]
    [InlineData("cardinality(http.a.count)", 2)]
    [InlineData("cardinality(include: {pod})", 2)]
    [InlineData("cardinality(exclude: {pod, http.a.count, http.b.count})", 1)]
    [InlineData("sum(http.%.count)", 7)]
    [InlineData("sum(http.a%)", 3)]
    [InlineData("count(%.count)", 3)]
    public void Dimensions_are_counted_and_names_of_metrics_may_have_wildcards(string function, double value)
    {
        var shop = new Shop(seeded: false);
        shop.Add("Metric", Shop.Now.AddMinutes(-1), ("http.a.count", 1.0), ("pod", "p1"));
        shop.Add("Metric", Shop.Now.AddMinutes(-1), ("http.a.count", 2.0), ("pod", "p2"));
        shop.Add("Metric", Shop.Now.AddMinutes(-1), ("http.b.count", 4.0), ("pod", "p2"));

        shop.Numbers($"SELECT {function} AS v FROM Metric", "v").ShouldBe([value]);
    }

    [Fact]
    public void A_metric_format_keeps_the_timeslices_of_its_form_and_reads_their_parts()
    {
        var shop = new Shop(seeded: false);
        shop.Add("Metric", Shop.Now.AddMinutes(-1), ("appName", "shop"), ("metricTimesliceName", "External/api.test/all"), ("newrelic.timeslice.value", 1.0));
        shop.Add("Metric", Shop.Now.AddMinutes(-1), ("appName", "shop"), ("metricTimesliceName", "External/db.test/all"), ("newrelic.timeslice.value", 2.0));
        shop.Add("Metric", Shop.Now.AddMinutes(-1), ("appName", "shop"), ("metricTimesliceName", "HttpDispatcher"), ("newrelic.timeslice.value", 4.0));

        shop.Rows("SELECT sum(newrelic.timeslice.value) AS s FROM Metric WHERE appName = 'shop' WITH METRIC_FORMAT 'External/{host}/all' FACET host")
            .ShouldBe("""[{"facet":"db.test","host":"db.test","s":2},{"facet":"api.test","host":"api.test","s":1}]""");
    }

    [Fact]
    public void A_width_without_unit_is_milliseconds() =>
        new Shop().Numbers("SELECT count(*) FROM Transaction SINCE 4 minutes ago TIMESERIES 120000 SLIDE BY 60000", "count").ShouldBe([2, 2, 3]);

    [Fact]
    public void Variables_of_variables_are_computed_once_each()
    {
        var doubled = string.Join(", ", Enumerable.Range(1, 90).Select(index => $"v{index - 1} + v{index - 1} AS v{index}"));

        new Shop().Numbers($"WITH duration AS v0, {doubled} SELECT max(v90) AS m FROM Transaction", "m").ShouldBe([2.5 * Math.Pow(2, 90)]);
    }

    [Theory]
    [InlineData("SINCE this", "unexpected 'end of query'")]
    [InlineData("SINCE last", "unexpected 'end of query'")]
    [InlineData("WHERE a[", "unexpected 'end of query'")]
    [InlineData("WHERE host RLIKE r'(?=a)'", "Invalid regular expression")]
    [InlineData("WHERE host IN (SELECT host FROM lookup(hosts))", "Lookup table not found")]
    public void What_used_to_break_the_engine_is_refused(string rest, string why) => new Shop().Refusal($"SELECT count(*) FROM Transaction {rest}").ShouldContain(why);

    [Fact]
    public void No_pattern_hangs_a_query()
    {
        var shop = new Shop(seeded: false);
        shop.Request(60, new string('a', 4000) + "!", 1);

        shop.Rows("SELECT count(*) FROM Transaction WHERE appName RLIKE r'(a+)+b' OR appName LIKE '%a%a%a%a%a%a%a%a%b'").ShouldBe("""[{"count":0}]""");
    }
}
