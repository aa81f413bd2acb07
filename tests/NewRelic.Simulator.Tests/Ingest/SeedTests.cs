using System.Net;
using System.Text;

namespace NewRelic.Simulator.Tests.Ingest;

public sealed class SeedTests
{
    [Theory]
    [InlineData("""{"eventType":"T"}""", 1)]
    [InlineData("""[{"eventType":"T"},{"eventType":"T"}]""", 2)]
    [InlineData("{\"eventType\":\"T\"}\n{\"eventType\":\"T\"}\n{\"eventType\":\"T\"}\n", 3)]
    [InlineData("[]", 0)]
    [InlineData("", 0)]
    public async Task An_object_an_array_and_lines_are_taken(string body, int accepted)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var answer = await simulator.SeedAsync(body);

        answer.ToJsonString().ShouldBe($$"""{"accepted":{{accepted}}}""");
        (await simulator.RowsAsync("SELECT count(*) FROM T")).ToJsonString().ShouldBe($$"""[{"count":{{accepted}}}]""");
    }

    [Fact]
    public async Task Booleans_stay_booleans_and_nulls_are_absent()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.SeedAsync("""[{"eventType":"T","error":true,"x":null},{"eventType":"T","error":false,"x":1}]""");

        var rows = await simulator.RowsAsync("SELECT filter(count(*), WHERE error IS TRUE) AS failed, filter(count(*), WHERE x IS NULL) AS absent FROM T");

        rows.ToJsonString().ShouldBe("""[{"absent":1,"failed":1}]""");
    }

    [Fact]
    public async Task Any_past_moment_is_taken_in_seconds_or_milliseconds()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.SeedAsync("""[{"eventType":"T","timestamp":1600000000},{"eventType":"T","timestamp":1600000001000}]""");

        var rows = await simulator.RowsAsync("SELECT count(*) FROM T SINCE 1600000000000 UNTIL 1600000002000");

        rows.ToJsonString().ShouldBe("""[{"count":2}]""");
    }

    [Theory]
    [InlineData("{\"eventType\":\"T\"}\n{\"eventType\":\"T\",\"a\":{\"b\":1}}", "line 2", "'a' holds an object")]
    [InlineData("{\"eventType\":\"T\"}\n\n{\"eventType\":\"T\",\"a\":[1]}", "line 3", "'a' holds an array")]
    [InlineData("{\"eventType\":\"T\"}\n{\"a\":1}", "line 2", "no eventType")]
    [InlineData("{\"eventType\":\"my type\"}", "line 1", "'my type'")]
    [InlineData("{\"eventType\":\"T\",\"timestamp\":\"today\"}", "line 1", "timestamp is 'today', expected a number")]
    [InlineData("{\"eventType\":\"T\"}\nnonsense", "line 2", "not JSON")]
    [InlineData("{\"eventType\":\"T\"}\n17", "line 2", "17 is no event")]
    [InlineData("{\"eventType\":\"T\"", "line 1", "")]
    [InlineData("{\"eventType\":\"T\",\"a\":1e999}", "line 1", "'a' is out of range")]
    public async Task What_is_no_event_is_refused_by_line_and_attribute_and_nothing_is_taken(string body, string line, string named)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var problem = await simulator.SeedAsync(body, expected: HttpStatusCode.BadRequest);

        problem["detail"]!.GetValue<string>().ShouldStartWith(line);
        problem["detail"]!.GetValue<string>().ShouldContain(named);
        (await simulator.SendAsync(HttpMethod.Get, "/simulator/events", null, HttpStatusCode.OK))["total"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Two_hundred_thousand_events_in_one_gzip_POST_are_taken()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        using var lines = new MemoryStream();
        await using (var writer = new StreamWriter(lines, new UTF8Encoding(false), leaveOpen: true))
        {
            for (var i = 0; i < 200_000; i++)
            {
                await writer.WriteAsync($$"""{"eventType":"Transaction","appName":"a{{i % 7}}","duration":0.{{i % 1000:000}},"http.statusCode":{{(i % 100 == 0 ? 500 : 200)}},"guid":"{{i:x16}}"}""" + "\n");
            }
        }

        lines.Position = 0;
        var answer = await simulator.SeedGzipAsync(lines);

        answer.ToJsonString().ShouldBe("""{"accepted":200000}""");
        (await simulator.RowsAsync("SELECT count(*), filter(count(*), WHERE http.statusCode >= 500) AS failed FROM Transaction")).ToJsonString()
            .ShouldBe("""[{"count":200000,"failed":2000}]""");
    }

    [Fact]
    public async Task Events_are_counted_by_type_and_can_be_forgotten()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.SeedAsync("""[{"eventType":"A"},{"eventType":"A"},{"eventType":"B"}]""");

        var counted = await simulator.SendAsync(HttpMethod.Get, "/simulator/events", null, HttpStatusCode.OK);
        await simulator.SendAsync(HttpMethod.Delete, "/simulator/events", null, HttpStatusCode.NoContent);

        counted["total"]!.GetValue<int>().ShouldBe(3);
        counted["eventTypes"]!["A"]!.GetValue<int>().ShouldBe(2);
        (await simulator.RowsAsync("SELECT count(*) FROM A")).ToJsonString().ShouldBe("""[{"count":0}]""");
    }
}
