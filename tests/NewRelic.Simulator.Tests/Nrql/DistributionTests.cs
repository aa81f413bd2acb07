using System.Net;
using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.Nrql;

/// <summary>Aggregates over distributions. Every expected value is worked out by hand: inside a bucket observations lie evenly.</summary>
public sealed class DistributionTests
{
    private const string Window = "SINCE 1795518000000 UNTIL 1795518060000";

    /// <summary>10 up to 0.1, 10 more up to 0.2, 20 more up to 0.4.</summary>
    private const string Explicit = """{"explicitBounds":[0.1,0.2,0.4],"bucketCounts":[10,10,20,0],"count":40,"sum":9,"min":0,"max":0.4}""";

    [Fact]
    public async Task Count_sum_average_and_ends_are_those_of_the_observations()
    {
        await using var simulator = await SeedAsync(
            """{"type":"distribution","count":1180,"sum":96.4,"min":0.004,"max":1.91}""",
            """{"type":"distribution","count":12,"sum":3.1,"min":0.01,"max":2.2}""",
            """{"type":"distribution","count":4,"sum":0.02,"min":0.002,"max":0.01}""");

        var row = await RowAsync(simulator, "count(x) AS n, sum(x) AS sum, average(x) AS mean, min(x) AS min, max(x) AS max, count(*) AS samples");

        Number(row, "n").ShouldBe(1196);
        Number(row, "sum").ShouldBe(99.52, 1e-9);
        Number(row, "mean").ShouldBe(99.52 / 1196, 1e-9);
        Number(row, "min").ShouldBe(0.002);
        Number(row, "max").ShouldBe(2.2);
        Number(row, "samples").ShouldBe(3);
    }

    [Fact]
    public async Task Percentiles_lie_on_the_straight_line_inside_their_bucket()
    {
        await using var simulator = await SeedAsync(Explicit);

        var row = await RowAsync(simulator, "percentile(x, 25, 50, 75, 95) AS p, median(x) AS middle");

        Within(row["p"]!, ("25", 0.1), ("50", 0.2), ("75", 0.3), ("95", 0.38));
        Within(row["middle"]!, ("50", 0.2));
    }

    [Fact]
    public async Task Shares_are_read_off_the_same_line()
    {
        await using var simulator = await SeedAsync(Explicit);

        Within((await RowAsync(simulator, "cdfPercentage(x, 0.05, 0.1, 0.3, 1)"))["cdfPercentage.x"]!, ("0.05", 12.5), ("0.1", 25), ("0.3", 75), ("1", 100));
    }

    [Fact]
    public async Task Two_distributions_add_up_where_they_overlap()
    {
        await using var simulator = await SeedAsync(
            """{"type":"distribution","count":10,"sum":5,"min":0,"max":1}""", """{"type":"distribution","count":10,"sum":10,"min":0,"max":2}""");

        // Up to 1 there are 10 + 5 of 20: the line rises by 15, from there by 5.
        Within((await RowAsync(simulator, "percentile(x, 50, 75, 90) AS p"))["p"]!, ("50", 10 / 15.0), ("75", 1), ("90", 1.6));
    }

    [Fact]
    public async Task An_exponential_histogram_doubles_its_buckets_at_scale_zero()
    {
        await using var simulator = await SeedAsync("""{"scale":0,"zeroCount":"4","positive":{"offset":0,"bucketCounts":["4","8"]},"sum":30,"count":"16"}""");

        // Four at 0, four between 1 and 2, eight between 2 and 4.
        var row = await RowAsync(simulator, "count(x) AS n, percentile(x, 20, 50, 75) AS p, max(x) AS max");

        Number(row, "n").ShouldBe(16);
        Within(row["p"]!, ("20", 0), ("50", 2), ("75", 3));
        Number(row, "max").ShouldBe(4);
    }

    [Fact]
    public async Task A_histogram_of_a_distribution_counts_what_lies_in_each_bucket()
    {
        await using var simulator = await SeedAsync("""{"type":"distribution","count":80,"sum":320,"min":0,"max":8}""");

        var row = await RowAsync(simulator, "histogram(x, 4, 2) AS h");

        // Ten to the unit; the last bucket takes what lies beyond it, too.
        var first = 10 * Number(row, "bucketSize");
        row["h"]!.AsArray().Select(count => count!.GetValue<double>()).ShouldBe([first, 80 - first]);
    }

    [Fact]
    public async Task Numbers_beside_distributions_are_one_observation_each()
    {
        await using var simulator = await SeedAsync("5", """{"type":"distribution","count":3,"sum":6,"min":1,"max":3}""");

        var row = await RowAsync(simulator, "count(x) AS n, sum(x) AS sum, max(x) AS max, percentile(x, 100) AS p, cdfPercentage(x, 2, 4) AS cdf");

        Number(row, "n").ShouldBe(4);
        Number(row, "sum").ShouldBe(11);
        Number(row, "max").ShouldBe(5);
        Within(row["p"]!, ("100", 5));
        Within(row["cdf"]!, ("2", 37.5), ("4", 75));
    }

    [Fact]
    public async Task Filters_rates_shares_facets_and_buckets_of_time_count_observations()
    {
        await using var simulator = await SeedAsync(
            """{"type":"distribution","count":30,"sum":3,"min":0,"max":1},"status":200""", """{"type":"distribution","count":10,"sum":1,"min":0,"max":1},"status":500""");

        var row = await RowAsync(simulator, "filter(count(x), WHERE status >= 500) AS failed, rate(count(x), 1 second) AS perSecond, percentage(count(x), WHERE status >= 500) AS share");
        var facets = await simulator.RowsAsync($"SELECT count(x) AS n FROM Metric FACET status {Window}");
        var series = await simulator.RowsAsync($"SELECT count(x) AS n FROM Metric TIMESERIES 30 seconds {Window}");

        Number(row, "failed").ShouldBe(10);
        Number(row, "perSecond").ShouldBe(40 / 60.0, 1e-9);
        Number(row, "share").ShouldBe(25);
        facets.Select(found => Number(found!, "n")).ShouldBe([30, 10]);
        series.Select(found => Number(found!, "n")).ShouldBe([40, 0]);
    }

