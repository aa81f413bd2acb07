using System.Data.Common;
using Dapper;
using GateService.History;
using GateService.Telemetry;
using GateService.Wire;
using Microsoft.Extensions.Options;

namespace GateService.Rations;

/// <summary>The ledger in the store: a row for each account, minute and replica, others for its teams, and gone some minutes later. A replica writes its own row alone: nobody waits for another.</summary>
internal sealed partial class QueryLedger(Database database, IOptions<HistoryOptions> options, TimeProvider time, GateMetrics metrics, ILogger<QueryLedger> log) : IQueryLedger
{
    /// <summary>A store that did not answer is left alone for so long: no answer waits for it again and again.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    /// <summary>Six parameters each and two for all: fewer than the 999 of the smallest SQLite.</summary>
    private const int TeamsAtOnce = 150;

    private readonly string _replica = Guid.NewGuid().ToString("N");
    private long _failedAt = long.MinValue;

    public async Task<LedgerPage?> TakeAsync(int account, long minute, long steps, long background, IReadOnlyList<TeamMinute> teams, CancellationToken ct)
    {
        if (!database.IsEnabled || (Volatile.Read(ref _failedAt) is var failed && failed != long.MinValue && time.GetElapsedTime(failed) < Rest))
        {
            return null;
        }

        using var late = Remaining.Of(options.Value.Patience, time).Ending();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            return await database.WriteAsync((transaction, inner) => TakeAsync(transaction, account, minute, steps, background, teams, inner), either.Token).WaitAsync(either.Token);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Volatile.Write(ref _failedAt, time.GetTimestamp());
            metrics.ErrorSeen("store");
            Log.Failed(log, e);
            return null;
        }
    }

    private async Task<LedgerPage> TakeAsync(DbTransaction transaction, int account, long minute, long steps, long background, IReadOnlyList<TeamMinute> teams, CancellationToken ct)
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM query_minutes WHERE account = @account AND minute < @oldest; DELETE FROM query_teams WHERE account = @account AND minute < @oldest; "
            + "INSERT INTO query_minutes (account, minute, replica, steps, background) VALUES (@account, @minute, @replica, @steps, @background) "
            + "ON CONFLICT (account, minute, replica) DO UPDATE SET steps = query_minutes.steps + excluded.steps, background = query_minutes.background + excluded.background",
            new { account, minute, oldest = minute - TeamMinutes.Kept, replica = _replica, steps, background },
            transaction,
            cancellationToken: ct));
        var (taken, beside, before, replicas) = await connection.QuerySingleAsync<(long, long, long, long)>(new CommandDefinition(
            "SELECT CAST(COALESCE(sum(CASE WHEN minute = @minute THEN steps END), 0) AS BIGINT), CAST(COALESCE(sum(CASE WHEN minute = @minute THEN background END), 0) AS BIGINT), "
            + "CAST(COALESCE(sum(CASE WHEN minute = @minute - 1 THEN steps END), 0) AS BIGINT), count(DISTINCT replica) FROM query_minutes WHERE account = @account",
            new { account, minute },
            transaction,
            cancellationToken: ct));
        return new LedgerPage(new MinuteOfAccount(taken, beside, before, Math.Max(1, replicas)), await ShareAsync(transaction, account, teams, ct));
    }

    private async Task<IReadOnlyList<TeamMinute>> ShareAsync(DbTransaction transaction, int account, IReadOnlyList<TeamMinute> teams, CancellationToken ct)
    {
        var connection = transaction.Connection!;
        foreach (var some in teams.Chunk(TeamsAtOnce))
        {
            await NoteAsync(transaction, account, some, ct);
        }

        var rows = await connection.QueryAsync<(long Minute, string Team, long Steps, long Background, long RefusedSteps, long RefusedBackground)>(new CommandDefinition(
            "SELECT minute, team, CAST(sum(steps) AS BIGINT), CAST(sum(background) AS BIGINT), CAST(sum(refused_steps) AS BIGINT), CAST(sum(refused_background) AS BIGINT) "
            + "FROM query_teams WHERE account = @account GROUP BY minute, team",
            new { account },
            transaction,
            cancellationToken: ct));
        return [.. rows.Select(row => new TeamMinute(row.Minute, row.Team, new TeamQueries(row.Steps, row.Background, row.RefusedSteps, row.RefusedBackground)))];
    }

    /// <summary>All in one statement: while it runs the account's other questions of this replica wait.</summary>
    private Task NoteAsync(DbTransaction transaction, int account, IReadOnlyList<TeamMinute> teams, CancellationToken ct)
    {
        var values = new DynamicParameters(new { account, replica = _replica });
        foreach (var (index, (minute, team, asked)) in teams.Index())
        {
            values.AddDynamicParams(new Dictionary<string, object>
            {
                [$"m{index}"] = minute,
                [$"t{index}"] = team,
                [$"s{index}"] = asked.Steps,
                [$"b{index}"] = asked.Background,
                [$"rs{index}"] = asked.RefusedSteps,
                [$"rb{index}"] = asked.RefusedBackground,
            });
        }

        var rows = string.Join(", ", Enumerable.Range(0, teams.Count).Select(index => $"(@account, @m{index}, @replica, @t{index}, @s{index}, @b{index}, @rs{index}, @rb{index})"));
        return transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"INSERT INTO query_teams (account, minute, replica, team, steps, background, refused_steps, refused_background) VALUES {rows} "
            + "ON CONFLICT (account, minute, replica, team) DO UPDATE SET steps = query_teams.steps + excluded.steps, background = query_teams.background + excluded.background, "
            + "refused_steps = query_teams.refused_steps + excluded.refused_steps, refused_background = query_teams.refused_background + excluded.refused_background",
            values,
            transaction,
            cancellationToken: ct));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 310, Level = LogLevel.Warning, Message = "Could not note what is asked of New Relic for the other replicas to see; this one keeps to its share")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
