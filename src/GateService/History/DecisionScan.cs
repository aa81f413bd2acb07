using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using GateService.Callers;
using GateService.Core.Policies;

namespace GateService.History;

/// <summary>Decisions whole, newest first, a chunk at a time: as many as are wanted, and never more of them in memory than a chunk.</summary>
internal sealed class DecisionScan(Database database)
{
    private const int Chunk = 100;

    /// <param name="filter">Which.</param>
    /// <param name="caller">Reads what its token may read, and nothing else.</param>
    /// <param name="most">Of those that it may read.</param>
    /// <exception cref="DbException">The store cannot be read.</exception>
    public async IAsyncEnumerable<ScannedDecision> ReadAsync(DecisionFilter filter, Caller caller, int most, [EnumeratorCancellation] CancellationToken ct)
    {
        var policies = new Dictionary<string, Lazy<GatePolicy?>>(StringComparer.Ordinal);
        for (var left = most; left > 0;)
        {
            var found = await database.ReadAsync(async (connection, inner) => await ChunkAsync(connection, filter, caller, policies, inner), ct);
            foreach (var decision in found.Where(row => caller.MayRead(row.Service, row.Namespace, row.Team)).Take(left))
            {
                left--;
                yield return decision;
            }

            if (found.Count < Chunk)
            {
                yield break;
            }

            filter = filter with { Cursor = found[^1].Id };
        }
    }

    private static async Task<List<ScannedDecision>> ChunkAsync(
        DbConnection connection, DecisionFilter filter, Caller caller, Dictionary<string, Lazy<GatePolicy?>> policies, CancellationToken ct)
    {
        var (sql, values) = DecisionQuery.Whole(filter, caller, Chunk);
        var rows = (await connection.QueryAsync<ScannedDecision>(new CommandDefinition(sql, values, cancellationToken: ct))).AsList();
        foreach (var hash in rows.Select(row => row.Shared).OfType<string>().Distinct().Where(hash => !policies.ContainsKey(hash)).ToList())
        {
            var body = await connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition("SELECT body FROM policy_documents WHERE hash = @hash", new { hash }, cancellationToken: ct));
            policies[hash] = new Lazy<GatePolicy?>(() => body is null ? null : new KeptPolicy(hash, body).Read());
        }

        var none = new Lazy<GatePolicy?>(() => null);
        return rows.ConvertAll(row => row with { SharedPolicy = row.Shared is { } hash ? policies[hash] : none });
    }
}
