namespace NewRelic.Simulator.Tests.Nrql;

/// <summary>Now is Thursday 2026-01-15 10:30:00Z.</summary>
public sealed class TimeTests
{
    [Theory]
    [InlineData("30 seconds ago", "2026-01-15T10:29:30Z")]
    [InlineData("1 minute AGO", "2026-01-15T10:29:00Z")]
    [InlineData("5 MINUTES AGO", "2026-01-15T10:25:00Z")]
    [InlineData("1.5 hours ago", "2026-01-15T09:00:00Z")]
    [InlineData("2 days ago", "2026-01-13T10:30:00Z")]
    [InlineData("1 week ago", "2026-01-08T10:30:00Z")]
    [InlineData("1 month ago", "2025-12-16T10:30:00Z")]
    [InlineData("1 quarter ago", "2025-10-16T10:30:00Z")]
    [InlineData("1 year ago", "2025-01-15T10:30:00Z")]
    [InlineData("500 milliseconds ago", "2026-01-15T10:29:59.5Z")]
    [InlineData("1768470000000", "2026-01-15T09:40:00Z")]
    [InlineData("1768470000", "2026-01-15T09:40:00Z")]
    [InlineData("today", "2026-01-15T00:00:00Z")]
    [InlineData("yesterday", "2026-01-14T00:00:00Z")]
    [InlineData("today AT '09:15'", "2026-01-15T09:15:00Z")]
    [InlineData("yesterday AT '23:59:30'", "2026-01-14T23:59:30Z")]
    [InlineData("monday", "2026-01-12T00:00:00Z")]
    [InlineData("thursday", "2026-01-15T00:00:00Z")]
    [InlineData("friday", "2026-01-09T00:00:00Z")]
    [InlineData("this hour", "2026-01-15T10:00:00Z")]
    [InlineData("last hour", "2026-01-15T09:00:00Z")]
    [InlineData("this week", "2026-01-12T00:00:00Z")]
    [InlineData("last month", "2025-12-01T00:00:00Z")]
    [InlineData("this quarter", "2026-01-01T00:00:00Z")]
    [InlineData("last quarter", "2025-10-01T00:00:00Z")]
    [InlineData("last year", "2025-01-01T00:00:00Z")]
    [InlineData("'2026-01-14'", "2026-01-14T00:00:00Z")]
    [InlineData("'2026-01-14 08:00'", "2026-01-14T08:00:00Z")]
    [InlineData("'2026-01-14T08:00:01.250'", "2026-01-14T08:00:01.25Z")]
    [InlineData("'2026-01-14T08:00:00Z'", "2026-01-14T08:00:00Z")]
    [InlineData("'2026-01-14 08:00:00+0200'", "2026-01-14T06:00:00Z")]
    [InlineData("'2026-01-14 08:00:00-05:30'", "2026-01-14T13:30:00Z")]
    [InlineData("'09:00'", "2026-01-15T09:00:00Z")]
    public void SINCE_takes_every_documented_form(string since, string begin) =>
        Begin($"SELECT count(*) FROM Transaction SINCE {since}").ShouldBe(Parse(begin));

    [Theory]
    [InlineData("today", "2026-01-14T23:00:00Z")]
    [InlineData("'2026-01-14 08:00'", "2026-01-14T07:00:00Z")]
    [InlineData("'2026-01-14T08:00:00Z'", "2026-01-14T08:00:00Z")]
    public void A_time_zone_moves_what_has_none_of_its_own(string since, string begin) =>
        Begin($"SELECT count(*) FROM Transaction SINCE {since} WITH TIMEZONE 'Europe/Paris'").ShouldBe(Parse(begin));

    [Fact]
    public void The_default_is_the_last_hour()
    {
        var metadata = new Shop().Ask("SELECT count(*) FROM Transaction").Metadata;

        (metadata.End - metadata.Begin).ShouldBe(3_600_000);
        (metadata.Since, metadata.Until, metadata.CompareWith).ShouldBe(("60 MINUTES AGO", "NOW", null));
    }

    [Fact]
    public void Begin_is_inclusive_and_end_exclusive()
    {
        // The first request lies at 10:26:00, the fourth at 10:29:00.
        new Shop().Rows("SELECT count(*) FROM Transaction SINCE 1768472760000 UNTIL 1768472940000").ShouldBe("""[{"count":3}]""");
        new Shop().Rows("SELECT count(*) FROM Transaction SINCE 1768472760001 UNTIL 1768472940001").ShouldBe("""[{"count":3}]""");
    }

    [Fact]
    public void The_window_is_echoed_as_it_was_written()
    {
        var metadata = new Shop().Ask("SELECT count(*) FROM Transaction SINCE 5 minutes ago UNTIL 1 minute ago").Metadata;

        (metadata.Since, metadata.Until).ShouldBe(("5 MINUTES AGO", "1 MINUTE AGO"));
    }

    private static DateTimeOffset Begin(string nrql) => DateTimeOffset.FromUnixTimeMilliseconds(new Shop().Ask(nrql).Metadata.Begin);

    private static DateTimeOffset Parse(string moment) => DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);
}
