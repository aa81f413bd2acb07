using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GateService.History;

/// <summary>What <c>History:ConnectionString</c> says.</summary>
internal static class ConnectionText
{
    /// <summary>Seconds until a PostgreSQL that takes the connection and says nothing is one that is down: the driver's own 15 are longer than people look at an empty page.</summary>
    private const int Connecting = 5;

    /// <summary>PostgreSQL's; else SQLite's.</summary>
    public static bool NamesAHost(string connectionString) =>
        connectionString.Contains("Host=", StringComparison.OrdinalIgnoreCase) || connectionString.Contains("Server=", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a connection string is one of either engine; a typo stops the start, it never waits for a rollout.</summary>
    public static bool IsUnderstood(string connectionString)
    {
        try
        {
            _ = NamesAHost(connectionString)
                ? new NpgsqlConnectionStringBuilder(connectionString)
                : (DbConnectionStringBuilder)new SqliteConnectionStringBuilder(connectionString);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The same, and the wait for a connection as long as it says, else <see cref="Connecting"/> seconds.</summary>
    /// <param name="postgres">A connection string of PostgreSQL.</param>
    public static string Impatient(string postgres)
    {
        var said = new DbConnectionStringBuilder { ConnectionString = postgres };
        if (!said.ContainsKey("Timeout"))
        {
            said["Timeout"] = Connecting;
        }

        return said.ConnectionString;
    }
}
