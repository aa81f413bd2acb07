namespace NewRelic.Simulator.Tests.Nrql;

/// <summary>In New Relic's words where they are known.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("", "Validation error on 'nrql': a query must be specified")]
    [InlineData("SELECT count(*) FROM Transaction WHERE host LIKE 'a' ESCAPE 'b'", "NRQL Syntax Error: Error at line 1 position 54, unexpected 'ESCAPE'")]
    [InlineData("SELECT count(*)\nFROM Transaction HAVING 1", "NRQL Syntax Error: Error at line 2 position 18, unexpected 'HAVING'")]
    [InlineData("SELECT coalesce(a, b) FROM Transaction", "Unknown function coalesce()")]
    [InlineData("SELECT sum(nonsense(a)) FROM Transaction", "Unknown function nonsense()")]
    [InlineData("SELECT duration FROM Transaction FACET appName", "FACET cannot be used when selecting on event fields")]
    [InlineData("SELECT duration FROM Transaction FACET appName TIMESERIES", "FACET and TIMESERIES are not supported on events.")]
    [InlineData("SELECT duration FROM Transaction TIMESERIES", "FACET and TIMESERIES are not supported on events.")]
    [InlineData("SELECT count(*) FROM Transaction SINCE 1 day ago TIMESERIES 1 minute", "TIMESERIES supports a maximum of 366 buckets")]
    [InlineData("SELECT count(*) FROM Transaction SINCE 1 minute ago TIMESERIES 1 hour", "TIMESERIES step size is larger than the current time window.")]
    [InlineData("SELECT count(*) FROM Transaction SINCE 1 minute ago UNTIL 1 hour ago", "Your query's start time must be before its end time.")]
    [InlineData("SELECT count(*) FROM Transaction WHERE a = 1 SINCE 1 hour ago SINCE 2 hours ago", "unexpected 'SINCE'")]
    [InlineData("SELECT count(*) FROM Transaction LIMIT 1 LIMIT 2", "unexpected 'LIMIT'")]
    [InlineData("SELECT count(*) FROM Transaction FACET a, b, c, d, e, f", "maximum of 5")]
    [InlineData("SELECT count(*) FROM Transaction WHERE appName = \"a\"", "unexpected '\"'")]
    [InlineData("SELECT count(*) FROM Transaction WHERE appName = 'a", "unexpected '''")]
    [InlineData("SELECT count(*) FROM Transaction WHERE consumer.offset = 1 AND offset = 1", "unexpected 'offset'")]
    [InlineData("SELECT count(*) FROM Transaction WHERE a <> 1", "unexpected '>'")]
    [InlineData("SELECT count(* FROM Transaction", "unexpected 'FROM'")]
    [InlineData("SELECT FROM Transaction", "unexpected 'FROM'")]
    [InlineData("SELECT count(*)", "unexpected 'end of query'")]
    [InlineData("FROM Transaction", "unexpected 'end of query'")]
    [InlineData("SELECT count(*) FROM Transaction WHERE", "unexpected 'end of query'")]
    [InlineData("SELECT count(*) FROM Transaction WHERE count(*) > 1", "count()")]
    [InlineData("SELECT count(*), duration FROM Transaction", "cannot be mixed")]
    [InlineData("SELECT count(*) FROM Transaction SINCE 5 apples ago", "unexpected 'apples'")]
    [InlineData("SELECT count(*) FROM Transaction SINCE 'soon'", "unexpected 'soon'")]
    [InlineData("SELECT count(*) FROM Transaction SINCE '2026-13-45'", "2026-13-45")]
    [InlineData("SELECT count(*) FROM Transaction SINCE '2026-01-01 29:99'", "29:99")]
    [InlineData("SELECT count(*) FROM Transaction SINCE '2026-01-01 10:00+99:99'", "99:99")]
    [InlineData("SELECT count(*) FROM Transaction SINCE 99999999999999999 weeks ago", "AGO")]
    [InlineData("SELECT count(*) FROM Transaction SINCE today WITH TIMEZONE 'Mars/Base'", "Mars/Base")]
    [InlineData("SELECT count(*) FROM Transaction WHERE host RLIKE r'['", "Invalid regular expression")]
    [InlineData("SELECT histogram(duration, width: 0) FROM Transaction", "histogram()")]
    [InlineData("SELECT count(*) FROM Transaction TIMESERIES AUTO SLIDE BY 1 minute", "SLIDE BY cannot be used")]
    [InlineData("SELECT count(*) FROM `", "unexpected '`'")]
    [InlineData("SELECT if(error) FROM Transaction", "if()")]
    [InlineData("SELECT substring(appName) FROM Transaction", "substring()")]
    [InlineData("SELECT pow(count(*)) FROM Transaction", "pow()")]
    [InlineData("SELECT keyset(), count(*) FROM Transaction", "keyset()")]
    [InlineData("DELETE FROM Transaction", "unexpected 'DELETE'")]
    public void A_query_that_New_Relic_refuses_is_refused(string nrql, string why) => new Shop().Refusal(nrql).ShouldContain(why);

    [Fact]
    public void A_query_of_four_kilobytes_is_refused() =>
        new Shop().Refusal($"SELECT count(*) FROM Transaction WHERE appName = '{new string('a', 4096)}'").ShouldContain("4 KB");

    [Fact]
    public void EXTRAPOLATE_is_taken_and_said_to_have_no_effect() =>
        new Shop().Ask("SELECT count(*) FROM Transaction EXTRAPOLATE").Metadata.Messages.ShouldHaveSingleItem().ShouldContain("EXTRAPOLATE");
}
