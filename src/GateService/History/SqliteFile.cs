using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GateService.History;

/// <summary>The file of a SQLite database as the next process would find it: by its path. Connections that are open hold on to what they opened, even where it was deleted.</summary>
internal sealed class SqliteFile
{
    /// <summary>
    /// How connections write. With WAL, NORMAL survives the death of the process as FULL does; only a power cut may take the last moments. <see cref="Checkpoints"/> copies the log: it is done in
    /// somebody's commit only where it is 64 MB long (16,000 pages) all the same.
    /// </summary>
    public const string Writing = "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 16000";

    /// <summary>Seconds of the driver's own.</summary>
    private const int Usual = 30;

    private readonly SqliteConnectionStringBuilder _builder;

    private SqliteFile(SqliteConnectionStringBuilder builder) => _builder = builder;

    public string ConnectionString => _builder.ConnectionString;

    /// <summary>Null for a database in memory.</summary>
    /// <param name="connectionString">As it is set.</param>
    /// <param name="patience">How long another process that holds the file is waited for, where it does not say: the driver's own 30 s would hold up the one writer, and everybody behind.</param>
    public static SqliteFile? Of(string connectionString, TimeSpan patience)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (builder.DefaultTimeout == Usual)
        {
            builder.DefaultTimeout = Math.Max(1, (int)Math.Ceiling(patience.TotalSeconds));
        }

        return builder.Mode == SqliteOpenMode.Memory || builder.DataSource is "" or ":memory:" || builder.DataSource.StartsWith("file:", StringComparison.Ordinal) ? null : new SqliteFile(builder);
    }

    /// <summary>SQLite makes its file, but not the folder of it.</summary>
    public void MakeFolder()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(_builder.DataSource)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>A connection of its own to what lies at the path now; it makes no file, and waits a second at most for another process that holds it.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var fresh = new SqliteConnectionStringBuilder(_builder.ConnectionString)
        {
            Pooling = false,
            DefaultTimeout = 1,
            Mode = _builder.Mode == SqliteOpenMode.ReadWriteCreate ? SqliteOpenMode.ReadWrite : _builder.Mode,
        };
        var connection = new SqliteConnection(fresh.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            await connection.ExecuteAsync(new CommandDefinition(Writing, cancellationToken: ct));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets go of every connection that is not in use, and of those in use when they are given back.</summary>
    public void ForgetConnections()
    {
        using var any = new SqliteConnection(_builder.ConnectionString);
        SqliteConnection.ClearPool(any);
    }
}
