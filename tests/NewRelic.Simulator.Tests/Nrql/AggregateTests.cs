namespace NewRelic.Simulator.Tests.Nrql;

public sealed class AggregateTests
{
    [Theory]
    [InlineData("count(*)", """{"count":5}""")]
    [InlineData("count(user)", """{"count.user":1}""")]
    [InlineData("COUNT(*)", """{"count":5}""")]
    [InlineData("sum(duration)", """{"sum.duration":3.75}""")]
    [InlineData("average(duration)", """{"average.duration":0.75}""")]
    [InlineData("min(duration)", """{"min.duration":0.125}""")]
    [InlineData("max(duration)", """{"max.duration":2.5}""")]
    [InlineData("median(duration)", """{"median.duration":{"50":0.375}}""")]
    [InlineData("percentile(duration)", """{"percentile.duration":{"95":2.5}}""")]
    [InlineData("percentile(duration, 50, 95, 99.5)", """{"percentile.duration":{"50":0.375,"95":2.5,"99.5":2.5}}""")]
    [InlineData("stdvar(duration)", """{"stdvar.duration":0.78125}""")]
    [InlineData("stddev(x)", """{"stddev.x":0}""")]
    [InlineData("uniqueCount(host)", """{"uniqueCount.host":3}""")]
    [InlineData("uniqueCount(appName, host)", """{"uniqueCount.appName":3}""")]
    [InlineData("uniques(host)", """{"uniques.host":["h1","h2","h3"]}""")]
    [InlineData("uniques(host, 2)", """{"uniques.host":["h1","h2"]}""")]
    [InlineData("latest(appName)", """{"latest.appName":"b"}""")]
    [InlineData("earliest(appName)", """{"earliest.appName":"a"}""")]
    [InlineData("latest(user)", """{"latest.user":"Ann"}""")]
    [InlineData("apdex(duration, t: 0.25)", """{"apdex.duration":{"count":5,"f":1,"s":2,"score":0.6,"t":2},"count":5,"f":1,"s":2,"score":0.6,"t":2}""")]
    [InlineData("apdex(duration, t: 0.25) AS a", """{"a":{"count":5,"f":1,"s":2,"score":0.6,"t":2},"count":5,"f":1,"s":2,"score":0.6,"t":2}""")]
    [InlineData("histogram(duration, width: 3, buckets: 3)", """{"bucketSize":1,"histogram.duration":[4,0,1],"maxValue":3,"minValue":0}""")]
    [InlineData("histogram(duration, 0.5, 2, 0.25) AS h", """{"bucketSize":0.25,"h":[3,2],"maxValue":0.75,"minValue":0.25}""")]
    [InlineData("percentage(count(*), WHERE error IS TRUE) AS p", """{"p":40}""")]
    [InlineData("filter(count(*), WHERE error IS TRUE) AS f", """{"f":2}""")]
    [InlineData("filter(average(duration), WHERE appName = 'b') AS f", """{"f":1.5}""")]
    [InlineData("filter(percentile(duration, 50), WHERE appName = 'a') AS f", """{"f":{"50":0.25}}""")]
    [InlineData("rate(count(*), 1 minute) AS r", """{"r":0.5}""")]
    [InlineData("rate(sum(duration), 10 minutes) AS r", """{"r":3.75}""")]
    public void An_aggregate_has_its_documented_key_and_value(string select, string row) =>
        new Shop().Rows($"SELECT {select} FROM Transaction SINCE 10 minutes ago").ShouldBe($"[{row}]");

    [Theory]
    [InlineData("count(*) * 2", """{"result":10}""")]
    [InlineData("count(*) / 2", """{"result":2.5}""")]
    [InlineData("1 + count(*) * 2 - 3", """{"result":8}""")]
    [InlineData("(1 + count(*)) * 2", """{"result":12}""")]
    [InlineData("-count(*)", """{"result":-5}""")]
    [InlineData("sum(duration) / count(*) AS mean", """{"mean":0.75}""")]
    [InlineData("100 * filter(count(*), WHERE error IS TRUE) / count(*) AS errPct", """{"errPct":40}""")]
    [InlineData("max(duration) - min(duration) AS span", """{"span":2.375}""")]
    [InlineData("percentile(duration, 50) * 1000 AS ms", """{"ms":375}""")]
    [InlineData("round(average(duration)) AS r", """{"r":1}""")]
    [InlineData("count(*) / 0 AS none", """{"none":null}""")]
    [InlineData("average(missing) + 1 AS none", """{"none":null}""")]
    [InlineData("average(missing) OR 7 AS seven", """{"seven":7}""")]
    public void Arithmetic_over_aggregates_is_a_number_or_null(string select, string row) =>
        new Shop().Rows($"SELECT {select} FROM Transaction").ShouldBe($"[{row}]");

