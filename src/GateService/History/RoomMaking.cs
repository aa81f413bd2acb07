using System.Data.Common;
using Dapper;

namespace GateService.History;

/// <summary>
/// Makes room where decisions are too many or take too much: of the team that holds most, its oldest first and those with a label last. So no team's questions
/// cost another its history, and a label is worth more than what nobody said anything of.
/// </summary>
internal sealed class RoomMaking(Database database)
{
    /// <summary>So many of a team in one transaction: nobody waits long behind it.</summary>
    private const int Batch = 500;

    private const string WithoutLabel = "NOT EXISTS (SELECT 1 FROM labels l WHERE l.decision = decisions.id)";

    /// <summary>Removes what is too much; returns how many decisions went.</summary>
    /// <param name="mostDecisions">Null without limit.</param>
    /// <param name="mostBytes">Null without limit.</param>
    public async Task<long> MakeAsync(long? mostDecisions, long? mostBytes, CancellationToken ct)
    {
        var removed = 0L;
        for (var batch = 1L; batch > 0; removed += batch)
        {
            // Measured each time: other replicas make room as well.
            batch = 0;
            foreach (var (team, excess) in await database.ReadAsync((connection, inner) => ExcessAsync(connection, mostDecisions, mostBytes, inner), ct))
            {
                batch += await database.WriteAsync((transaction, inner) => RemoveOldestAsync(transaction, team, Math.Min(excess, Batch), inner), ct);
            }
        }

        return removed;
    }

    public async Task RemoveAsync(DbTransaction transaction, IReadOnlyList<string> ids, CancellationToken ct)
    {
        if (ids.Count > 0)
        {
            var among = database.IsPostgres ? "= ANY(@ids)" : "IN @ids";
            await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                $"DELETE FROM documents WHERE decision {among}; DELETE FROM labels WHERE decision {among}; DELETE FROM shadows WHERE decision {among}; DELETE FROM decisions WHERE id {among}",
                new { ids = ids.ToArray() },
                transaction,
                cancellationToken: ct));
        }
    }

    /// <summary>How many decisions of which teams are too many.</summary>
    private async Task<IReadOnlyList<(string Team, int Decisions)>> ExcessAsync(DbConnection connection, long? mostDecisions, long? mostBytes, CancellationToken ct)
    {
        if (mostDecisions is { } most && await StoreSize.CountAsync(connection, ct) is var counts && counts.Sum(team => team.Decisions) > most)
        {
            var level = FairShare.Level([.. counts.Select(team => team.Decisions)], most);
            return [.. counts.Where(team => team.Decisions > level).Select(team => (team.Team, (int)Math.Ceiling(Math.Min(Batch, team.Decisions - level))))];
        }

        if (mostBytes is not { } bytes || await StoreSize.MeasureAsync(connection, database.IsPostgres, bytes, ct) is not { } size || size.Level(bytes) is not { } share)
        {
            return [];
        }

        // As many as take what is too much at the team's average, and one at least; the newest decision of all stays, however little room there is.
        return [.. size.Teams.Where(team => team.Bytes > share && size.Teams.Sum(each => each.Decisions) > 1)
            .Select(team => (team.Team, (int)Math.Clamp(Math.Round((team.Bytes - share) / team.Bytes * team.Decisions), 1, Batch)))];
    }

    private async Task<int> RemoveOldestAsync(DbTransaction transaction, string team, int most, CancellationToken ct)
    {
        var ids = await OldestAsync(WithoutLabel);
        ids = ids.Count > 0 ? ids : await OldestAsync($"NOT {WithoutLabel}");
        await RemoveAsync(transaction, ids, ct);
        return ids.Count;

        async Task<List<string>> OldestAsync(string which) => (await transaction.Connection!.QueryAsync<string>(new CommandDefinition(
            $"SELECT id FROM decisions WHERE team = @team AND {which} ORDER BY id LIMIT @most", new { team, most }, transaction, cancellationToken: ct))).AsList();
    }
}
