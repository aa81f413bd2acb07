using System.Data.Common;
using Dapper;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Wire;

namespace GateService.History;

/// <summary>
/// When the same version comes again: rolled out a second time, or retried after an abort. Argo's revision tells the first where the caller sends it; of a retry
/// Argo says nothing, so silence has to tell. Evidence of the attempt before is no evidence about this one.
/// </summary>
internal static class RolloutAttempt
{
    /// <summary>Nobody asks about a rollout that has ended; a running one is asked about by every step.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromHours(24);

    /// <summary>What runs beside the steps asks every minute or so, pauses included, until the rollout ends or is aborted; at the least this long, and three of its intervals.</summary>
    private static readonly TimeSpan SilenceBesideSteps = TimeSpan.FromMinutes(15);

    private const int Intervals = 3;

    /// <summary>After a fail Argo asks again within minutes, or has aborted.</summary>
    public static readonly TimeSpan SilenceAfterFail = TimeSpan.FromMinutes(10);

    /// <summary>Of a service, as a team sees it, in one revision of Argo's.</summary>
    public const string SameAttempt = $"{SameVersion} AND revision = @Revision";

    /// <summary>The same in all its revisions: decisions know none.</summary>
    private const string SameVersion = "cluster = @Cluster AND namespace = @Namespace AND rollout = @Rollout AND canary_hash = @CanaryHash AND service = @Service AND team = @Team";

    private const string Last = $"SELECT at, verdict, mode FROM decisions WHERE {SameVersion} AND past = 0 AND id >= @Since ORDER BY id DESC LIMIT 20";

    /// <summary>When the attempt began, in milliseconds since the Unix epoch; null where nobody noted it.</summary>
    public static async Task<long?> BeginAsync(DbTransaction transaction, StepAnchor step, CancellationToken ct) =>
        await transaction.Connection!.ExecuteScalarAsync<long?>(new CommandDefinition(
            $"SELECT min(first_seen) FROM anchors WHERE {SameAttempt}", step, transaction, cancellationToken: ct));

    /// <summary>The last question of the attempt that began then, if it is over; else null.</summary>
    public static async Task<DateTimeOffset?> EndAsync(DbConnection connection, DbTransaction? transaction, StepAnchor step, DateTimeOffset begin, DateTimeOffset now, CancellationToken ct)
    {
        var latest = (await connection.QueryAsync<(long At, string Verdict, string Mode)>(new CommandDefinition(
            Last, new { step.Team, step.Service, step.Cluster, step.Namespace, step.Rollout, step.CanaryHash, Since = DecisionId.Lowest(begin) }, transaction, cancellationToken: ct))).AsList();
        var asked = latest is [var last, ..] ? DateTimeOffset.FromUnixTimeMilliseconds(last.At) : begin;
        return now - asked > SilenceAfter(latest) ? asked : null;
    }

    /// <summary>
    /// The last question about the version before the attempt that began then, where that was another attempt for certain: under another revision, or longer ago than any silence that ends one. Some callers
    /// send a revision with one of their questions and none with the others; what is asked without one may be of this attempt.
    /// </summary>
    public static async Task<DateTimeOffset?> BeforeAsync(DbConnection connection, DbTransaction? transaction, StepAnchor step, DateTimeOffset begin, CancellationToken ct)
    {
        var known = new
        {
            step.Team,
            step.Service,
            step.Cluster,
            step.Namespace,
            step.Rollout,
            step.CanaryHash,
            step.Revision,
            From = DecisionId.Lowest(begin - Silence),
            To = DecisionId.Lowest(begin),
            Begin = begin.ToUnixTimeMilliseconds(),
        };
        var (at, revisions) = await connection.QuerySingleAsync<(long? At, long Revisions)>(new CommandDefinition(
            $"SELECT (SELECT at FROM decisions WHERE {SameVersion} AND past = 0 AND id >= @From AND id < @To ORDER BY id DESC LIMIT 1), "
            + $"(SELECT count(*) FROM anchors WHERE {SameVersion} AND revision <> @Revision AND revision <> '' AND first_seen < @Begin)",
            known, transaction, cancellationToken: ct));
        return at is { } last && DateTimeOffset.FromUnixTimeMilliseconds(last) is var asked && ((step.Revision.Length > 0 && revisions > 0) || begin - asked > SilenceAfterFail) ? asked : null;
    }

    /// <summary>How long nobody must ask for an attempt to be over.</summary>
    /// <param name="latest">Its last decisions, the latest first.</param>
    public static TimeSpan SilenceAfter(IReadOnlyList<(long At, string Verdict, string Mode)> latest)
    {
        if (latest is not [var last, ..] || WireWords.Verdict(last.Verdict) == Verdict.Fail)
        {
            return latest.Count == 0 ? Silence : SilenceAfterFail;
        }

        // One question alone does not say how often it is asked.
        return WireWords.Mode(last.Mode) == GateMode.Background && latest.Skip(1).FirstOrDefault(before => WireWords.Mode(before.Mode) == GateMode.Background) is { At: > 0 and var before }
            && TimeSpan.FromMilliseconds(Intervals * (last.At - before)) is var intervals
            ? intervals > SilenceBesideSteps ? intervals : SilenceBesideSteps
            : Silence;
    }

    /// <summary>Whether anybody asked about that version between two moments, whatever the revision.</summary>
    public static async Task<bool> WasAskedAsync(DbConnection connection, StepAnchor step, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"SELECT count(*) FROM decisions WHERE {SameVersion} AND past = 0 AND id >= @From AND id < @To",
            new { step.Team, step.Service, step.Cluster, step.Namespace, step.Rollout, step.CanaryHash, From = DecisionId.Lowest(from), To = DecisionId.Lowest(to) }, cancellationToken: ct)) > 0;

    /// <summary>Forgets the anchors of an attempt that has ended, and never those another replica has set for the next.</summary>
    public static async Task ForgetEndedAsync(DbTransaction transaction, StepAnchor step, DateTimeOffset now, CancellationToken ct)
    {
        if (await BeginAsync(transaction, step, ct) is { } begin
            && await EndAsync(transaction.Connection!, transaction, step, DateTimeOffset.FromUnixTimeMilliseconds(begin), now, ct) is { } end)
        {
            await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                $"DELETE FROM anchors WHERE {SameAttempt} AND first_seen <= @End",
                new { step.Team, step.Service, step.Cluster, step.Namespace, step.Rollout, step.CanaryHash, step.Revision, End = end.ToUnixTimeMilliseconds() }, transaction, cancellationToken: ct));
        }
    }
}
