using Microsoft.Data.Sqlite;
using Npgsql;

namespace GateService.History;

/// <summary>What is wrong with a store, in words for whoever runs it; no addresses, no secrets.</summary>
internal static class StoreTroubles
{
    private const int Error = 1;
    private const int CannotOpen = 14;

    public static string Say(Exception trouble) => trouble switch
    {
        SqliteException { SqliteErrorCode: 13 } or PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "the disk is full",
        SqliteException { SqliteErrorCode: 8 } or PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "it may only be read",
        SqliteException { SqliteErrorCode: 5 or 6 } => "another process holds it",
        SqliteException { SqliteErrorCode: 10 } => "the disk fails",
        SqliteException { SqliteErrorCode: 11 or 26 } => "the file is damaged",
        OperationCanceledException => "it did not take a write in time",
        _ => "it cannot be reached: check History:ConnectionString",
    };

    /// <summary>Nothing lies at the path any more, or something that is no store of ours.</summary>
    public static bool IsAnotherFile(Exception trouble) => trouble is SqliteException { SqliteErrorCode: CannotOpen } or SqliteException { SqliteErrorCode: Error };
}
