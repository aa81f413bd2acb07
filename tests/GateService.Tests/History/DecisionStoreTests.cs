using GateService.Callers;
using GateService.History;
using Microsoft.Extensions.Time.Testing;
using static GateService.Tests.History.Decisions;

namespace GateService.Tests.History;

/// <summary>Keeping, on both engines.</summary>
public sealed class DecisionStoreTests
{
    public static TheoryData<string> Engines => Engine.All;

    public static TheoryData<string> LastingEngines => Engine.Lasting;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_first_sight_of_a_step_stays_its_anchor(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var step = new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "weight 5");

        var first = await engine.Store.TryAnchorAsync(step, Noon, Engine.Patient, default);
        var later = await engine.Store.TryAnchorAsync(step, Noon.AddMinutes(5), Engine.Patient, default);
        var next = await engine.Store.TryAnchorAsync(step with { Step = "weight 25" }, Noon.AddMinutes(9), Engine.Patient, default);

        first.ShouldBe(new FirstSight(Noon, Noon));
        later.ShouldBe(new FirstSight(Noon, Noon));
        next.ShouldBe(new FirstSight(Noon.AddMinutes(9), Noon));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_decision_is_read_as_it_was_kept(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var decision = Of(service: "o'checkout'; DROP TABLE decisions; -- ö漢") with { Body = [0, 255, 10, 13], Weight = 12.5, Score = 1.0 / 3 };

        await engine.KeepAsync(decision);

        var (row, body) = (await engine.Reader.FindAsync(decision.Id, Caller.Anyone, default)).ShouldNotBeNull();
        body.Body.ShouldBe(decision.Body);
        body.Policy.ShouldBeNull();
        (row.Service, row.Weight, row.Score, row.At, row.Label).ShouldBe((decision.Service, 12.5, 1.0 / 3, decision.At, null));
        (await engine.Reader.FindAsync("another", Caller.Anyone, default)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_decision_is_kept_once_and_whole_or_not_at_all(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var (kept, lost) = (Of(), Of());
        await engine.KeepAsync(kept);

        (await engine.Store.TryKeepAsync(kept with { Verdict = "fail" }, null, Engine.Patient, default)).ShouldBeFalse();
        (await engine.Store.TryKeepAsync(lost, (_, _) => throw new InvalidOperationException("boom"), Engine.Patient, default)).ShouldBeFalse();

        (await engine.Reader.FindAsync(kept.Id, Caller.Anyone, default))!.Value.Row.Verdict.ShouldBe("pass");
        (await engine.Reader.FindAsync(lost.Id, Caller.Anyone, default)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_probe_of_a_store_that_answers_finds_no_trouble(string kind)
    {
        // Its limit of two seconds is no matter of how busy this machine is: the clock stands still.
        await using var engine = await Engine.StartAsync(kind, new FakeTimeProvider(Noon));

        (await engine.Probe.AskAsync(default)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(LastingEngines))]
    public async Task Replicas_that_start_at_once_make_the_schema_once(string kind)
    {
        var connectionString = await Engine.ConnectionStringAsync(kind);
        var replicas = Enumerable.Range(0, 8).Select(_ => Engine.At(connectionString)).ToList();

        var opened = await Task.WhenAll(replicas.Select(replica => replica.Database.ReadAsync((_, _) => Task.FromResult(true), default)));

        opened.ShouldAllBe(ready => ready);
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Data Source=/proc/no/such/folder/gate.db")]
    [InlineData("Host=127.0.0.1;Port=9;Username=nobody;Password=hidden;Timeout=2")]
    public async Task A_store_that_is_not_there_answers_no_and_throws_nothing(string connectionString)
    {
        await using var engine = Engine.At(connectionString);

        (await engine.Store.TryAnchorAsync(new StepAnchor("", "a", "", "", "a", "b", "step"), Noon, Engine.Patient, default)).ShouldBeNull();
        (await engine.Store.TryKeepAsync(Of(), null, Engine.Patient, default)).ShouldBeFalse();
        (await engine.Probe.AskAsync(default)).ShouldNotBeNull().ShouldNotContain("hidden");
    }

    [Fact]
    public async Task A_file_outlives_the_process()
    {
        using var folder = new TemporaryFolder();
        var file = $"Data Source={Path.Combine(folder.Path, "data", "gate.db")};Pooling=False";
        var step = new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "weight 5");
        await using (var first = Engine.At(file))
        {
            await first.Store.TryAnchorAsync(step, Noon, Engine.Patient, default);
        }

        await using var second = Engine.At(file);
        (await second.Store.TryAnchorAsync(step, Noon.AddHours(1), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon));
    }

    [Fact]
    public void Migrations_are_numbered_without_gaps() =>
        Migrations.All().Select(migration => migration.Number).ShouldBe(Enumerable.Range(1, Migrations.All().Count));
}
