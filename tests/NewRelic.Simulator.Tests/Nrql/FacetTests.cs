namespace NewRelic.Simulator.Tests.Nrql;

public sealed class FacetTests
{
    [Theory]
    [InlineData("FACET appName", """[{"appName":"a","count":3,"facet":"a"},{"appName":"b","count":2,"facet":"b"}]""")]
    [InlineData("FACET http.statusCode", """[{"count":3,"facet":"200","http.statusCode":200},{"count":1,"facet":"500","http.statusCode":500}]""")]
    [InlineData("FACET error", """[{"count":3,"error":false,"facet":"false"},{"count":2,"error":true,"facet":"true"}]""")]
    [InlineData("FACET appName, host LIMIT 1", """[{"count":2,"facet":["a","h1"]}]""")]
    [InlineData("FACET upper(appName) AS app", """[{"app":"A","count":3,"facet":"A"},{"app":"B","count":2,"facet":"B"}]""")]
    [InlineData("FACET appName LIMIT 1", """[{"appName":"a","count":3,"facet":"a"}]""")]
    [InlineData("FACET appName LIMIT 1 OFFSET 1", """[{"appName":"b","count":2,"facet":"b"}]""")]
    [InlineData("FACET missing", "[]")]
    [InlineData("FACET CASES(WHERE duration < 0.3 AS 'fast', WHERE duration > 1 AS 'slow')", """[{"count":2,"facet":"fast"},{"count":1,"facet":"slow"}]""")]
    [InlineData("FACET CASES(WHERE appName = 'a' AS 'first', WHERE duration > 0 AS 'rest')", """[{"count":3,"facet":"first"},{"count":2,"facet":"rest"}]""")]
    [InlineData("FACET CASES(WHERE appName = 'zzz' AS 'none')", "[]")]
    [InlineData("FACET CASES(WHERE duration > 1)", """[{"count":1,"facet":"duration > 1"}]""")]
    [InlineData("FACET CASES(WHERE duration > 1 AS 'slow') OR appName", """[{"count":3,"facet":"a"},{"count":1,"facet":"slow"},{"count":1,"facet":"b"}]""")]
    public void A_facet_has_its_documented_rows(string facet, string rows) => new Shop().Rows($"SELECT count(*) FROM Transaction {facet}").ShouldBe(rows);

    [Theory]
    [InlineData("count(*)", "", "a,b")]
    [InlineData("max(duration)", "", "b,a")]
    [InlineData("count(*)", "ORDER BY max(duration)", "b,a")]
    [InlineData("count(*), max(duration) AS slowest", "ORDER BY slowest", "b,a")]
    [InlineData("count(*)", "LIMIT 2 ORDER BY max(duration) DESC", "a,b")]
    public void Facets_come_in_descending_order_of_the_first_aggregate_or_of_an_ORDER_BY_right_behind_them(string select, string order, string facets) =>
        string.Join(',', new Shop().Ask($"SELECT {select} FROM Transaction FACET appName {order}").Results.Select(row => row!["facet"]!.GetValue<string>())).ShouldBe(facets);

    [Fact]
    public void A_facet_whose_first_aggregate_is_null_is_left_out() =>
        new Shop().Rows("SELECT average(http.statusCode) AS s FROM Transaction FACET host").ShouldBe("""[{"facet":"h1","host":"h1","s":350},{"facet":"h2","host":"h2","s":200},{"facet":"h3","host":"h3","s":200}]""");

    [Fact]
    public void What_the_shown_facets_leave_over_is_in_otherResult_and_all_in_totalResult()
    {
        var answer = new Shop().Ask("SELECT count(*), percentile(duration, 50) FROM Transaction FACET host LIMIT 1");

        answer.OtherResult!.ToJsonString().ShouldBe("""{"count":3,"percentile.duration":{"50":0.5}}""");
        answer.TotalResult!.ToJsonString().ShouldBe("""{"count":5,"percentile.duration":{"50":0.375}}""");
        answer.Metadata.Facets.ShouldBe(["host"]);
    }

