using System.Data.Common;
using Dapper;

namespace GateService.History;

/// <summary>
/// What decisions take. SQLite says which of its pages are in use; PostgreSQL does not shrink a table when rows go, so that there the newest decisions are
/// weighed and their rows and indexes added.
/// </summary>
/// <param name="Bytes">Bytes in use.</param>
/// <param name="Decisions">Decisions kept.</param>
internal readonly record struct StoreSize(long Bytes, long Decisions)
{
    /// <summary>Bytes of a decision beside its documents: its row, its keys and seven indexes (a million of them, docs/history.md).</summary>
    private const int Beside = 2_700;

    private const int Weighed = 1_000;

    public static async Task<StoreSize> MeasureAsync(DbConnection connection, bool isPostgres, CancellationToken ct)
    {
        var decisions = await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM decisions", cancellationToken: ct));
        return new StoreSize(isPostgres ? decisions * (Beside + await AverageAsync(connection, ct)) : await PagesAsync(connection, ct), decisions);
    }

    /// <summary>How many decisions like these fit into so many bytes; all there may ever be where these do.</summary>
    public long Fitting(long bytes) => Bytes <= bytes ? long.MaxValue : Math.Max(1, (long)(Decisions * ((double)bytes / Bytes)));

    private static Task<long> PagesAsync(DbConnection connection, CancellationToken ct) => connection.ExecuteScalarAsync<long>(new CommandDefinition(
        "SELECT (p.page_count - f.freelist_count) * s.page_size FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s", cancellationToken: ct));

    private static Task<long> AverageAsync(DbConnection connection, CancellationToken ct) => connection.ExecuteScalarAsync<long>(new CommandDefinition(
        "SELECT COALESCE(CAST(AVG(octet_length(points) + octet_length(body)) AS BIGINT), 0) FROM (SELECT points, body FROM documents ORDER BY decision DESC LIMIT @Weighed) newest",
        new { Weighed },
        cancellationToken: ct));
}
