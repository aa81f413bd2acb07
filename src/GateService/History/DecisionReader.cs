using System.Data.Common;
using Dapper;
using GateService.Callers;

namespace GateService.History;

/// <summary>Reads decisions for people: lists, one, a rollout's timeline. Nobody reads what his token may not ask about.</summary>
internal sealed class DecisionReader(Database database)
{
    private const int Chunk = 500;
    private const int MostChunks = 40;
    public const int LongestTimeline = 1000;
    private const int MostRollouts = 500;

    /// <summary>A page, newest first, and the cursor of the next; a page may be short of what was asked while there is a next.</summary>
    /// <exception cref="DbException">The store cannot be read.</exception>
    public Task<(IReadOnlyList<DecisionRow> Rows, string? Next)> ListAsync(DecisionFilter filter, Caller caller, int most, CancellationToken ct) => database.ReadAsync<(IReadOnlyList<DecisionRow>, string?)>(
        async (connection, inner) =>
        {
            var rows = new List<DecisionRow>();
            var size = Math.Min(most + 1, Chunk);
            for (var chunk = 0; chunk < MostChunks; chunk++)
            {
                var (sql, values) = DecisionQuery.Of(filter, caller, size);
                var found = (await connection.QueryAsync<DecisionRow>(new CommandDefinition(sql, values, cancellationToken: inner))).AsList();
                rows.AddRange(found.Where(row => MayRead(caller, row)).Take(most - rows.Count + 1));
                if (rows.Count > most)
                {
                    return (rows[..most], rows[most - 1].Id);
                }

                if (found.Count < size)
                {
                    return (rows, null);
                }

                (filter, size) = (filter with { Cursor = found[^1].Id }, Chunk);
            }

            return (rows, filter.Cursor);
        },
        ct);

    /// <summary>The newest decision of each mode of every rollout that was decided about since <paramref name="from"/>, newest first.</summary>
    /// <param name="filter">Team, service and namespace hold; its verdict does not, or an older one would look like the newest.</param>
    /// <exception cref="DbException">The store cannot be read.</exception>
    public Task<IReadOnlyList<DecisionRow>> NewestAsync(DecisionFilter filter, DateTimeOffset from, Caller caller, CancellationToken ct) => database.ReadAsync<IReadOnlyList<DecisionRow>>(
        async (connection, inner) =>
        {
            var (sql, values) = DecisionQuery.Newest(filter with { From = from, To = null, Verdict = null, Cursor = null }, caller, database.LatestPast, MostRollouts);
            var rows = await connection.QueryAsync<DecisionRow>(new CommandDefinition(sql, values, cancellationToken: inner));
            return [.. rows.Where(row => MayRead(caller, row))];
        },
        ct);

    /// <summary>A decision whole; null when there is none of that id that the caller may read.</summary>
    /// <exception cref="DbException">The store cannot be read.</exception>
    public async Task<(DecisionRow Row, KeptBody Body)?> FindAsync(string id, Caller caller, CancellationToken ct)
    {
        var found = await database.ReadAsync(
            async (connection, inner) => (
                Row: await connection.QuerySingleOrDefaultAsync<DecisionRow?>(new CommandDefinition(
                    $"SELECT {DecisionQuery.Columns}, p.gist FROM decisions d JOIN documents p ON p.decision = d.id LEFT JOIN labels l ON l.decision = d.id WHERE d.id = @id", new { id }, cancellationToken: inner)),
                Document: await connection.QuerySingleOrDefaultAsync<Document?>(new CommandDefinition(
                    "SELECT o.body AS Body, p.hash AS Hash, p.body AS Policy FROM documents o LEFT JOIN policy_documents p ON p.hash = o.policy WHERE o.decision = @id", new { id }, cancellationToken: inner))),
            ct);
        return found is { Row: { } row, Document: { } document } && MayRead(caller, row) ? (row, document.Kept()) : null;
    }

