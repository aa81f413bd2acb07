using Dapper;
using GateService.History;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static GateService.Tests.History.Decisions;

namespace GateService.Tests.History;

/// <summary>SQLite copies its log into its file beside whoever writes, and not in the commit that somebody's answer waits for.</summary>
public sealed class CheckpointsTests
{
    /// <summary>More than the thousand pages of 4 kB at which SQLite by itself would do it.</summary>
    private const int Much = 6_000_000;

    [Fact]
    public async Task A_commit_that_makes_the_log_long_copies_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var engine = Engine.At($"Data Source={folder.File("gate.db")}");
        await engine.KeepAsync(Of());

        await FillAsync(engine);
        await FillAsync(engine);

        (await InFileAsync(folder, "filled")).ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_written_is_in_the_file_soon()
    {
        using var folder = new TemporaryFolder();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var engine = Engine.At($"Data Source={folder.File("gate.db")}", time);
        await FillAsync(engine);
        using var checkpoints = new Checkpoints(engine.Database, time, NullLogger<Checkpoints>.Instance);
        await checkpoints.StartAsync(TestContext.Current.CancellationToken);

        while (!await IsInFileAsync(folder))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await checkpoints.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Who_writes_meanwhile_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var engine = Engine.At($"Data Source={folder.File("gate.db")}");

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => number % 4 == 0 ? engine.Database.CheckpointAsync(default) : engine.KeepAsync(Of())));

        await engine.Database.CheckpointAsync(default);
        (await InFileAsync(folder, "decisions")).ShouldBe(30);
        engine.Database.Unsettled.ShouldBe(0);
    }

    [Fact]
    public async Task A_store_in_memory_has_nothing_to_copy()
    {
        await using var engine = await Engine.StartAsync("sqlite");
        await engine.KeepAsync(Of());

        await engine.Database.CheckpointAsync(default);

        (await engine.Database.ReadAsync((connection, _) => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM decisions"), default)).ShouldBe(1);
    }

    private static Task<int> FillAsync(Engine engine) => engine.Database.WriteAsync(
        (transaction, _) => transaction.Connection!.ExecuteAsync("CREATE TABLE IF NOT EXISTS filled (bytes BLOB); INSERT INTO filled VALUES (randomblob(@Much))", new { Much }, transaction), default);

    /// <summary>A file that is copied while it is written to is damaged, and not there yet.</summary>
    private static async Task<bool> IsInFileAsync(TemporaryFolder folder)
    {
        try
        {
            return await InFileAsync(folder, "filled") == 1;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Rows in the file as it is without its log.</summary>
    private static async Task<long> InFileAsync(TemporaryFolder folder, string table)
    {
        File.Copy(folder.File("gate.db"), folder.File("alone.db"), overwrite: true);
        await using var alone = new SqliteConnection($"Data Source={folder.File("alone.db")};Pooling=False");
        return await alone.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = @table", new { table }) == 0 ? 0 : await alone.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {table}");
    }
}
