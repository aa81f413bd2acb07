using System.Net;
using Microsoft.Extensions.Time.Testing;
using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.Tests.NerdGraph;

public sealed class LimitTests
{
    private const string Count = """{ actor { account(id: 7) { nrql(query: "SELECT count(*) FROM Transaction") { results } } } }""";

    [Fact]
    public async Task More_queries_than_an_account_may_ask_in_a_minute_are_too_many()
    {
        await using var simulator = await SimulatorHost.StartAsync(("Simulator:QueriesPerMinute", "3"));

        var classes = new List<string?>();
        for (var i = 0; i < 8; i++)
        {
            var answer = await simulator.AskAsync($$"""{ actor { account(id: 7) { nrql(query: "SELECT count(*) FROM T{{i}}") { results } } } }""");
            classes.Add(answer["errors"]?[0]!["extensions"]!["errorClass"]!.GetValue<string>());
        }

        // The minute may turn once between the calls, which lets another three through.
        classes.Take(3).ShouldAllBe(errorClass => errorClass == null);
        classes.ShouldContain("TOO_MANY_REQUESTS");
    }

    [Fact]
    public async Task The_same_query_too_often_in_a_minute_is_too_many_while_another_is_not()
    {
        await using var simulator = await SimulatorHost.StartAsync(("Simulator:IdenticalQueriesPerMinute", "2"));

        var answers = new List<string?>();
        for (var i = 0; i < 6; i++)
        {
            answers.Add((await simulator.AskAsync(Count))["errors"]?[0]!["extensions"]!["errorCode"]!.GetValue<string>());
        }

        answers.ShouldContain("NRDB:1106924");
        (await simulator.RowsAsync("SELECT count(*) FROM Other")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task More_open_requests_than_a_key_may_have_are_answered_429()
    {
        await using var simulator = await SimulatorHost.StartAsync(("Simulator:ConcurrentRequestsPerKey", "1"));
        await simulator.FaultsAsync("""[{"kind":"latency","milliseconds":3000,"times":1}]""");
        var slow = simulator.PostGraphQLAsync("""{ actor { account(id: 7) { nrql(query: "SELECT count(*) FROM Slow") { results } } } }""");

        // The fault is gone from the list once the slow query runs: from here on its request is open for three seconds.
        while ((await simulator.SendAsync(HttpMethod.Get, "/simulator/faults", null, HttpStatusCode.OK)).AsArray().Count > 0)
        {
            await Task.Yield();
        }

        using var second = await simulator.PostGraphQLAsync("{ actor { user { id } } }");
        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        using var first = await slow;
        using var after = await simulator.PostGraphQLAsync(Count);
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(4_900, null)]
    [InlineData(5_100, "TIMEOUT")]
    public async Task A_slow_query_answers_its_siblings_and_itself_up_to_its_own_timeout(int milliseconds, string? expected)
    {
        var patience = TimeSpan.FromMilliseconds(Math.Min(milliseconds, 5_000));
        var time = new WatchedTime(patience);
        await using var simulator = await SimulatorHost.StartAsync(time);
        await simulator.FaultsAsync($$"""[{"kind":"latency","milliseconds":{{milliseconds}},"match":"slow"}]""");

        var asked = simulator.AskAsync("""{ actor { account(id: 7) { slow: nrql(query: "SELECT count(*) FROM A", timeout: 5) { results } quick: nrql(query: "SELECT count(*) FROM B", timeout: 120) { results } } } }""");
        await time.Waiting;
        time.Advance(patience);

        var answer = await asked;
        answer["data"]!["actor"]!["account"]!["quick"]!["results"]!.ToJsonString().ShouldBe("""[{"count":0}]""");
        answer["errors"]?[0]!["extensions"]!["errorClass"]!.GetValue<string>().ShouldBe(expected);
        answer["errors"]?[0]!["path"]!.AsArray()[^1]!.GetValue<string>().ShouldBe("slow");
    }

    [Theory]
    [InlineData(120, null)]
    [InlineData(121, "q120")]
    public async Task By_default_the_same_query_may_be_asked_120_times_a_minute(int times, string? refused)
    {
        await using var simulator = await SimulatorHost.StartAsync(new FakeTimeProvider());

        var answer = await simulator.AskAsync($"{{ actor {{ account(id: 7) {{ {string.Join(' ', Enumerable.Range(0, times).Select(index => $"q{index}: nrql(query: \"SELECT 1\") {{ nrql }}"))} }} }} }}");

        answer["errors"]?.AsArray().Count.ShouldBe(1);
        answer["errors"]?[0]!["path"]!.AsArray()[^1]!.GetValue<string>().ShouldBe(refused);
        (answer["errors"] is null).ShouldBe(refused is null);
    }

    [Theory]
    [InlineData(3000, null)]
    [InlineData(3001, "q3000")]
    public async Task By_default_an_account_may_ask_3000_queries_a_minute(int times, string? refused)
    {
        await using var simulator = await SimulatorHost.StartAsync(new FakeTimeProvider());

        var answer = await simulator.AskAsync($"{{ actor {{ account(id: 7) {{ {string.Join(' ', Enumerable.Range(0, times).Select(index => $"q{index}: nrql(query: \"SELECT {index}\") {{ nrql }}"))} }} }} }}");

        answer["errors"]?[0]!["path"]!.AsArray()[^1]!.GetValue<string>().ShouldBe(refused);
        (answer["errors"] is null).ShouldBe(refused is null);
    }

    [Theory]
    [InlineData(25, 200)]
    [InlineData(26, 429)]
    public async Task By_default_25_requests_of_a_key_may_be_open(int requests, int last)
    {
        var time = new FakeTimeProvider();
        await using var simulator = await SimulatorHost.StartAsync(time);
        await simulator.FaultsAsync($$"""[{"kind":"latency","milliseconds":3000,"times":{{requests - 1}},"match":"FROM Slow"}]""");
        var open = Enumerable.Range(0, requests - 1).Select(_ => simulator.PostGraphQLAsync("""{ actor { account(id: 7) { nrql(query: "SELECT count(*) FROM Slow") { results } } } }""")).ToList();

        // Each slow query takes one of the fault's strikes as it runs: when none is left, all are open.
        while ((await simulator.SendAsync(HttpMethod.Get, "/simulator/faults", null, HttpStatusCode.OK)).AsArray().Count > 0)
        {
            await Task.Yield();
        }

        using (var another = await simulator.PostGraphQLAsync("{ actor { user { id } } }"))
        {
            ((int)another.StatusCode).ShouldBe(last);
        }

        while (!open.TrueForAll(request => request.IsCompleted))
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task More_accounts_than_a_query_may_name_are_refused()
    {
        await using var simulator = await SimulatorHost.StartAsync(("Simulator:AccountsPerQuery", "2"));

        var answer = await simulator.AskAsync("""{ actor { nrql(accounts: [1, 2, 3], query: "SELECT count(*) FROM T") { results } } }""");

        answer["errors"]![0]!["extensions"]!["errorClass"]!.GetValue<string>().ShouldBe("BAD_USER_INPUT");
    }

    [Fact]
    public async Task A_setting_out_of_range_stops_the_start()
    {
        var start = async () => await SimulatorHost.StartAsync(("Simulator:QueriesPerMinute", "0"));

        (await start.ShouldThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>()).Message.ShouldContain("QueriesPerMinute");
    }

    [Fact]
    public void The_defaults_are_those_New_Relic_publishes()
    {
        var options = new SimulatorOptions();

        (options.ConcurrentRequestsPerKey, options.QueriesPerMinute, options.IdenticalQueriesPerMinute, options.AccountsPerQuery).ShouldBe((25, 3000, 120, 30));
        (options.QueryLatencyMilliseconds, options.AsyncPatienceMilliseconds, options.ResultExpirationSeconds, options.RememberedRequests).ShouldBe((0, -1, 600, 1000));
    }

    /// <summary>A clock by hand that tells when somebody begins to wait that long.</summary>
    private sealed class WatchedTime(TimeSpan awaited) : FakeTimeProvider
    {
        private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Waiting => _waiting.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == awaited)
            {
                _waiting.TrySetResult();
            }

            return timer;
        }
    }
}
