using Dapper;
using Microsoft.Data.Sqlite;

namespace GateService.Tests.Hosting;

/// <summary>A SQLite file that a test looks into, spoils or locks behind the gate's back, as another process would.</summary>
internal sealed class Kept : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string ConnectionString => $"Data Source={Path.Combine(_folder.Path, "gate.db")};Pooling=False";

    public (string, string?) Setting => ("History:ConnectionString", ConnectionString);

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.ExecuteAsync(sql);
    }

    /// <summary>Nobody else writes until it is disposed.</summary>
    public async Task<IAsyncDisposable> LockAsync()
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("BEGIN IMMEDIATE");
        return connection;
    }

    public void Dispose() => _folder.Dispose();
}
