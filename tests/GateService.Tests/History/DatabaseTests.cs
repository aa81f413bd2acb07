using Dapper;
using GateService.Callers;
using GateService.History;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.History;

/// <summary>Who waits for whom at the store.</summary>
public sealed class DatabaseTests
{
    private static readonly Caller Shop = new("shop-people", "shop", ["*"], ["*"], Caller.UsualRoles);

    [Fact]
    public async Task One_teams_pages_hold_up_neither_another_teams_nor_a_verdict()
    {
        await using var engine = await Engine.StartAsync("file");
        await engine.Database.ReadAsync(Nothing, default);
        using var isOver = new ManualResetEventSlim();
        var held = Enumerable.Range(0, 12).Select(_ => Task.Run(() => ReadAsync(engine, Shop, isOver))).ToList();

        var another = await Task.Run(() => ReadAsync(engine, Shop with { Team = "pay" }, null));
        var verdicts = await engine.Database.ReadForVerdictAsync(Nothing, default);

        isOver.Set();
        (await Task.WhenAll(held)).ShouldAllBe(read => read);
        (another, verdicts).ShouldBe((true, true));
    }

    [Fact]
    public async Task Nor_do_all_teams_together_hold_up_a_verdict()
    {
        await using var engine = await Engine.StartAsync("file");
        await engine.Database.ReadAsync(Nothing, default);
        using var isOver = new ManualResetEventSlim();
        var held = Enumerable.Range(0, 12).Select(number => Task.Run(() => ReadAsync(engine, Shop with { Team = $"team {number}" }, isOver))).ToList();

        (await engine.Store.TryAnchorAsync(new StepAnchor("shop", "checkout", "", "shop", "checkout", "5c6d7e8f", "5"), engine.Time.GetUtcNow(), Engine.Patient, default)).ShouldNotBeNull();

        isOver.Set();
        await Task.WhenAll(held);
    }

    /// <summary>Who signs in or labels a decision while another process holds the file is told so, and nothing is written behind their back.</summary>
    [Fact]
    public async Task Who_waits_for_a_write_waits_no_longer_than_answers_do()
    {
        var time = new FakeTimeProvider();
        var file = await Engine.ConnectionStringAsync("file");
        await using var engine = Engine.At(file, time);
        await engine.Database.ReadAsync(Nothing, default);
        await using var another = new SqliteConnection(file);
        await another.OpenAsync(TestContext.Current.CancellationToken);
        await another.ExecuteAsync("BEGIN IMMEDIATE");
        var labelled = engine.Labels.PutAsync("01M86RAPQCFYM8R6Z0990PQN1D", "right", "", "ann", Shop, default);
        labelled.IsCompleted.ShouldBeFalse();

        time.Advance(Engine.Patient + TimeSpan.FromSeconds(1));

        Database.IsTrouble(await Should.ThrowAsync<TimeoutException>(labelled)).ShouldBeTrue();
        await another.ExecuteAsync("ROLLBACK");
        (await engine.Labels.PutAsync("01M86RAPQCFYM8R6Z0990PQN1E", "right", "", "ann", Shop, default)).ShouldBe(1);
        (await engine.Labels.FindAsync("01M86RAPQCFYM8R6Z0990PQN1D", default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("Data Source=gate.db", 2)]
    [InlineData("Data Source=gate.db;Default Timeout=7", 7)]
    public void The_one_writer_is_held_up_by_another_process_no_longer_than_answers_wait(string set, int seconds) =>
        new SqliteConnectionStringBuilder(SqliteFile.Of(set, TimeSpan.FromSeconds(1.5))!.ConnectionString).DefaultTimeout.ShouldBe(seconds);

    private static Task<bool> Nothing(System.Data.Common.DbConnection connection, CancellationToken ct) => Task.FromResult(true);

    /// <summary>As a page does: SQLite works on the thread it is called on.</summary>
    private static Task<bool> ReadAsync(Engine engine, Caller caller, ManualResetEventSlim? until)
    {
        Asking.For(caller);
        return engine.Database.ReadAsync(
            (_, ct) =>
            {
                until?.Wait(ct);
                return Task.FromResult(true);
            },
            default);
    }
}
