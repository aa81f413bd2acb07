using Dapper;
using GateService.Wire;
using Microsoft.Extensions.Options;

namespace GateService.History;

/// <summary>
/// Prepares the store at start and removes what is past keeping, by age and where there is no room for it, a few at a time, so that nobody waits behind it.
/// Every replica does it; what one removed the next does not find.
/// </summary>
internal sealed partial class Retention(Database database, IOptions<HistoryOptions> options, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    private const int Batch = 500;

    /// <summary>What fits the chart's volume of 1 GiB with the log of writes and a quarter to spare.</summary>
    private const long SqliteMegabytes = 768;

    private static readonly TimeSpan PolicyLag = TimeSpan.FromDays(2);

    private readonly HistoryOptions _options = options.Value;
    private readonly RoomMaking _room = new(database);

    /// <summary>What all decisions may take; null without limit.</summary>
    private long? MostBytes => (_options.KeepAtMostMegabytes ?? (database.IsPostgres ? 0 : SqliteMegabytes)) is > 0 and var most ? most * 1_000_000 : null;

    /// <summary>Removes everything past keeping; returns how many decisions went.</summary>
    public async Task<long> TidyAsync(CancellationToken ct)
    {
        var removed = 0L;
        if (_options.KeepFor > TimeSpan.Zero)
        {
            var keep = DecisionId.Lowest(time.GetUtcNow() - _options.KeepFor);
            for (var batch = Batch; batch == Batch; removed += batch)
            {
                batch = await RemoveBeforeAsync(keep, ct);
            }
        }

        removed += await _room.MakeAsync(_options.KeepAtMost > 0 ? _options.KeepAtMost : null, MostBytes, ct);
        if (removed > 0)
        {
            await ForgetPoliciesAsync(ct);
        }

        if (_options.KeepFor > TimeSpan.Zero)
        {
            await ForgetAsync((time.GetUtcNow() - _options.KeepFor).ToUnixTimeMilliseconds(), ct);
        }

        await ForgetRowsAsync(ct);
        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsEnabled)
        {
            return;
        }

        await TryAsync("prepare the store", ct => database.ReadAsync((_, _) => Task.FromResult(true), ct), stoppingToken);
        if (_options.TidyInterval <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(_options.TidyInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync("remove what is past keeping", TidyAsync, stoppingToken);
        }
    }

    private async Task TryAsync<T>(string what, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        try
        {
            await Task.Run(() => work(ct), ct);
        }
#pragma warning disable CA1031 // Nothing that goes wrong here may end the process that gives verdicts.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(log, what, e);
        }
    }

    private Task<int> RemoveBeforeAsync(string keep, CancellationToken ct) => database.WriteAsync(
        async (transaction, inner) =>
        {
            var ids = (await transaction.Connection!.QueryAsync<string>(new CommandDefinition(
                "SELECT id FROM decisions WHERE id < @keep ORDER BY id LIMIT @Batch", new { keep, Batch }, transaction, cancellationToken: inner))).AsList();
            await _room.RemoveAsync(transaction, ids, inner);
            return ids.Count;
        },
        ct);

    /// <summary>Policies that no kept decision was made by: those said to be used before the oldest of them, and a day, for they are said to be once a day, and another for clocks that differ.</summary>
    private Task<int> ForgetPoliciesAsync(CancellationToken ct) => database.WriteAsync(
        (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "DELETE FROM policy_documents WHERE used_at < COALESCE((SELECT at FROM decisions ORDER BY id LIMIT 1), @now) - @lag",
            new { now = time.GetUtcNow().ToUnixTimeMilliseconds(), lag = (long)PolicyLag.TotalMilliseconds },
            transaction,
            cancellationToken: inner)),
        ct);

    /// <summary>Messages that are done and anchors of rollouts long over.</summary>
    private Task<int> ForgetAsync(long before, CancellationToken ct) => database.WriteAsync(
        (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "DELETE FROM outbox WHERE state <> 'pending' AND created_at < @before; DELETE FROM anchors WHERE first_seen < @before", new { before }, transaction, cancellationToken: inner)),
        ct);

    /// <summary>Rows of closed buckets, by age and size.</summary>
    private async Task ForgetRowsAsync(CancellationToken ct)
    {
        await database.WriteAsync(
            (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "DELETE FROM kept_rows WHERE kept_at <= @before", new { before = (time.GetUtcNow() - _options.KeepRowsFor).ToUnixTimeMilliseconds() }, transaction, cancellationToken: inner)),
            ct);
        while (await database.ReadAsync(
            (connection, inner) => connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT CAST(COALESCE(SUM(LENGTH(body)), 0) AS BIGINT) FROM kept_rows", cancellationToken: inner)), ct) > _options.KeepRowsAtMostMegabytes * 1_000_000)
        {
            await database.WriteAsync(
                (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    "DELETE FROM kept_rows WHERE (question, begins) IN (SELECT question, begins FROM kept_rows ORDER BY kept_at LIMIT @Batch)", new { Batch }, transaction, cancellationToken: inner)),
                ct);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "Could not {What}; it is tried again")]
        public static partial void Failed(ILogger logger, string what, Exception exception);
    }
}
