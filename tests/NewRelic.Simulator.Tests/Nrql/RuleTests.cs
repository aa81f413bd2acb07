using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.Tests.Nrql;

/// <summary>Every rule from both sides: a query just inside is answered, one just outside is refused, and answered where the rule is off.</summary>
public sealed class RuleTests
{
    private const string Count = "SELECT count(*) FROM Transaction";
    private const string Hosts = "(SELECT uniques(host) FROM Transaction)";

    public static TheoryData<NrqlRule, string, string, string> Rules => new()
    {
        { NrqlRule.QueryLength, $"{Count} WHERE a = '{new string('a', 4095 - Count.Length - 13)}'", $"{Count} WHERE a = '{new string('a', 4096 - Count.Length - 13)}'", "4 KB" },
        { NrqlRule.Subqueries, $"{Count} WHERE {In(3)}", $"{Count} WHERE {In(4)}", "a maximum of three subqueries is allowed in a query, this one has 4" },
        { NrqlRule.Subqueries, $"{Count} WHERE {Nested(3)}", $"{Count} WHERE {Nested(4)}", "this one has 4" },
        { NrqlRule.Subqueries, $"{Count} FACET CASES(WHERE {In(3)} AS 'x')", $"{Count} FACET CASES(WHERE {In(3)} AS 'x', WHERE {In(1)} AS 'y')", "this one has 4" },
        { NrqlRule.Subqueries, $"FROM Transaction JOIN (SELECT count(*) FROM Transaction WHERE {In(2)} FACET host) ON host SELECT count(*)", $"FROM Transaction JOIN (SELECT count(*) FROM Transaction WHERE {In(3)} FACET host) ON host SELECT count(*)", "this one has 4" },
        { NrqlRule.SubqueryInFacet, $"{Count} FACET CASES(WHERE host IN {Hosts} AS 'x')", $"{Count} FACET if(host IN {Hosts}, 'x', 'y')", "subqueries can't appear in the FACET clause" },
        { NrqlRule.SubqueryTimeseries, $"{Count} WHERE host IN {Hosts} TIMESERIES", $"{Count} WHERE duration > (SELECT average(duration) FROM Transaction TIMESERIES 1 hour)", "not supported in subqueries" },
        { NrqlRule.SubqueryTimeseries, $"{Count} WHERE host IN {Hosts} SINCE 1 hour ago COMPARE WITH 1 hour ago", $"{Count} WHERE host IN (SELECT uniques(host) FROM Transaction SINCE 1 hour ago COMPARE WITH 1 day ago)", "not supported in subqueries" },
        { NrqlRule.SubqueryValue, $"{Count} WHERE duration > (SELECT average(duration) FROM Transaction FACET host LIMIT 1)", $"{Count} WHERE duration > (SELECT average(duration) FROM Transaction FACET host)", "must return a single value, this one returned 3" },
        { NrqlRule.SubqueryValue, $"{Count} WHERE user = (SELECT latest(user) FROM Transaction)", $"{Count} WHERE user = (SELECT uniques(user) FROM Transaction)", "must return a single value, this one returned a set" },
        { NrqlRule.NestedTimeRange, "SELECT max(count) FROM (SELECT count(*) FROM Transaction) SINCE 1 day ago", "SELECT max(count) FROM (SELECT count(*) FROM Transaction SINCE 1 day ago)", "can only be used at the outermost level" },
        { NrqlRule.JoinSelectsStar, "FROM Transaction JOIN (SELECT host, user FROM Transaction) ON host SELECT *", "FROM Transaction JOIN (SELECT * FROM Transaction) ON host SELECT count(*)", "SELECT * is not supported in a joined subquery" },
        { NrqlRule.JoinUniques, "FROM Transaction JOIN (SELECT uniqueCount(user) FROM Transaction FACET host) ON host SELECT count(*)", "FROM Transaction JOIN (SELECT uniques(user) FROM Transaction FACET host) ON host SELECT count(*)", "cannot project a uniques() result" },
        { NrqlRule.JoinCardinality, "FROM Transaction JOIN (SELECT host, n FROM Many WHERE n < 100 LIMIT MAX) ON host SELECT count(*)", "FROM Transaction JOIN (SELECT host, n FROM Many WHERE n < 101 LIMIT MAX) ON host SELECT count(*)", "cannot map to more than 100 rows in the subquery result, this one maps to 101" },
        { NrqlRule.FacetAttributes, $"{Count} FACET a, b, c, d, e", $"{Count} FACET a, b, c, d, e, f", "FACET supports a maximum of 5 attributes" },
        { NrqlRule.FacetOrderDirection, $"{Count} FACET appName ORDER BY max(duration)", $"{Count} FACET appName ORDER BY max(duration) ASC", "unexpected 'ASC'" },
        { NrqlRule.FacetOrderDirection, $"{Count} FACET appName ORDER BY max(duration)", $"{Count} FACET appName ORDER BY max(duration) DESC", "unexpected 'DESC'" },
        { NrqlRule.TimeseriesBuckets, $"{Count} SINCE 366 minutes ago TIMESERIES 1 minute", $"{Count} SINCE 367 minutes ago TIMESERIES 1 minute", "TIMESERIES supports a maximum of 366 buckets" },
        { NrqlRule.TimeseriesWidth, $"{Count} SINCE 5 minutes ago TIMESERIES 1 second", $"{Count} SINCE 5 minutes ago TIMESERIES 0 seconds", "must be greater than zero" },
        { NrqlRule.SlideByAuto, $"{Count} TIMESERIES 5 minutes SLIDE BY AUTO", $"{Count} TIMESERIES AUTO SLIDE BY 1 minute", "SLIDE BY cannot be used with TIMESERIES AUTO" },
        { NrqlRule.SlideByAuto, $"{Count} TIMESERIES 5 minutes SLIDE BY MAX", $"{Count} TIMESERIES MAX SLIDE BY 1 minute", "SLIDE BY cannot be used with TIMESERIES AUTO or TIMESERIES MAX" },
        { NrqlRule.Limit, $"{Count} FACET host LIMIT 5000", $"{Count} FACET host LIMIT 5001", "the maximum allowed value for the LIMIT clause is 5000" },
        { NrqlRule.UniquesLimit, Select("uniques(host, 10000)"), Select("uniques(host, 10001)"), "the maximum limit of uniques() is 10000, not 10001" },
        { NrqlRule.UniqueCountAttributes, Select($"uniqueCount({Many(32, "host")})"), Select($"uniqueCount({Many(33, "host")})"), "up to 32 attributes, not 33" },
        { NrqlRule.UniqueCountPrecision, Select("uniqueCount(host, precision: 50000)"), Select("uniqueCount(host, precision: 50001)"), "between 256 and 50000, not 50001" },
        { NrqlRule.UniqueCountPrecision, Select("uniqueCount(host, precision: 256)"), Select("uniqueCount(host, precision: 255)"), "between 256 and 50000, not 255" },
        { NrqlRule.PercentileRange, Select("percentile(duration, 100)"), Select("percentile(duration, 101)"), "between 0 and 100, not 101" },
        { NrqlRule.PercentileRange, Select("percentile(duration, 0)"), Select("percentile(duration, 50, -1)"), "between 0 and 100, not -1" },
        { NrqlRule.HistogramBuckets, Select("histogram(duration, 10, 500)"), Select("histogram(duration, 10, 501)"), "between 1 and 500 buckets, not 501" },
        { NrqlRule.FunnelSteps, Select($"funnel(host, {Many(10, "WHERE duration > 0")})"), Select($"funnel(host, {Many(11, "WHERE duration > 0")})"), "between 2 and 10 steps, not 11" },
        { NrqlRule.FunnelSteps, Select($"funnel(host, {Many(2, "WHERE duration > 0")})"), Select("funnel(host, WHERE duration > 0)"), "between 2 and 10 steps, not 1" },
        { NrqlRule.ConcatArguments, Select($"latest(concat({Many(20, "host")}))"), Select($"latest(concat({Many(21, "host")}))"), "concat() takes up to 20 arguments" },
        { NrqlRule.CaptureGroups, Select($"latest(capture(host, r'{Groups(16)}'))"), Select($"latest(capture(host, r'{Groups(17)}'))"), "up to 16 capture groups, this one has 17" },
        { NrqlRule.CaptureStatements, Select(Many(5, "latest(capture(host, r'h(.)'))")), Select(Many(6, "latest(capture(host, r'h(.)'))")), "up to 5 capture statements, this one has 6" },
        { NrqlRule.SingleWith, $"WITH upper(host) AS h, lower(host) AS l {Count} WHERE h != l", $"WITH upper(host) AS h WITH lower(host) AS l {Count} WHERE h != l", "only one WITH ... AS clause" },
        { NrqlRule.WithAggregates, $"WITH length(host) AS n {Count} WHERE n = 2", "WITH count(*) AS n SELECT max(duration), n FROM Transaction", "not supported in WITH ... AS" },
        { NrqlRule.CompareWithSince, $"{Count} SINCE 1 hour ago COMPARE WITH 1 day ago", $"{Count} COMPARE WITH 1 day ago", "COMPARE WITH requires a SINCE or UNTIL statement" },
        { NrqlRule.SurplusArguments, Select("average(duration)"), Select("average(duration, host)"), "average(): at most 1 are expected" },
        { NrqlRule.SurplusArguments, Select("latest(round(duration, 5))"), Select("latest(round(duration, 5, 2))"), "round(): at most 2 are expected" },
        { NrqlRule.SurplusArguments, Select("latest(lower(host))"), Select("latest(lower(host, 'x'))"), "lower(): at most 1 are expected" },
        { NrqlRule.SurplusArguments, Select("filter(count(*), WHERE duration > 0)"), Select("count(*, WHERE duration > 0)"), "count(): no WHERE is expected" },
        { NrqlRule.UnknownArguments, Select("apdex(duration, t: 0.5)"), Select("apdex(duration, threshold: 0.5)"), "unknown argument 'threshold'" },
        { NrqlRule.UnknownArguments, Select("latest(string(duration, precision: 2))"), Select("latest(string(duration, digits: 2))"), "unknown argument 'digits'" },
        { NrqlRule.TimesliceSource, "SELECT count(apm.service.error.count) FROM Metric WHERE appName = 'shop'", "SELECT count(apm.service.error.count) FROM Metric", "must specify a data source" },
        { NrqlRule.SurplusArguments, Select($"cdfPercentage(duration, {Many(10, "1")})"), Select($"cdfPercentage(duration, {Many(11, "1")})"), "cdfpercentage(): at most 11 are expected" },
        { NrqlRule.MetricsMixed, "SELECT count(*) FROM Transaction, TransactionError", "SELECT count(*) FROM Transaction, Metric", "cannot be queried together with event types" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_lets_through_what_keeps_it_and_refuses_what_breaks_it(NrqlRule rule, string kept, string broken, string words)
    {
        var shop = Seeded();

        shop.Ask(kept);
        shop.Refusal(broken).ShouldContain(words);
        Seeded(rule).Ask(broken);
    }

    [Fact]
    public void Every_rule_is_tried() =>
        Enum.GetValues<NrqlRule>().Except(Rules.Select(row => row.Data.Item1)).ShouldBe([NrqlRule.FacetOrderClause]);

    [Theory]
    [InlineData("FACET appName ORDER BY max(duration)", "b,a", "b,a")]
    [InlineData("FACET appName LIMIT 2 ORDER BY max(duration) DESC", "a,b", "b,a")]
    public void An_ORDER_BY_that_is_not_right_behind_FACET_does_not_apply_to_facets(string facet, string facets, string withoutTheRule)
    {
        string Facets(Shop shop) => string.Join(',', shop.Ask($"{Count} {facet}").Results.Select(row => row!["facet"]!.GetValue<string>()));

        Facets(new Shop()).ShouldBe(facets);
        Facets(new Shop(true, NrqlRule.FacetOrderClause)).ShouldBe(withoutTheRule);
    }

    private static Shop Seeded(params NrqlRule[] off)
    {
        var shop = new Shop(true, off);
        for (var n = 0; n < 101; n++)
        {
            shop.Add("Many", Shop.Now.AddMinutes(-1), ("host", "h1"), ("n", (long)n));
        }

        return shop;
    }

    private static string Select(string items) => $"SELECT {items} FROM Transaction";

    private static string In(int subqueries) => string.Join(" OR ", Enumerable.Repeat($"host IN {Hosts}", subqueries));

    private static string Nested(int depth) => depth == 1 ? $"host IN {Hosts}" : $"host IN (SELECT uniques(host) FROM Transaction WHERE {Nested(depth - 1)})";

    private static string Many(int times, string item) => string.Join(", ", Enumerable.Repeat(item, times));

    private static string Groups(int count) => string.Concat(Enumerable.Repeat("(.?)", count));
}
