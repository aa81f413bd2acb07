using System.Net;
using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.Worlds;

/// <summary>Worlds from begin to end: seeds, time, truth, and the bodies that are refused.</summary>
public sealed class WorldRunTests : WorldsPlayed
{
    /// <summary>By the clock a seed plays otherwise an hour later; from the start on it does not.</summary>
    [Theory]
    [InlineData("start", true)]
    [InlineData("clock", false)]
    public async Task A_seed_plays_the_same_at_another_hour_where_its_dice_count_from_the_start(string dice, bool isSame)
    {
        var played = await PlayedAsync(Start);

        played.ShouldContain("500");
        (await PlayedAsync(Start + 3_600_000) == played).ShouldBe(isSame);

        async Task<string> PlayedAsync(long start)
        {
            await using var simulator = await SimulatorHost.StartAsync();
            var world = await simulator.SendAsync(
                HttpMethod.Post, "/simulator/worlds", $$"""{"kind":"errorBurst","seed":12,"dice":"{{dice}}","start":{{start}},"history":"2m"}""", HttpStatusCode.Created);
            await AdvanceAsync(simulator, world["id"]!.GetValue<string>(), "4m", 5);
            return string.Join('\n', (await simulator.RowsAsync(
                $"SELECT count(*) AS n, sum(duration) AS took, uniqueCount(k8s.podName) AS pods FROM Transaction FACET http.statusCode SINCE {start - 120_000} UNTIL {start + 240_000}")).Select(row => row!.ToJsonString()));
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_events_however_time_is_cut()
    {
        await using var whole = await PlayAsync("errorBurst");
        await using var cut = await SimulatorHost.StartAsync();
        var id = await CreateAsync(cut, "errorBurst");
        for (var minute = 0; minute < 10; minute++)
        {
            await AdvanceAsync(cut, id, "1m", 5);
        }

        const string Fingerprint = $"SELECT count(*), sum(duration), uniqueCount(guid), max(amount) FROM Transaction, TransactionError, Span, CheckoutCompleted {Window}";
        (await cut.RowsAsync(Fingerprint)).ToJsonString().ShouldBe((await whole.RowsAsync(Fingerprint)).ToJsonString());
    }

    [Fact]
    public async Task Another_seed_gives_other_events()
    {
        await using var one = await PlayAsync("healthy", seed: 1);
        await using var two = await PlayAsync("healthy", seed: 2);

        (await one.RowsAsync($"SELECT sum(duration) FROM Transaction {Window}")).ToJsonString()
            .ShouldNotBe((await two.RowsAsync($"SELECT sum(duration) FROM Transaction {Window}")).ToJsonString());
    }

    [Fact]
    public async Task The_truth_says_verdict_reason_and_since_when()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        var id = await CreateAsync(simulator, "errorBurst");

        var before = await AdvanceAsync(simulator, id, "2m", 0);
        var after = await AdvanceAsync(simulator, id, "3m", 25);

        before["truth"]!["from"].ShouldBeNull();
        after["truth"]!["verdict"]!.GetValue<string>().ShouldBe("fail");
        after["truth"]!["slice"]!.GetValue<string>().ShouldBe("canary");
        after["truth"]!["from"]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds().ShouldBe(Start + 120_000);
        after["from"]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds().ShouldBe(Start + 120_000);
        after["to"]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds().ShouldBe(Start + 300_000);
        after["emitted"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_realtime_world_goes_on_by_itself()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.SendAsync(HttpMethod.Post, "/simulator/worlds", """{"kind":"healthy","mode":"realtime","speed":60,"weight":50}""", HttpStatusCode.Created);

        JsonNode world;
        do
        {
            world = await simulator.SendAsync(HttpMethod.Get, "/simulator/worlds/w1", null, HttpStatusCode.OK);
        }
        while (world["emitted"]!.GetValue<int>() == 0);

        world["now"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(world["start"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task A_world_can_be_shown_weighted_listed_and_ended()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        var id = await CreateAsync(simulator, "healthy");

        var weighted = await simulator.SendAsync(HttpMethod.Put, $"/simulator/worlds/{id}", """{"weight":25}""", HttpStatusCode.OK);
        var listed = await simulator.SendAsync(HttpMethod.Get, "/simulator/worlds", null, HttpStatusCode.OK);
        await simulator.SendAsync(HttpMethod.Delete, $"/simulator/worlds/{id}", null, HttpStatusCode.NoContent);

        weighted["weight"]!.GetValue<double>().ShouldBe(25);
        listed.AsArray().Count.ShouldBe(1);
        weighted["canaryPods"]!.AsArray().ShouldAllBe(pod => pod!.GetValue<string>().StartsWith("checkout-7c5ddbdf54-", StringComparison.Ordinal));
        await simulator.SendAsync(HttpMethod.Get, $"/simulator/worlds/{id}", null, HttpStatusCode.NotFound);
        await simulator.SendAsync(HttpMethod.Post, $"/simulator/worlds/{id}/advance", """{"duration":"1m"}""", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"kind":"sunny"}""", "slowQueryPlan")]
    [InlineData("{}", "kind")]
    [InlineData("""{"kind":"healthy","weight":101}""", "weight is 101")]
    [InlineData("""{"kind":"healthy","canaryHash":"a","stableHash":"a"}""", "both 'a'")]
    [InlineData("""{"kind":"healthy","service":"It's"}""", "service is 'It's'")]
    [InlineData("""{"kind":"healthy","start":"soon"}""", "start is \"soon\"")]
    public async Task A_world_that_cannot_be_is_refused(string body, string named)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var problem = await simulator.SendAsync(HttpMethod.Post, "/simulator/worlds", body, HttpStatusCode.BadRequest);

        problem["detail"]!.GetValue<string>().ShouldContain(named);
    }

    [Theory]
    [InlineData("""{"duration":"10"}""")]
    [InlineData("""{"duration":"0s"}""")]
    [InlineData("""{"duration":"25h"}""")]
    [InlineData("""{"duration":"1m","weight":-1}""")]
    [InlineData("{}")]
    public async Task An_advance_that_cannot_be_is_refused(string body)
    {
        await using var simulator = await SimulatorHost.StartAsync();
        var id = await CreateAsync(simulator, "healthy");

        await simulator.SendAsync(HttpMethod.Post, $"/simulator/worlds/{id}/advance", body, HttpStatusCode.BadRequest);
    }
}
