using System.Text.Json;
using Dapper;
using GateService.History;

namespace GateService.Policies;

/// <summary>
/// The last good policy files, kept in the store that all replicas share: a process that is started while the files have faults judges by these, and a
/// crash or a node that goes away does not turn a typo into an outage.
/// </summary>
internal sealed class KeptPolicies(Database database, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public bool IsEnabled => database.IsEnabled;

    /// <summary>Replaces what was kept, where it is not the same.</summary>
    public Task KeepAsync(IReadOnlyDictionary<string, string> files, CancellationToken ct) => WithinAsync(
        token => database.WriteAsync(
            (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "INSERT INTO kept_policies (id, files, kept_at) VALUES (1, @files, @at) ON CONFLICT (id) DO UPDATE SET files = excluded.files, kept_at = excluded.kept_at WHERE kept_policies.files <> excluded.files",
                new { files = JsonSerializer.Serialize(files), at = time.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction,
                cancellationToken: inner)),
            token),
        ct);

    /// <summary>The files and when they were kept; null when none were.</summary>
    public Task<(SortedDictionary<string, string> Files, DateTimeOffset At)?> FindAsync(CancellationToken ct) => WithinAsync(
        token => database.ReadAsync(
            async (connection, inner) =>
            {
                var (files, at) = await connection.QuerySingleOrDefaultAsync<(string? Files, long At)>(
                    new CommandDefinition("SELECT files, kept_at FROM kept_policies WHERE id = 1", cancellationToken: inner));
                return files is null
                    ? ((SortedDictionary<string, string>, DateTimeOffset)?)null
                    : (new SortedDictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(files)!, StringComparer.Ordinal), DateTimeOffset.FromUnixTimeMilliseconds(at));
            },
            token),
        ct);

    /// <summary>SQLite works on the thread that calls it, and a store that hangs must not hold up a start for ever.</summary>
    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        return await Task.Run(() => work(either.Token), either.Token).WaitAsync(either.Token);
    }
}
