using System.Data.Common;
using Dapper;

namespace GateService.History;

/// <summary>
/// A write as small as can be, to learn whether the store would keep a decision: a question that only reads is answered on a full disk, in a locked database and in a
/// deleted file as well.
/// </summary>
internal sealed class StoreTrial(Database database, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Of this process: another's writes are not mistaken for ours.</summary>
    private readonly string _who = Guid.NewGuid().ToString("N");

    /// <summary>Writes; false when what was written went into another file than the one in use, which is then let go of.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var nonce = Guid.NewGuid().ToString("N");
        if (database.File is not { } file)
        {
            return await database.WriteAsync((transaction, inner) => WriteAsync(transaction, nonce, inner), ct);
        }

        // First as everybody does: it prepares a store that was not there before.
        await database.ReadForVerdictAsync((_, _) => Task.FromResult(true), ct);
        if (await IsWrittenAtPathAsync(file, nonce, ct) && await database.ReadForVerdictAsync((connection, inner) => SeesAsync(connection, nonce, inner), ct))
        {
            return true;
        }

        await database.ReopenAsync(ct);
        return false;
    }

    private async Task<bool> IsWrittenAtPathAsync(SqliteFile file, string nonce, CancellationToken ct)
    {
        try
        {
            return await database.InTurnAsync(
                async inner =>
                {
                    await using var connection = await file.OpenAsync(inner);
                    await using var transaction = await connection.BeginTransactionAsync(inner);
                    await WriteAsync(transaction, nonce, inner);
                    await transaction.CommitAsync(inner);
                    return true;
                },
                ct);
        }
        catch (DbException e) when (StoreTroubles.IsAnotherFile(e))
        {
            return false;
        }
    }

    private async Task<bool> WriteAsync(DbTransaction transaction, string nonce, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "INSERT INTO probes (who, at, nonce) VALUES (@_who, @at, @nonce) ON CONFLICT (who) DO UPDATE SET at = excluded.at, nonce = excluded.nonce; DELETE FROM probes WHERE at < @old",
            new { _who, at = now.ToUnixTimeMilliseconds(), nonce, old = (now - Remembered).ToUnixTimeMilliseconds() },
            transaction,
            cancellationToken: ct)) > 0;
    }

    private async Task<bool> SeesAsync(DbConnection connection, string nonce, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<string?>(new CommandDefinition("SELECT nonce FROM probes WHERE who = @_who", new { _who }, cancellationToken: ct)) == nonce;
}
