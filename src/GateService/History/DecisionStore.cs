using System.Data.Common;
using Dapper;
using GateService.Core.Requests;
using GateService.Telemetry;
using GateService.Wire;
using Microsoft.Extensions.Options;

namespace GateService.History;

/// <summary>
/// Keeps decisions and the first sight of each step on the way to an answer. Its troubles are logged and answered with "no": they never
/// reach a verdict.
/// </summary>
internal sealed partial class DecisionStore(Database database, IOptions<HistoryOptions> options, TimeProvider time, GateMetrics metrics, ILogger<DecisionStore> log) : IDisposable
{
    private readonly KnownSteps _known = new();
    private readonly TimeSpan _patience = options.Value.Patience;

    public bool IsEnabled => database.IsEnabled;

    public bool IsPostgres => database.IsPostgres;

    /// <summary>
    /// Notes that a step is asked about, and answers when it and its rollout first were; null when the store cannot say in time. Where the rollout is a new
    /// attempt (<see cref="RolloutAttempt"/>), what was seen before is forgotten.
    /// </summary>
    public async Task<FirstSight?> TryAnchorAsync(StepAnchor step, DateTimeOffset now, TimeSpan limit, CancellationToken ct)
    {
        if (_known.Find(step, now) is { } known)
        {
            return known;
        }

        if (await AnchorAsync(step, now, limit, ct) is not { } seen)
        {
            return null;
        }

        _known.Learn(step, seen);
        return seen;
    }

    public void Dispose() => _known.Dispose();

    private async Task<FirstSight?> AnchorAsync(StepAnchor step, DateTimeOffset now, TimeSpan limit, CancellationToken ct) =>
        await TryAsync(limit, "anchor a step", async token =>
            await database.ReadForVerdictAsync((connection, inner) => SeenAsync(connection, null, step, now, inner), token)
            ?? await database.WriteAsync(
                async (transaction, inner) =>
                {
                    await RolloutAttempt.ForgetEndedAsync(transaction, step, now, inner);
                    await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                        "INSERT INTO anchors (team, service, cluster, namespace, rollout, canary_hash, revision, step, first_seen) VALUES (@Team, @Service, @Cluster, @Namespace, @Rollout, @CanaryHash, @Revision, @Step, @FirstSeen) ON CONFLICT DO NOTHING",
                        new { step.Team, step.Service, step.Cluster, step.Namespace, step.Rollout, step.CanaryHash, step.Revision, step.Step, FirstSeen = now.ToUnixTimeMilliseconds() },
                        transaction,
                        cancellationToken: inner));
                    return await SeenAsync(transaction.Connection!, transaction, step, now, inner);
                },
                token), ct);

    /// <summary>Whether the version was asked about between two moments; null when the store cannot say in time.</summary>
    public async Task<bool?> TryWasAskedAsync(StepAnchor step, DateTimeOffset from, DateTimeOffset to, TimeSpan limit, CancellationToken ct) =>
        await TryAsync<bool?>(limit, "look for questions", async token => await database.ReadForVerdictAsync((connection, inner) => RolloutAttempt.WasAskedAsync(connection, step, from, to, inner), token), ct);

    /// <summary>The commit that stable was built from, as whoever asked about it when it was the canary said; null where nobody did, or the store cannot say in time.</summary>
    public async Task<string?> TryFindCommitAsync(GateRequest request, TimeSpan limit, CancellationToken ct) =>
        await TryAsync<string?>(limit, "look for a commit", async token => await database.ReadForVerdictAsync(
            async (connection, inner) => DecisionGist.Read(await connection.QueryFirstOrDefaultAsync<string?>(new CommandDefinition(
                "SELECT p.gist FROM decisions d JOIN documents p ON p.decision = d.id "
                + "WHERE d.cluster = @Cluster AND d.namespace = @Namespace AND d.rollout = @Rollout AND d.team = @Team AND d.canary_hash = @StableHash ORDER BY d.id DESC LIMIT 1",
                new { Cluster = request.Cluster ?? "", Namespace = request.Namespace ?? "", request.Rollout, Team = request.Team ?? "", request.StableHash },
                cancellationToken: inner))).Change?.Commit,
            token), ct);

    /// <summary>Keeps a decision and, in the same transaction, what follows from it; false when that could not be done in time.</summary>
    /// <param name="also">Written with the decision; null for nothing.</param>
    /// <param name="limit">What is left of the answer's deadline; <see cref="HistoryOptions.Patience"/> where that is less.</param>
    public async Task<bool> TryKeepAsync(StoredDecision decision, Func<DbTransaction, CancellationToken, Task>? also, TimeSpan limit, CancellationToken ct)
    {
        var isKept = await WriteAsync(decision, also, limit, ct);
        if (isKept)
        {
            _known.Keep(decision);
        }

        return isKept;
    }

    private async Task<bool> WriteAsync(StoredDecision decision, Func<DbTransaction, CancellationToken, Task>? also, TimeSpan limit, CancellationToken ct) =>
        await TryAsync(limit < _patience ? limit : _patience, "keep a decision", token => database.WriteAsync(
            async (transaction, inner) =>
            {
                await DecisionWriting.InsertAsync(transaction, [decision], inner);
                if (also is not null)
                {
                    await also(transaction, inner);
                }

                return true;
            },
            token), ct);

    private static async Task<FirstSight?> SeenAsync(DbConnection connection, DbTransaction? transaction, StepAnchor step, DateTimeOffset now, CancellationToken ct)
    {
        var (first, begin) = await connection.QuerySingleAsync<(long? Step, long? Rollout)>(new CommandDefinition(
            $"SELECT min(CASE WHEN step = @Step THEN first_seen END), min(first_seen) FROM anchors WHERE {RolloutAttempt.SameAttempt}",
            step, transaction, cancellationToken: ct));
        if (first is null)
        {
            return null;
        }

        var seen = new FirstSight(DateTimeOffset.FromUnixTimeMilliseconds(first.Value), DateTimeOffset.FromUnixTimeMilliseconds(begin!.Value));
        return await RolloutAttempt.EndAsync(connection, transaction, step, seen.Rollout, now, ct) is null
            ? seen with { Earlier = await RolloutAttempt.BeforeAsync(connection, transaction, step, seen.Rollout, ct) }
            : null;
    }

    private async Task<T?> TryAsync<T>(TimeSpan limit, string what, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var late = Remaining.Of(limit, time).Ending();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            return await work(either.Token).WaitAsync(either.Token);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            metrics.ErrorSeen("store");
            Log.Failed(log, what, e);
            return default;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 300, Level = LogLevel.Warning, Message = "Could not {What}; no verdict depends on it")]
        public static partial void Failed(ILogger logger, string what, Exception exception);
    }
}
