using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dapper;
using GateService.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace GateService.Tests.Evidence;

/// <summary>What is kept of closed buckets saves rows and changes nothing: every decision is, bit for bit, that of a gate which asks for everything anew.</summary>
public sealed partial class ClosedBucketsTests : IAsyncLifetime
{
    private const int Minutes = 110;

    private const string Policy = """
        kind: policy
        name: everything
        extends: http-kubernetes
        objectives:
          log-errors: {kind: logErrors, atMost: stable, margin: 1.5, floor: 0.01}
          revenue: {kind: kpi, eventType: CheckoutCompleted, form: sum, attribute: amount, per: request, atLeast: stable}
          orders: {kind: kpi, eventType: CheckoutCompleted, form: ratio, numerator: "outcome = 'ok'", atLeast: stable, margin: 1.2}
          basket: {kind: kpi, eventType: CheckoutCompleted, form: percentile, quantile: 0.9, attribute: basket, atMost: 5}
          amount: {kind: kpi, eventType: CheckoutCompleted, form: mean, attribute: amount, atLeast: 10}
          shapes: {kind: kpi, eventType: CheckoutCompleted, form: uniqueCount, attribute: basket, atLeast: 1}
        """;

    private readonly Kept _store = new();
    private readonly PolicyFolder _policies = new(new Dictionary<string, string>
    {
        ["everything.yaml"] = Policy,
        ["changed.yaml"] = Policy.Replace("name: everything", "name: changed", StringComparison.Ordinal) + "\n  error-rate: {floor: 0.2%}\n  latency-p95: {floor: 200ms}\n",
    });

    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _policies.Dispose();
        _store.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_asked_of_whom_the_decision_is_that_of_asking_everything_anew(int seed)
    {
        var (dice, world) = (new Random(seed), new LateWorld(seed, Minutes));
        await using var anew = await GateAsync(("History:KeepRowsFor", "0"));
        await using var away = await GateAsync(("History:ConnectionString", "Host=127.0.0.1;Port=9;Username=nobody;Database=nothing;Timeout=1"), ("History:Patience", "200ms"));
        GateHost[] replicas = [await GateAsync(_store.Setting), await GateAsync(_store.Setting)];
        try
        {
            for (var minute = dice.Next(8, 14); minute < Minutes; minute += dice.Next(4, 18))
            {
                var at = world.Begin.AddMinutes(minute).AddSeconds(dice.Next(60));
                await world.SeedAsync(_simulator, at);
                var body = Question(world, at, minute, dice);

                var expected = await DecidedAsync(anew, body);
                var (answer, record) = await DecidedAsync(dice.Next(7) == 0 ? away : replicas[dice.Next(2)], body);
                answer.ShouldBe(expected.Answer, $"seed {seed}, minute {minute}");
                (record ?? expected.Record).ShouldBe(expected.Record, $"seed {seed}, minute {minute}");

                switch (dice.Next(6))
                {
                    case 0:
                        var restarted = dice.Next(2);
                        await replicas[restarted].DisposeAsync();
                        replicas[restarted] = await GateAsync(_store.Setting);
                        break;
                    case 1:
                        await _store.ExecuteAsync($"UPDATE kept_rows SET body = substr(body, 1, length(body) / 2) || x'00' || substr(body, length(body) / 2 + 2) WHERE begins % 7 = {dice.Next(7)}");
                        break;
                    case 2:
                        await _store.ExecuteAsync("DELETE FROM kept_rows WHERE begins % 3 = 0");
                        break;
                }
            }
        }
        finally
        {
            await replicas[0].DisposeAsync();
            await replicas[1].DisposeAsync();
        }

        (await CountAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_one_replica_asked_about_closed_buckets_no_other_asks_again()
    {
        var world = new LateWorld(5, Minutes);
        await world.SeedAsync(_simulator, world.Begin.AddMinutes(Minutes));
        var body = Question(world, world.Begin.AddMinutes(100), "everything");
        await using (var first = await GateAsync(_store.Setting))
        {
            await DecidedAsync(first, body);
        }

        (await CountAsync()).ShouldBeGreaterThan(20, "a gate that stops has kept what it was told");
        await _simulator.Client.DeleteAsync(new Uri("/simulator/requests", UriKind.Relative));
        await using var second = await GateAsync(_store.Setting);
        await DecidedAsync(second, body);

        var begin = world.Begin.AddMinutes(100) - TimeSpan.FromMinutes(5 + 20);
        var series = (await AskedAsync()).Select(nrql => Series().Match(nrql)).Where(match => match.Success).ToList();
        series.Count.ShouldBeGreaterThan(5);
        series.ShouldAllBe(match => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)) > begin);
    }

