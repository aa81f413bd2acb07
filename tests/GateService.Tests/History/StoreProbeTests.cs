using Dapper;
using GateService.Callers;
using Microsoft.Data.Sqlite;
using static GateService.Tests.History.Decisions;

namespace GateService.Tests.History;

/// <summary>A store that answers questions and takes nothing is no store: what is wrong is found by writing, and said.</summary>
public sealed class StoreProbeTests
{
    public static TheoryData<string> Engines => Engine.All;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_store_that_takes_what_it_is_given_has_no_trouble(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);

        (await engine.Probe.AskAsync(default)).ShouldBeNull();
        (await engine.Probe.AskAsync(default)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_store_that_refuses_writes_is_in_trouble_though_it_answers(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        await engine.Probe.AskAsync(default);
        await engine.Database.WriteAsync((transaction, _) => transaction.Connection!.ExecuteAsync("ALTER TABLE probes RENAME TO broken", transaction: transaction), default);

        (await engine.Probe.AskAsync(default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_file_that_another_process_holds_is_trouble_until_it_lets_go()
    {
        using var folder = new TemporaryFolder();
        await using var engine = Engine.At($"Data Source={folder.File("gate.db")}");
        await engine.KeepAsync(Of());
        await using (var other = new SqliteConnection($"Data Source={folder.File("gate.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var holding = await other.BeginTransactionAsync();
            (await engine.Probe.AskAsync(default)).ShouldBe("the store takes nothing: another process holds it");
        }

        (await engine.Probe.AskAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_file_that_may_only_be_read_is_trouble()
    {
        using var folder = new TemporaryFolder();
        await using (var writing = Engine.At($"Data Source={folder.File("gate.db")};Pooling=False"))
        {
            await writing.KeepAsync(Of());
        }

        await using var engine = Engine.At($"Data Source={folder.File("gate.db")};Pooling=False;Mode=ReadOnly");

        (await engine.Probe.AskAsync(default)).ShouldBe("the store takes nothing: it may only be read");
    }

    [Theory]
    [InlineData("gate.db")]
    [InlineData("gate.db", "gate.db-wal", "gate.db-shm")]
    public async Task A_deleted_file_is_noticed_said_and_begun_anew(params string[] deleted)
    {
        using var folder = new TemporaryFolder();
        await using var engine = Engine.At($"Data Source={folder.File("gate.db")}");
        await engine.KeepAsync(Of());
        (await engine.Probe.AskAsync(default)).ShouldBeNull();
        foreach (var file in deleted)
        {
            File.Delete(folder.File(file));
        }

        (await engine.Probe.AskAsync(default)).ShouldNotBeNull().ShouldStartWith("the file of the store was deleted or replaced");
        (await engine.Probe.AskAsync(default)).ShouldBeNull("a new one is in use");
        var decision = Of(Noon.AddMinutes(1));
        await engine.KeepAsync(decision);

        (await KeptAsync(folder)).ShouldBe([decision.Id]);
    }

    [Fact]
    public async Task A_file_that_another_took_the_place_of_is_left_for_that_one()
    {
        using var folder = new TemporaryFolder();
        var restored = Of(Noon.AddDays(-1));
        await using (var backup = Engine.At($"Data Source={folder.File("backup.db")};Pooling=False"))
        {
            await backup.KeepAsync(restored);
        }

        await using var engine = Engine.At($"Data Source={folder.File("gate.db")}");
        await engine.KeepAsync(Of());
        File.Move(folder.File("backup.db"), folder.File("gate.db"), overwrite: true);
        File.Delete(folder.File("gate.db-wal"));
        File.Delete(folder.File("gate.db-shm"));

        (await engine.Probe.AskAsync(default)).ShouldNotBeNull();
        (await engine.Probe.AskAsync(default)).ShouldBeNull();

        (await engine.Reader.FindAsync(restored.Id, Caller.Anyone, default)).ShouldNotBeNull();
    }

    private static async Task<IReadOnlyList<string>> KeptAsync(TemporaryFolder folder)
    {
        await using var next = Engine.At($"Data Source={folder.File("gate.db")};Pooling=False");
        return await next.Database.ReadAsync(async (connection, _) => (await connection.QueryAsync<string>("SELECT id FROM decisions")).AsList(), default);
    }
}
