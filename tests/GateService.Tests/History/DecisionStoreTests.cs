using Dapper;
using GateService.History;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GateService.Tests.History;

/// <summary>One contract for both engines; PostgreSQL where GATE_TEST_POSTGRES names one (./test starts its own).</summary>
public sealed class DecisionStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Engines => Environment.GetEnvironmentVariable("GATE_TEST_POSTGRES") is { Length: > 0 } ? ["sqlite", "file", "postgres"] : ["sqlite", "file"];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_first_sight_of_a_step_stays_its_anchor(string engine)
    {
        await using var store = await OpenAsync(engine);
        var step = new StepAnchor("shop", "checkout", "5c6d7e8f", "weight 5");

        var first = await store.TryAnchorAsync(step, Noon, Patient, default);
        var later = await store.TryAnchorAsync(step, Noon.AddMinutes(5), Patient, default);
        var next = await store.TryAnchorAsync(step with { Step = "weight 25" }, Noon.AddMinutes(9), Patient, default);

        first.ShouldBe(new FirstSight(Noon, Noon));
        later.ShouldBe(new FirstSight(Noon, Noon));
        next.ShouldBe(new FirstSight(Noon.AddMinutes(9), Noon));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Many_replicas_agree_on_one_anchor(string engine)
    {
        await using var store = await OpenAsync(engine);
        var step = new StepAnchor("shop", "checkout", "5c6d7e8f", "index 3");

        var seen = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => store.TryAnchorAsync(step, Noon.AddSeconds(i), Patient, default)));

        seen.Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_decision_is_read_as_it_was_kept(string engine)
    {
        await using var store = await OpenAsync(engine);
        var decision = new StoredDecision($"{Guid.NewGuid():N}", Noon.ToUnixTimeMilliseconds(), "o'checkout", "shop", "checkout", "5c6d7e8f", "", "pass", "{\"reason\":\"'; DROP TABLE decisions; -- ö漢\"}");

        (await store.TryKeepAsync(decision, Patient, default)).ShouldBeTrue();

        (await store.FindAsync(decision.Id, default)).ShouldBe(decision);
        (await store.FindAsync("another", default)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_decision_is_kept_once(string engine)
    {
        await using var store = await OpenAsync(engine);
        var decision = new StoredDecision($"{Guid.NewGuid():N}", 0, "a", "", "a", "", "", "pass", "{}");

        (await store.TryKeepAsync(decision, Patient, default)).ShouldBeTrue();
        (await store.TryKeepAsync(decision with { Verdict = "fail" }, Patient, default)).ShouldBeFalse();

        (await store.FindAsync(decision.Id, default))!.Verdict.ShouldBe("pass");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_probe_of_a_store_that_answers_finds_no_trouble(string engine)
    {
        await using var store = await OpenAsync(engine);

        (await store.ProbeAsync(Patient, default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("Data Source=/proc/no/such/folder/gate.db")]
    [InlineData("Host=127.0.0.1;Port=9;Username=nobody;Password=hidden;Timeout=2")]
    public async Task A_store_that_is_not_there_answers_no_and_throws_nothing(string connectionString)
    {
        await using var store = Store(connectionString);

        (await store.TryAnchorAsync(new StepAnchor("", "a", "b", "step"), Noon, Patient, default)).ShouldBeNull();
        (await store.TryKeepAsync(new StoredDecision("x", 0, "a", "", "a", "", "", "pass", "{}"), Patient, default)).ShouldBeFalse();
        (await store.ProbeAsync(Patient, default)).ShouldNotBeNull().ShouldNotContain("hidden");
    }

    [Fact]
    public async Task A_file_outlives_the_process()
    {
        var file = Path.Combine(Path.GetTempPath(), $"gate-{Guid.NewGuid():N}", "gate.db");
        var step = new StepAnchor("shop", "checkout", "5c6d7e8f", "weight 5");
        await using (var first = Store($"Data Source={file};Pooling=False"))
        {
            await first.TryAnchorAsync(step, Noon, Patient, default);
        }

        await using (var second = Store($"Data Source={file};Pooling=False"))
        {
            (await second.TryAnchorAsync(step, Noon.AddHours(1), Patient, default)).ShouldBe(new FirstSight(Noon, Noon));
        }

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static async Task<DecisionStore> OpenAsync(string engine)
    {
        if (engine == "postgres")
        {
            var connectionString = Environment.GetEnvironmentVariable("GATE_TEST_POSTGRES")!;
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var connection = await source.OpenConnectionAsync();
            var schema = $"gate_{Guid.NewGuid():N}";
            await connection.ExecuteAsync($"CREATE SCHEMA {schema}");
            return Store($"{connectionString};Search Path={schema}");
        }

        return Store(engine == "file"
            ? $"Data Source={Path.Combine(Path.GetTempPath(), $"gate-{Guid.NewGuid():N}.db")};Pooling=False"
            : $"Data Source=gate-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
    }

    private static DecisionStore Store(string connectionString) =>
        new(Options.Create(new HistoryOptions { ConnectionString = connectionString, Patience = Patient }), TimeProvider.System, NullLogger<DecisionStore>.Instance);
}