    [Fact]
    public async Task An_open_bucket_is_asked_about_again_and_what_came_late_counts()
    {
        var world = new LateWorld(6, Minutes);
        var at = world.Begin.AddMinutes(60);
        await world.SeedAsync(_simulator, at);
        await using var gate = await GateAsync(_store.Setting);
        var before = await DecidedAsync(gate, Question(world, at, "everything"));

        await world.SeedAsync(_simulator, at.AddMinutes(5));

        (await DecidedAsync(gate, Question(world, at, "everything"))).ShouldNotBe(before);
    }

    [Fact]
    public async Task What_comes_after_its_bucket_was_closed_is_not_seen()
    {
        var world = new LateWorld(7, Minutes);
        var at = world.Begin.AddMinutes(81);
        await world.SeedAsync(_simulator, at);
        await using (var first = await GateAsync(_store.Setting, ("History:ClosedAfter", "1s")))
        {
            await DecidedAsync(first, Question(world, at, "everything"));
        }

        await world.SeedAsync(_simulator, at.AddMinutes(5));
        await using var kept = await GateAsync(_store.Setting, ("History:ClosedAfter", "1s"));
        await using var anew = await GateAsync(("History:KeepRowsFor", "0"));

        (await DecidedAsync(kept, Question(world, at, "everything"))).ShouldNotBe(await DecidedAsync(anew, Question(world, at, "everything")));
    }

    /// <summary>Who asks about a past moment asks what New Relic says of it now; what is kept is for rollouts that run.</summary>
    [Fact]
    public async Task A_question_about_a_past_moment_is_asked_anew()
    {
        var world = new LateWorld(8, Minutes);
        var at = world.Begin.AddMinutes(81);
        await world.SeedAsync(_simulator, at);
        await using var gate = await GateAsync(_store.Setting, ("History:ClosedAfter", "1s"), ("History:PastMoments", "false"));
        await DecidedAsync(gate, Question(world, at, "everything"));

        await world.SeedAsync(_simulator, at.AddMinutes(5));
        await using var anew = await GateAsync(("History:KeepRowsFor", "0"));

        (await DecidedAsync(gate, Question(world, at, "everything"))).Answer.ShouldBe((await DecidedAsync(anew, Question(world, at, "everything"))).Answer);
    }

    private static JsonObject Question(LateWorld world, DateTimeOffset at, int minute, Random dice)
    {
        var body = Question(world, at, dice.Next(4) switch { 0 => "changed", 1 => "http-default", _ => "everything" });
        body["stepWeight"] = minute < 50 ? "5" : "25";
        if (dice.Next(3) == 0)
        {
            body["window"] = $"{dice.Next(5, 20)}m";
        }

        return body;
    }

    private static JsonObject Question(LateWorld world, DateTimeOffset at, string policy) => Bodies.Step(
        ("policy", policy), ("rolloutStartedAt", $"{world.Begin:O}"), ("stepStartedAt", $"{world.Begin:O}"), ("at", $"{at:O}"));

    /// <summary>All that was answered, and learnt where it is kept, but for who asked what how often.</summary>
    private static async Task<(string Answer, string? Record)> DecidedAsync(GateHost gate, JsonObject body)
    {
        using var answer = await gate.EvaluateAsync(body.ToJsonString());
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        said["objectives"]!.AsArray().Count.ShouldBeGreaterThan(0, said.ToJsonString());
        var id = said["decision"]!["id"]!.ToString();
        using var kept = await gate.Client.GetAsync(new Uri($"/v1/decisions/{id}/record", UriKind.Relative));
        var record = kept.IsSuccessStatusCode ? JsonNode.Parse(await kept.Content.ReadAsStringAsync())!["evaluation"]!.AsObject() : null;
        said.Remove("decision");
        foreach (var evidence in new[] { said["evidence"], record?["evidence"] }.OfType<JsonObject>())
        {
            evidence.Remove("posts").ShouldBeTrue();
            evidence.Remove("queries").ShouldBeTrue();
        }

        // A decision that could not be stored says so.
        said.Remove("warnings");

        return (said.ToJsonString().Replace(id, "", StringComparison.Ordinal), record?.ToJsonString());
    }

    /// <summary>A rollout is played at past moments, which are its own unless a test says otherwise.</summary>
    private Task<GateHost> GateAsync(params (string Key, string? Value)[] settings) => GateHost.StartAsync(
        _simulator.Endpoint, _ => { }, [.. GateHost.Patient, _policies.Setting, .. settings.Any(setting => setting.Key == "History:PastMoments") ? settings : settings.Append(("History:PastMoments", "true"))]);

    private async Task<long> CountAsync()
    {
        await using var connection = new SqliteConnection(_store.ConnectionString);
        return await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM kept_rows");
    }

    private async Task<IReadOnlyList<string>> AskedAsync() =>
    [
        .. (await _simulator.RequestsAsync()).GetProperty("requests").EnumerateArray().SelectMany(request => request.GetProperty("queries").EnumerateArray()).Select(query => query.GetProperty("nrql").GetString()!),
    ];

    [GeneratedRegex(@"SINCE (\d+) UNTIL (\d+) TIMESERIES 60 seconds")]
    private static partial Regex Series();
}
