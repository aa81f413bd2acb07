using Dapper;
using Microsoft.Data.Sqlite;

namespace GateService.Errands;

/// <summary>Copies the SQLite file into another while a gate goes on writing it; what is kept after the copy began is not in it.</summary>
internal static class StoreCopy
{
    public const string Verb = "backup";

    /// <param name="connectionString">That of <c>History:ConnectionString</c>.</param>
    /// <param name="file">File to write; its folder must be there, and it must not.</param>
    /// <exception cref="InvalidOperationException">The store is no SQLite file, or the target cannot be written; says what to do.</exception>
    public static async Task RunAsync(string connectionString, string file)
    {
        if (connectionString.Contains("Host=", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException("History:ConnectionString is PostgreSQL's: copy that with pg_dump (docs/operations.md#backup-and-restore)");
        }

        if (File.Exists(file))
        {
            throw new InvalidOperationException($"'{file}' is there already: expected the name of a new file");
        }

        var source = new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        try
        {
            await using var connection = new SqliteConnection(source.ConnectionString);
            await connection.OpenAsync();
            await connection.ExecuteAsync("VACUUM INTO @file", new { file });
        }
        catch (SqliteException e)
        {
            throw new InvalidOperationException($"'{source.DataSource}' cannot be copied to '{file}': {e.Message}", e);
        }

        Console.WriteLine($"{source.DataSource}: {new FileInfo(file).Length} bytes copied to {file}");
    }
}
