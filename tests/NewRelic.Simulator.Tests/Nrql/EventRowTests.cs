namespace NewRelic.Simulator.Tests.Nrql;

public sealed class EventRowTests
{
    [Theory]
    [InlineData("SELECT appName FROM Transaction LIMIT 2", """[{"appName":"b","timestamp":1768472970000},{"appName":"b","timestamp":1768472940000}]""")]
    [InlineData("SELECT duration AS d, user FROM Transaction ORDER BY duration LIMIT 1", """[{"d":0.125,"timestamp":1768472760000,"user":null}]""")]
    [InlineData("SELECT duration FROM Transaction ORDER BY appName DESC, duration LIMIT 1 OFFSET 1", """[{"duration":2.5,"timestamp":1768472970000}]""")]
    [InlineData("SELECT * FROM Transaction WHERE user = 'Ann'", """[{"appName":"b","duration":0.5,"error":false,"host":"h3","http.statusCode":200,"timestamp":1768472940000,"user":"Ann"}]""")]
    [InlineData("SELECT * FROM Nothing", "[]")]
    public void Events_come_latest_first_with_their_timestamp(string nrql, string rows) => new Shop().Rows(nrql).ShouldBe(rows);

    [Fact]
    public void A_hundred_events_are_shown_unless_told_otherwise()
    {
        var shop = new Shop(seeded: false);
        for (var i = 0; i < 150; i++)
        {
            shop.Request(i + 1, "a", i);
        }

        shop.Ask("SELECT duration FROM Transaction").Results.Count.ShouldBe(100);
        shop.Ask("SELECT duration FROM Transaction LIMIT 120").Results.Count.ShouldBe(120);
        shop.Ask("SELECT duration FROM Transaction LIMIT MAX").Results.Count.ShouldBe(150);
    }
}
