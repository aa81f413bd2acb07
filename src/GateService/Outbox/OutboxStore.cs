using System.Data.Common;
using Dapper;
using GateService.History;

namespace GateService.Outbox;

/// <summary>
/// The outbox as a table: written with decisions, claimed one message of a channel at a time, by one replica, for a while. A claim that ran out is
/// anybody's, which is how messages survive a crash.
/// </summary>
internal sealed class OutboxStore(Database database, TimeProvider time)
{
    private const string Columns =
        "id, dedup_key AS DedupKey, decision, channel, event, team, service, namespace, rollout, payload, trace_parent AS TraceParent, state, attempts, "
        + "created_at AS CreatedAt, due_at AS DueAt, give_up_at AS GiveUpAt, done_at AS DoneAt, trouble";

    /// <summary>What a channel sends next, due or not.</summary>
    private const string Head = "(SELECT min(id) FROM outbox WHERE state = 'pending' AND channel = @channel)";

    private const string Free = "state = 'pending' AND due_at <= @now AND claimed_until <= @now";

    public bool IsEnabled => database.IsEnabled;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Adds messages to the transaction of their decision; those already told are left out. Returns how many were new.</summary>
    public static async Task<int> AddAsync(DbTransaction transaction, IEnumerable<OutboxMessage> messages, CancellationToken ct) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "INSERT INTO outbox (id, dedup_key, decision, channel, event, team, service, namespace, rollout, payload, trace_parent, state, attempts, created_at, due_at, give_up_at, "
            + "claimed_by, claimed_until, trouble) VALUES (@Id, @DedupKey, @Decision, @Channel, @Event, @Team, @Service, @Namespace, @Rollout, @Payload, @TraceParent, @State, 0, "
            + "@CreatedAt, @DueAt, @GiveUpAt, '', 0, '') ON CONFLICT DO NOTHING",
            messages,
            transaction,
            cancellationToken: ct));

    /// <summary>Whether any of these keys was ever written.</summary>
    public static async Task<bool> AnyAsync(DbTransaction transaction, IReadOnlyList<string> keys, CancellationToken ct)
    {
        foreach (var key in keys)
        {
            if (await transaction.Connection!.ExecuteScalarAsync<long>(new CommandDefinition(
                "SELECT count(*) FROM outbox WHERE dedup_key = @key", new { key }, transaction, cancellationToken: ct)) > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Takes the oldest message of a channel for as long as the lease lasts, and notes an attempt; null while that one is postponed or somebody else's. What waits
    /// behind it is nobody's to send: so messages of a channel keep their order, whoever sends them. Those of a replica that died are anybody's when its lease is over.
    /// </summary>
    public async Task<OutboxMessage?> ClaimAsync(string owner, string channel, TimeSpan lease, CancellationToken ct)
    {
        // Most looks find nothing, and need not wait for a turn to write.
        var head = await database.ReadAsync(
            (connection, inner) => connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
                $"SELECT id FROM outbox WHERE id = {Head} AND {Free}", new { channel, now = Now }, cancellationToken: inner)),
            ct);
        return head is null ? null : await database.WriteAsync(
            (transaction, inner) => transaction.Connection!.QuerySingleOrDefaultAsync<OutboxMessage?>(new CommandDefinition(
                $"UPDATE outbox SET claimed_by = @owner, claimed_until = @until, attempts = attempts + 1 WHERE id = {Head} AND {Free} RETURNING {Columns}",
                new { owner, channel, now = Now, until = Now + (long)lease.TotalMilliseconds },
                transaction,
                cancellationToken: inner)),
            ct);
    }

    /// <summary>Channels that messages wait for.</summary>
    public Task<IReadOnlyList<string>> ChannelsAsync(CancellationToken ct) => database.ReadAsync<IReadOnlyList<string>>(
        async (connection, inner) => [.. await connection.QueryAsync<string>(new CommandDefinition("SELECT DISTINCT channel FROM outbox WHERE state = 'pending'", cancellationToken: inner))],
        ct);

    public Task<bool> DeliveredAsync(string owner, OutboxMessage message, CancellationToken ct) => OwnedAsync(
        "state = 'delivered', done_at = @now, claimed_until = 0, trouble = ''", new { message.Id, owner, now = Now }, ct);

    /// <summary>To be tried again at a later moment.</summary>
    public Task<bool> PostponeAsync(string owner, OutboxMessage message, DateTimeOffset due, string trouble, CancellationToken ct) => OwnedAsync(
        "due_at = @due, claimed_until = 0, trouble = @trouble", new { message.Id, owner, now = Now, due = due.ToUnixTimeMilliseconds(), trouble }, ct);

    /// <summary>Given up; visible, and there to be replayed.</summary>
    public Task<bool> BuryAsync(string owner, OutboxMessage message, string trouble, CancellationToken ct) => OwnedAsync(
        "state = 'dead', done_at = @now, claimed_until = 0, trouble = @trouble", new { message.Id, owner, now = Now, trouble }, ct);

    /// <summary>Sends a dead message on its way again; false when there is no dead one of that id.</summary>
    public async Task<bool> ReplayAsync(string id, TimeSpan giveUpAfter, CancellationToken ct) => await database.WriteInTimeAsync(
        (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "UPDATE outbox SET state = 'pending', due_at = @now, give_up_at = @giveUp, done_at = NULL, claimed_until = 0 WHERE id = @id AND state = 'dead'",
            new { id, now = Now, giveUp = Now + (long)giveUpAfter.TotalMilliseconds },
            transaction,
            cancellationToken: inner)),
        ct) == 1;

    public Task<OutboxMessage?> FindAsync(string id, CancellationToken ct) => database.ReadAsync(
        (connection, inner) => connection.QuerySingleOrDefaultAsync<OutboxMessage?>(new CommandDefinition($"SELECT {Columns} FROM outbox WHERE id = @id", new { id }, cancellationToken: inner)), ct);

    /// <summary>Messages of a state, newest first, without what they say: a page of those would be megabytes.</summary>
    public Task<IReadOnlyList<OutboxMessage>> ListAsync(string state, string? before, int most, CancellationToken ct) => database.ReadAsync<IReadOnlyList<OutboxMessage>>(
        async (connection, inner) => [.. await connection.QueryAsync<OutboxMessage>(new CommandDefinition(
            $"SELECT {Columns.Replace("payload", "'' AS payload", StringComparison.Ordinal)} FROM outbox WHERE state = @state{(before is null ? "" : " AND id < @before")} ORDER BY id DESC LIMIT @most", new { state, before, most }, cancellationToken: inner))],
        ct);

    /// <summary>How many wait and how many are dead.</summary>
    public async Task<IReadOnlyDictionary<string, long>> DepthAsync(CancellationToken ct)
    {
        var counted = await database.ReadAsync(
            (connection, inner) => connection.QueryAsync<(string State, long Count)>(new CommandDefinition(
                "SELECT state, count(*) FROM outbox WHERE state IN ('pending', 'dead') GROUP BY state", cancellationToken: inner)),
            ct);
        var depth = new Dictionary<string, long> { [OutboxState.Pending] = 0, [OutboxState.Dead] = 0 };
        foreach (var (state, count) in counted)
        {
            depth[state] = count;
        }

        return depth;
    }

    private async Task<bool> OwnedAsync(string set, object parameters, CancellationToken ct) => await database.WriteAsync(
        (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"UPDATE outbox SET {set} WHERE id = @Id AND claimed_by = @owner AND claimed_until > @now AND state = 'pending'", parameters, transaction, cancellationToken: inner)),
        ct) == 1;
}
