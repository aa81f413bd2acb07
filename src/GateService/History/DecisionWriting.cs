using System.Data.Common;
using Dapper;

namespace GateService.History;

/// <summary>Puts decisions into a transaction.</summary>
internal static class DecisionWriting
{
    private const string Decision =
        "INSERT INTO decisions (id, at, moment, past, team, service, cluster, namespace, rollout, canary_hash, mode, step, weight, verdict, score, summary, policy, revision) "
        + "VALUES (@Id, @At, @Moment, @Past, @Team, @Service, @Cluster, @Namespace, @Rollout, @CanaryHash, @Mode, @Step, @Weight, @Verdict, @Score, @Summary, @Policy, @Revision)";

    private const string Document = "INSERT INTO documents (decision, format, policy, points, gist, body) VALUES (@Id, @Format, @PolicyDocument, @Points, @Gist, @Body)";

    /// <summary>
    /// Written once, and said to be used once a day: no two decisions wait for each other over it. <see cref="Retention"/> leaves it the day that it may lag.
    /// </summary>
    private const string Policy =
        "INSERT INTO policy_documents (hash, used_at, body) SELECT @Hash, @at, @Body WHERE NOT EXISTS (SELECT 1 FROM policy_documents WHERE hash = @Hash AND used_at >= @recent) "
        + "ON CONFLICT (hash) DO UPDATE SET used_at = excluded.used_at";

    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

    public static async Task InsertAsync(DbTransaction transaction, IReadOnlyList<StoredDecision> decisions, CancellationToken ct)
    {
        foreach (var policy in decisions.Where(decision => decision.Shared is not null).GroupBy(decision => decision.PolicyDocument).OrderBy(policy => policy.Key, StringComparer.Ordinal))
        {
            var (shared, at) = (policy.First().Shared!, policy.Max(decision => decision.At));
            await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                Policy, new { shared.Hash, shared.Body, at, recent = at - (long)Recent.TotalMilliseconds }, transaction, cancellationToken: ct));
        }

        await transaction.Connection!.ExecuteAsync(new CommandDefinition(Decision, decisions, transaction, cancellationToken: ct));
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(Document, decisions, transaction, cancellationToken: ct));
    }
}
