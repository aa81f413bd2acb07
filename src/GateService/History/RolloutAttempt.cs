using System.Data.Common;
using Dapper;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Wire;

namespace GateService.History;

/// <summary>
/// When the same version comes again: rolled out a second time, or retried after an abort. Argo says neither, its hash is the same, so silence has to tell.
/// Evidence of the attempt before is no evidence about this one.
/// </summary>
internal static class RolloutAttempt
{
    /// <summary>Nobody asks about a rollout that has ended; a running one is asked about by every step and, beside them, every minute or so.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromHours(24);

    /// <summary>After a fail Argo asks again within minutes, or has aborted.</summary>
    public static readonly TimeSpan SilenceAfterFail = TimeSpan.FromMinutes(10);

    /// <summary>Of a service, as a team sees it.</summary>
    public const string SameVersion = "cluster = @Cluster AND namespace = @Namespace AND rollout = @Rollout AND canary_hash = @CanaryHash AND service = @Service AND team = @Team";

    private const string Last = $"SELECT at, verdict FROM decisions WHERE {SameVersion} AND past = 0 AND id >= @Since ORDER BY id DESC LIMIT 1";

    /// <summary>When the attempt began, in milliseconds since the Unix epoch; null where nobody noted it.</summary>
    public static async Task<long?> BeginAsync(DbTransaction transaction, StepAnchor step, CancellationToken ct) =>
        await transaction.Connection!.ExecuteScalarAsync<long?>(new CommandDefinition(
            $"SELECT min(first_seen) FROM anchors WHERE {SameVersion}", step, transaction, cancellationToken: ct));

    /// <summary>The last question of the attempt that began then, if it is over; else null.</summary>
    public static async Task<DateTimeOffset?> EndAsync(DbConnection connection, DbTransaction? transaction, StepAnchor step, DateTimeOffset begin, DateTimeOffset now, CancellationToken ct)
    {
        var (at, verdict) = await connection.QuerySingleOrDefaultAsync<(long At, string? Verdict)>(new CommandDefinition(
            Last, new { step.Team, step.Service, step.Cluster, step.Namespace, step.Rollout, step.CanaryHash, Since = DecisionId.Lowest(begin) }, transaction, cancellationToken: ct));
        var asked = verdict is null ? begin : DateTimeOffset.FromUnixTimeMilliseconds(at);
        return now - asked > (verdict == EnumNames.Of(Verdict.Fail) ? SilenceAfterFail : Silence) ? asked : null;
    }

    /// <summary>Forgets the anchors of an attempt that has ended, and never those another replica has set for the next.</summary>
    public static async Task ForgetEndedAsync(DbTransaction transaction, StepAnchor step, DateTimeOffset now, CancellationToken ct)
    {
        if (await BeginAsync(transaction, step, ct) is { } begin
            && await EndAsync(transaction.Connection!, transaction, step, DateTimeOffset.FromUnixTimeMilliseconds(begin), now, ct) is { } end)
        {
            await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                $"DELETE FROM anchors WHERE {SameVersion} AND first_seen <= @End",
                new { step.Team, step.Service, step.Cluster, step.Namespace, step.Rollout, step.CanaryHash, End = end.ToUnixTimeMilliseconds() }, transaction, cancellationToken: ct));
        }
    }
}
