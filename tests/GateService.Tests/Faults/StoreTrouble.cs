using Dapper;
using Microsoft.Data.Sqlite;

namespace GateService.Tests.Faults;

/// <summary>What goes wrong with a SQLite file, as another process would do it: held for a moment or for seconds, or what is kept of New Relic's answers damaged or lost.</summary>
internal static class StoreTrouble
{
    private const int LongestHoldMilliseconds = 3_000;

    public static async Task StrikeAsync(string connectionString, Random dice, CancellationToken ct)
    {
        try
        {
            await using var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(ct);
            switch (dice.Next(4))
            {
                case 0:
                    await connection.ExecuteAsync("UPDATE kept_rows SET body = substr(body, 1, length(body) - 3) WHERE begins % 5 = 0");
                    break;
                case 1:
                    await connection.ExecuteAsync("DELETE FROM kept_rows WHERE begins % 2 = 0");
                    break;
                default:
                    await connection.ExecuteAsync(dice.Next(2) == 0 ? "BEGIN IMMEDIATE" : "BEGIN EXCLUSIVE");
                    await Task.Delay(dice.Next(LongestHoldMilliseconds), ct);
                    await connection.ExecuteAsync("ROLLBACK");
                    break;
            }
        }
        catch (SqliteException)
        {
            // The gate holds it itself.
        }
    }
}