    [Theory]
    [InlineData("sum(duration * 2)", """{"sum":7.5}""")]
    [InlineData("average(missing OR 0) AS d", """{"d":0}""")]
    [InlineData("average(numeric(http.statusCode OR httpResponseCode)) AS s", """{"s":320.6}""")]
    [InlineData("max(length(errorType)) AS l", """{"l":4}""")]
    [InlineData("sum(if(error IS TRUE, 1, 0)) AS n", """{"n":2}""")]
    [InlineData("uniques(upper(appName)) AS apps", """{"apps":["A","B"]}""")]
    [InlineData("uniques(concat(appName, '-', host)) AS c", """{"c":["a-h1","a-h2","b-h3"]}""")]
    [InlineData("uniques(substring(errorType, 0, 2)) AS s", """{"s":["Ht","Nu"]}""")]
    [InlineData("uniques(capture(host, r'h(?P<n>\\d)')) AS c", """{"c":["1","2","3"]}""")]
    [InlineData("uniques(eventType()) AS e", """{"e":["Transaction"]}""")]
    [InlineData("uniques(accountId()) AS a", """{"a":[1]}""")]
    [InlineData("max(abs(0 - duration)) AS m", """{"m":2.5}""")]
    [InlineData("sum(floor(duration)) AS f, sum(ceil(duration)) AS c", """{"c":7,"f":2}""")]
    public void Scalars_work_on_each_event(string select, string row) =>
        new Shop().Rows($"SELECT {select} FROM Transaction").ShouldBe($"[{row}]");

    [Theory]
    [InlineData("count(*)", """{"count":0}""")]
    [InlineData("uniqueCount(host)", """{"uniqueCount.host":0}""")]
    [InlineData("uniques(host)", """{"uniques.host":[]}""")]
    [InlineData("sum(duration)", """{"sum.duration":0}""")]
    [InlineData("average(duration)", """{"average.duration":null}""")]
    [InlineData("min(duration), max(duration)", """{"max.duration":null,"min.duration":null}""")]
    [InlineData("percentile(duration, 95)", """{"percentile.duration":{"95":null}}""")]
    [InlineData("median(duration)", """{"median.duration":{"50":null}}""")]
    [InlineData("latest(host)", """{"latest.host":null}""")]
    [InlineData("percentage(count(*), WHERE error IS TRUE) AS p", """{"p":null}""")]
    [InlineData("filter(count(*), WHERE error IS TRUE) AS f", """{"f":0}""")]
    [InlineData("stddev(duration)", """{"stddev.duration":0}""")]
    [InlineData("rate(count(*), 1 minute) AS r", """{"r":0}""")]
    [InlineData("apdex(duration)", """{"apdex.duration":{"count":0,"f":0,"s":0,"score":null,"t":0},"count":0,"f":0,"s":0,"score":null,"t":0}""")]
    public void Without_events_no_data_is_told_from_zero(string select, string row) =>
        new Shop(seeded: false).Rows($"SELECT {select} FROM Transaction").ShouldBe($"[{row}]");

    [Fact]
    public void The_worked_example_of_the_reference_answers_in_its_shape() => new Shop().Rows("""
        SELECT count(*) AS total, filter(count(*), WHERE error IS TRUE) AS errors,
               percentage(count(*), WHERE error IS TRUE) AS errPct, percentile(duration,95) AS p95
        FROM Transaction WHERE appName='a' SINCE 5 minutes ago
        """).ShouldBe("""[{"errPct":33.333333333333336,"errors":1,"p95":{"95":0.375},"total":3}]""");

    [Theory]
    [InlineData("SELECT 1", """[{"constant":1}]""")]
    [InlineData("SELECT 1 AS one, 'x' AS text FROM Transaction", """[{"one":1,"text":"x"}]""")]
    public void A_constant_is_one_row(string nrql, string rows) => new Shop().Rows(nrql).ShouldBe(rows);
}