    [Fact]
    public void Ten_facets_are_shown_unless_told_otherwise()
    {
        var shop = new Shop(seeded: false);
        for (var i = 0; i < 30; i++)
        {
            shop.Request(60, $"app{i}", 1);
        }

        shop.Ask("SELECT count(*) FROM Transaction FACET appName").Results.Count.ShouldBe(10);
        shop.Ask("SELECT count(*) FROM Transaction FACET appName LIMIT 25").Results.Count.ShouldBe(25);
        shop.Ask("SELECT count(*) FROM Transaction FACET appName LIMIT MAX").Results.Count.ShouldBe(30);
    }

    [Fact]
    public void Timeseries_has_a_row_per_bucket_aligned_to_the_end() => new Shop().Rows("SELECT count(*) FROM Transaction SINCE 4 minutes ago TIMESERIES 2 minutes").ShouldBe(
        """[{"beginTimeSeconds":1768472760,"count":2,"endTimeSeconds":1768472880},{"beginTimeSeconds":1768472880,"count":3,"endTimeSeconds":1768473000}]""");

    [Fact]
    public void The_start_moves_back_so_that_the_first_bucket_is_full()
    {
        var answer = new Shop().Ask("SELECT count(*) FROM Transaction SINCE 3 minutes ago TIMESERIES 2 minutes");

        answer.Results.ToJsonString().ShouldBe(
            """[{"beginTimeSeconds":1768472760,"count":2,"endTimeSeconds":1768472880},{"beginTimeSeconds":1768472880,"count":3,"endTimeSeconds":1768473000}]""");
        answer.Metadata.Begin.ShouldBe(1_768_472_760_000);
    }

    [Fact]
    public void Empty_buckets_are_there() =>
        new Shop().Numbers("SELECT count(*), average(duration) FROM Transaction SINCE 10 minutes ago TIMESERIES 1 minute", "count")
            .ShouldBe([0, 0, 0, 0, 0, 0, 1, 1, 1, 2]);

    [Fact]
    public void Facet_and_timeseries_are_flat_rows_with_every_bucket_and_arrays_of_the_rest()
    {
        var answer = new Shop().Ask("SELECT count(*) FROM Transaction SINCE 4 minutes ago FACET appName LIMIT 1 TIMESERIES 2 minutes");

        answer.Results.ToJsonString().ShouldBe(
            """[{"appName":"a","beginTimeSeconds":1768472760,"count":2,"endTimeSeconds":1768472880,"facet":"a"},{"appName":"a","beginTimeSeconds":1768472880,"count":1,"endTimeSeconds":1768473000,"facet":"a"}]""");
        answer.OtherResult!.ToJsonString().ShouldBe(
            """[{"beginTimeSeconds":1768472760,"count":0,"endTimeSeconds":1768472880},{"beginTimeSeconds":1768472880,"count":2,"endTimeSeconds":1768473000}]""");
        answer.TotalResult!.ToJsonString().ShouldBe(
            """[{"beginTimeSeconds":1768472760,"count":2,"endTimeSeconds":1768472880},{"beginTimeSeconds":1768472880,"count":3,"endTimeSeconds":1768473000}]""");
    }

    [Fact]
    public void Sliding_buckets_overlap() =>
        new Shop().Numbers("SELECT count(*) FROM Transaction SINCE 4 minutes ago TIMESERIES 2 minutes SLIDE BY 1 minute", "count").ShouldBe([2, 2, 3]);

    [Fact]
    public void Rate_in_a_timeseries_is_per_unit_of_the_bucket() =>
        new Shop().Numbers("SELECT rate(count(*), 1 minute) AS r FROM Transaction SINCE 4 minutes ago TIMESERIES 2 minutes", "r").ShouldBe([1, 1.5]);

    [Fact]
    public void Comparison_has_rows_of_both_windows()
    {
        var shop = new Shop();
        shop.Request(3600 + 60, "a", 8);

        var answer = shop.Ask("SELECT count(*) FROM Transaction SINCE 10 minutes ago COMPARE WITH 1 hour ago");

        answer.Results.ToJsonString().ShouldBe("""[{"comparison":"current","count":5},{"comparison":"previous","count":1}]""");
        answer.CurrentResults!.ToJsonString().ShouldBe("""[{"comparison":"current","count":5}]""");
        answer.PreviousResults!.ToJsonString().ShouldBe("""[{"comparison":"previous","count":1}]""");
        answer.Metadata.CompareWith.ShouldBe("1 HOUR AGO");
    }
}
