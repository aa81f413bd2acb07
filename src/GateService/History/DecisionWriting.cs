using System.Data.Common;
using Dapper;

namespace GateService.History;

/// <summary>Puts decisions into a transaction.</summary>
internal static class DecisionWriting
{
    private const string Decision =
        "INSERT INTO decisions (id, at, moment, past, team, service, namespace, rollout, canary_hash, mode, step, weight, verdict, score, summary, policy, revision) "
        + "VALUES (@Id, @At, @Moment, @Past, @Team, @Service, @Namespace, @Rollout, @CanaryHash, @Mode, @Step, @Weight, @Verdict, @Score, @Summary, @Policy, @Revision)";

    private const string Document = "INSERT INTO documents (decision, format, points, gist, body) VALUES (@Id, @Format, @Points, @Gist, @Body)";

    public static async Task InsertAsync(DbTransaction transaction, IReadOnlyList<StoredDecision> decisions, CancellationToken ct)
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(Decision, decisions, transaction, cancellationToken: ct));
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(Document, decisions, transaction, cancellationToken: ct));
    }
}