    /// <summary>The decisions of the same version right before and after one; null where there is none that the caller may read.</summary>
    /// <exception cref="DbException">The store cannot be read.</exception>
    public Task<(DecisionRow? Before, DecisionRow? After)> NeighboursAsync(DecisionRow decision, Caller caller, CancellationToken ct) => database.ReadAsync<(DecisionRow?, DecisionRow?)>(
        async (connection, inner) =>
        {
            async Task<DecisionRow?> OneAsync(string side, string order) => await connection.QueryFirstOrDefaultAsync<DecisionRow?>(new CommandDefinition(
                $"SELECT {DecisionQuery.Columns} FROM decisions d LEFT JOIN labels l ON l.decision = d.id "
                + $"WHERE d.cluster = @Cluster AND d.namespace = @Namespace AND d.rollout = @Rollout AND d.canary_hash = @CanaryHash AND d.id {side} @Id ORDER BY d.id {order} LIMIT 1",
                decision,
                cancellationToken: inner)) is { } row && MayRead(caller, row) ? row : null;
            return (await OneAsync("<", "DESC"), await OneAsync(">", "ASC"));
        },
        ct);

    /// <summary>The decisions of one version's rollout, oldest first, with their points; the last thousand of them.</summary>
    /// <param name="place">Where it runs; a cluster that is not said is the one without a name, or else the one decided about last.</param>
    /// <param name="hash">The version; null takes the one decided about last.</param>
    /// <exception cref="DbException">The store cannot be read.</exception>
    public Task<(RolloutPlace Place, string? Hash, IReadOnlyList<DecisionRow> Rows, IReadOnlyList<string> Hashes)> TimelineAsync(RolloutPlace place, string? hash, Caller caller, CancellationToken ct) =>
        database.ReadAsync<(RolloutPlace, string?, IReadOnlyList<DecisionRow>, IReadOnlyList<string>)>(
            async (connection, inner) =>
            {
                var of = place.Cluster is not null ? place : place with
                {
                    Cluster = await connection.QueryFirstOrDefaultAsync<string?>(new CommandDefinition(
                        "SELECT cluster FROM decisions WHERE namespace = @Namespace AND rollout = @Rollout GROUP BY cluster ORDER BY CASE WHEN cluster = '' THEN 0 ELSE 1 END, max(id) DESC LIMIT 1",
                        place,
                        cancellationToken: inner)) ?? "",
                };
                var hashes = (await connection.QueryAsync<string>(new CommandDefinition(
                    "SELECT canary_hash FROM (SELECT canary_hash, max(id) AS newest FROM decisions WHERE cluster = @Cluster AND namespace = @Namespace AND rollout = @Rollout GROUP BY canary_hash) h ORDER BY newest DESC LIMIT 20",
                    of,
                    cancellationToken: inner))).AsList();
                var shown = hash ?? hashes.FirstOrDefault();
                var rows = await connection.QueryAsync<DecisionRow>(new CommandDefinition(
                    $"SELECT {DecisionQuery.Columns}, p.points, p.gist FROM decisions d JOIN documents p ON p.decision = d.id LEFT JOIN labels l ON l.decision = d.id "
                    + "WHERE d.cluster = @Cluster AND d.namespace = @Namespace AND d.rollout = @Rollout AND d.canary_hash = @shown ORDER BY d.id DESC LIMIT @most",
                    new { of.Cluster, of.Namespace, of.Rollout, shown, most = LongestTimeline },
                    cancellationToken: inner));
                return (of, shown, [.. rows.Where(row => MayRead(caller, row)).Reverse()], hashes);
            },
            ct);

    private static bool MayRead(Caller caller, DecisionRow row) => caller.MayRead(row.Service, row.Namespace, row.Team);

    private sealed record Document
    {
        public required byte[] Body { get; init; }

        public string? Hash { get; init; }

        public byte[]? Policy { get; init; }

        public KeptBody Kept() => new(Body, this is { Hash: { } hash, Policy: { } policy } ? new KeptPolicy(hash, policy) : null);
    }
}
