using System.Data.Common;
using Dapper;

namespace GateService.History;

/// <summary>
/// What decisions take, in all and of each team. SQLite says which of its pages are in use; PostgreSQL does not shrink a table when rows go, so that there the
/// decisions are weighed.
/// </summary>
/// <param name="Bytes">Bytes in use.</param>
/// <param name="Teams">What each team holds.</param>
internal sealed record StoreSize(long Bytes, IReadOnlyList<TeamHolding> Teams)
{
    /// <summary>Bytes of a decision beside its documents: its row, its keys and seven indexes (a million of them, docs/history.md).</summary>
    private const int Beside = 2_700;

    /// <summary>What all decisions weigh; where it is not all that is in use, the rest has its share of each.</summary>
    private long Weight => Teams.Sum(team => team.Bytes);

    /// <summary>Null where no more is in use than may be, which SQLite knows without a look at each decision.</summary>
    public static async Task<StoreSize?> MeasureAsync(DbConnection connection, bool isPostgres, long mostBytes, CancellationToken ct)
    {
        if (!isPostgres && await PagesAsync(connection, ct) is var pages)
        {
            return pages <= mostBytes ? null : new StoreSize(pages, await TeamsAsync(connection, ct));
        }

        var teams = await TeamsAsync(connection, ct);
        return teams.Sum(team => team.Bytes) is var bytes && bytes <= mostBytes ? null : new StoreSize(bytes, teams);
    }

    /// <summary>What a team that holds too much may hold in bytes of its decisions; null where these fit into so many bytes of the store.</summary>
    public double? Level(long mostBytes) => Bytes <= mostBytes ? null : FairShare.Level([.. Teams.Select(team => team.Bytes)], (long)(Weight * ((double)mostBytes / Bytes)));

    /// <summary>Decisions of each team, which an index knows.</summary>
    public static async Task<IReadOnlyList<TeamHolding>> CountAsync(DbConnection connection, CancellationToken ct) => [.. await connection.QueryAsync<TeamHolding>(new CommandDefinition(
        "SELECT team AS Team, COUNT(*) AS Decisions, CAST(0 AS BIGINT) AS Bytes FROM decisions GROUP BY team ORDER BY team", cancellationToken: ct))];

    private static async Task<IReadOnlyList<TeamHolding>> TeamsAsync(DbConnection connection, CancellationToken ct) => [.. await connection.QueryAsync<TeamHolding>(new CommandDefinition(
        "SELECT d.team AS Team, COUNT(*) AS Decisions, CAST(SUM(@Beside + octet_length(p.points) + octet_length(p.gist) + octet_length(p.body)) AS BIGINT) AS Bytes "
        + "FROM decisions d JOIN documents p ON p.decision = d.id GROUP BY d.team ORDER BY d.team",
        new { Beside },
        cancellationToken: ct))];

    private static Task<long> PagesAsync(DbConnection connection, CancellationToken ct) => connection.ExecuteScalarAsync<long>(new CommandDefinition(
        "SELECT (p.page_count - f.freelist_count) * s.page_size FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s", cancellationToken: ct));
}