    [Fact]
    public async Task Numbers_alone_have_their_share_and_no_data_has_none()
    {
        await using var simulator = await SeedAsync("1", "2", "3", "4");

        Within((await RowAsync(simulator, "cdfPercentage(x, 2) AS cdf"))["cdf"]!, ("2", 50));
        (await RowAsync(simulator, "cdfPercentage(y, 2) AS cdf"))["cdf"]!["2"].ShouldBeNull();
    }

    [Fact]
    public async Task A_timeslice_has_a_mean_and_no_percentile()
    {
        await using var simulator = await SeedAsync("""{"type":"timeslice","count":10,"sum":2,"min":0.1,"max":0.6}""");

        var row = await RowAsync(simulator, "count(x) AS n, average(x) AS mean, percentile(x, 95) AS p");

        Number(row, "n").ShouldBe(10);
        Number(row, "mean").ShouldBe(0.2, 1e-9);
        row["p"]!["95"].ShouldBeNull();
    }

    [Fact]
    public async Task Counters_and_gauges_are_numbers()
    {
        await using var simulator = await SeedAsync("""{"type":"count","count":1431}""", """{"type":"gauge","count":1,"sum":7,"min":7,"max":7,"latest":7}""");

        var row = await RowAsync(simulator, "sum(x) AS sum, count(x) AS samples");

        Number(row, "sum").ShouldBe(1438);
        Number(row, "samples").ShouldBe(2);
    }

    [Fact]
    public async Task A_distribution_can_be_seen_and_is_not_null()
    {
        await using var simulator = await SeedAsync(Explicit);

        var rows = await simulator.RowsAsync($"SELECT x FROM Metric WHERE x IS NOT NULL {Window}");

        rows.Single()!["x"]!.ToJsonString().ShouldBe("""{"type":"distribution","count":40,"sum":9,"min":0,"max":0.4}""");
    }

    [Fact]
    public async Task Thousands_of_them_survive_the_cuts_of_the_stream()
    {
        await using var simulator = await SeedAsync([.. Enumerable.Repeat(Explicit, 4_000)]);

        Number(await RowAsync(simulator, "count(x) AS n"), "n").ShouldBe(160_000);
    }

    [Theory]
    [InlineData("""{"bucketCounts":[1,2],"explicitBounds":[1,2,3]}""", "2 bucketCounts for 3 explicitBounds, expected one more")]
    [InlineData("""{"bucketCounts":[1,2,3],"explicitBounds":[2,1]}""", "explicitBounds must rise")]
    [InlineData("""{"bucketCounts":[1,2],"explicitBounds":[1],"count":4}""", "count is 4 and bucketCounts add up to 3")]
    [InlineData("""{"type":"distribution","count":1,"sum":1,"min":3,"max":2}""", "min 3 is above max 2")]
    [InlineData("""{"type":"distribution","count":1,"sum":1,"min":3}""", "max is no number")]
    [InlineData("""{"a":{"b":[1]}}""", "'x' holds an object")]
    public async Task What_is_no_distribution_is_refused(string value, string named)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        (await simulator.SeedAsync(Event(value), expected: HttpStatusCode.BadRequest))["detail"]!.GetValue<string>().ShouldContain(named);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("WHERE appName != 'shop'", false)]
    [InlineData("WHERE appName = 'shop' OR appName IS NULL", false)]
    [InlineData("WHERE transactionType = 'Web'", false)]
    [InlineData("WHERE appName = 'shop' AND transactionType = 'Web'", true)]
    [InlineData("WHERE appName IN ('shop', 'cart')", true)]
    [InlineData("WHERE appId = 7 OR entity.guid = 'x'", true)]
    public async Task Timeslices_want_to_know_whose_they_are(string where, bool answered)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var answer = await simulator.AskAsync(
            "query($nrql: Nrql!) { actor { account(id: 1) { nrql(query: $nrql) { results } } } }", new { nrql = $"SELECT count(apm.service.transaction.duration) FROM Metric {where} {Window}" });

        (answer["errors"] is null).ShouldBe(answered);
        (answered || answer["errors"]!.ToJsonString().Contains("appName, appId or entity.guid", StringComparison.Ordinal)).ShouldBeTrue();
    }

    private static async Task<SimulatorHost> SeedAsync(params string[] values)
    {
        var simulator = await SimulatorHost.StartAsync();
        await simulator.SeedAsync(string.Join('\n', values.Select(Event)));
        return simulator;
    }

    private static string Event(string value) => $$"""{"eventType":"Metric","timestamp":1795518000000,"metricName":"x","x":{{value}}}""";

    private static async Task<JsonNode> RowAsync(SimulatorHost simulator, string select) => (await simulator.RowsAsync($"SELECT {select} FROM Metric {Window}")).Single()!;

    private static double Number(JsonNode row, string name) => row[name]!.GetValue<double>();

    private static void Within(JsonNode found, params (string Key, double Value)[] expected)
    {
        foreach (var (key, value) in expected)
        {
            found[key]!.GetValue<double>().ShouldBe(value, 1e-9);
        }
    }
}
