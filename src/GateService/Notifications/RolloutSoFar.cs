using System.Data.Common;
using Dapper;
using GateService.History;

namespace GateService.Notifications;

/// <summary>What was decided about a rollout before a decision, as far as messages depend on it.</summary>
internal static class RolloutSoFar
{
    private const string SameRollout = "d.team = @Team AND d.cluster = @Cluster AND d.namespace = @Namespace AND d.rollout = @Rollout AND d.canary_hash = @CanaryHash AND d.past = @Past";

    private const string Previous =
        $"SELECT d.verdict, d.moment, d.weight, p.points FROM decisions d JOIN documents p ON p.decision = d.id WHERE {SameRollout} AND d.service = @Service AND d.at >= @attempt AND d.id < @Id ORDER BY d.id DESC LIMIT 1";

    /// <summary>
    /// The last word about each other service or policy of the rollout, where that is no pass. A fail counts while its attempt may still be going on, a hold in this step.
    /// </summary>
    private const string Troubled =
        $"SELECT DISTINCT d.service FROM decisions d WHERE {SameRollout} AND (d.service <> @Service OR d.policy <> @Policy) "
        + "AND ((d.verdict = 'fail' AND d.at >= @failed) OR (d.verdict = 'inconclusive' AND d.mode = 'step' AND d.step = @Step AND d.at >= @held)) "
        + "AND NOT EXISTS (SELECT 1 FROM decisions l WHERE l.team = d.team AND l.cluster = d.cluster AND l.namespace = d.namespace AND l.rollout = d.rollout AND l.canary_hash = d.canary_hash "
        + "AND l.service = d.service AND l.policy = d.policy AND l.past = d.past AND l.id > d.id)";

    /// <summary>The decision before about the same service; null for its first.</summary>
    public static Task<PreviousDecision?> BeforeAsync(DbTransaction transaction, StoredDecision decision, long attempt, CancellationToken ct) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<PreviousDecision?>(new CommandDefinition(
            Previous,
            new { decision.Team, decision.Service, decision.Cluster, decision.Namespace, decision.Rollout, decision.CanaryHash, decision.Past, decision.Id, attempt },
            transaction,
            cancellationToken: ct));

    /// <summary>Services of which something else of the same rollout fails or is held: nobody who hears of them is told that all is well.</summary>
    public static async Task<IReadOnlyList<string>> TroubledAsync(DbTransaction transaction, StoredDecision decision, CancellationToken ct) =>
        [.. await transaction.Connection!.QueryAsync<string>(new CommandDefinition(
            Troubled,
            new
            {
                decision.Team,
                decision.Service,
                decision.Policy,
                decision.Cluster,
                decision.Namespace,
                decision.Rollout,
                decision.CanaryHash,
                decision.Step,
                decision.Past,
                failed = decision.At - (long)RolloutAttempt.SilenceAfterFail.TotalMilliseconds,
                held = decision.At - (long)RolloutAttempt.Silence.TotalMilliseconds,
            },
            transaction,
            cancellationToken: ct))];
}
