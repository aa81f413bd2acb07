using System.Data.Common;
using System.Globalization;
using Dapper;

namespace GateService.History;

/// <summary>
/// Numbered SQL files, each applied once and in order. All in one transaction under a lock, so that any number of replicas may start at once.
/// </summary>
internal static class Migrations
{
    /// <summary>Any number that nothing else of this database locks by.</summary>
    private const long LockKey = 0x6761746573;

    private const string Prefix = "GateService.History.Migrations.";

    public static async Task ApplyAsync(DbConnection connection, bool isPostgres, TimeProvider time, CancellationToken ct)
    {
        // SQLite's transactions begin IMMEDIATE: they are the lock.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (isPostgres)
        {
            await connection.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_xact_lock(@LockKey)", new { LockKey }, transaction, cancellationToken: ct));
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)", transaction: transaction, cancellationToken: ct));
        var applied = (await connection.QueryAsync<long>(new CommandDefinition("SELECT number FROM migrations", transaction: transaction, cancellationToken: ct))).ToHashSet();
        foreach (var (number, name, sql) in All().Where(migration => !applied.Contains(migration.Number)))
        {
            await connection.ExecuteAsync(new CommandDefinition(sql, transaction: transaction, cancellationToken: ct));
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO migrations (number, name, applied_at) VALUES (@number, @name, @at)",
                new { number, name, at = time.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction,
                cancellationToken: ct));
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>By number; the name says what each is for.</summary>
    public static IReadOnlyList<(int Number, string Name, string Sql)> All() =>
    [
        .. typeof(Migrations).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read),
    ];

    private static (int Number, string Name, string Sql) Read(string resource)
    {
        using var reader = new StreamReader(typeof(Migrations).Assembly.GetManifestResourceStream(resource)!);
        var name = resource[Prefix.Length..^".sql".Length];
        return (int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name[5..], reader.ReadToEnd());
    }
}
