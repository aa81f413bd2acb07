using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NewRelic.Simulator.Nrql;
using NewRelic.Simulator.Requests;
using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>Queries that outlived their patience. The work is done when the result is first fetched: only its moment is simulated.</summary>
internal sealed class AsyncQueries(TimeProvider time, IOptions<SimulatorOptions> options)
{
    private const int RetryAfterSeconds = 1;
    private const int RetryDeadlineSeconds = 60;

    private readonly ConcurrentDictionary<string, Pending> _pending = new();

    private TimeSpan Expiration => TimeSpan.FromSeconds(options.Value.ResultExpirationSeconds);

    public NrdbResult Start(AskedQuery asked, int milliseconds, Func<NrqlAnswer> execute)
    {
        Forget();
        var id = Guid.NewGuid().ToString();
        _pending[id] = new Pending(asked, time.GetUtcNow().AddMilliseconds(milliseconds), new Lazy<NrqlAnswer>(execute));
        return Running(asked, id);
    }

    /// <exception cref="NerdGraphError">No such query of these accounts, or it failed.</exception>
    public NrdbResult Poll(string id, int[] accounts)
    {
        Forget();
        if (!_pending.TryGetValue(id, out var query) || !query.Asked.Accounts.Order().SequenceEqual(accounts.Order()))
        {
            throw new NerdGraphError("NOT_FOUND", $"Query {id} was not found: it is unknown to this account, was canceled or has expired");
        }

        return time.GetUtcNow() < query.ReadyAt
            ? Running(query.Asked, id)
            : new NrdbResult(query.Asked.Nrql, new NrdbProgress(true, id, options.Value.ResultExpirationSeconds), query.Answer.Value);
    }

    public bool Cancel(string id) => _pending.TryRemove(id, out _);

    private static NrdbResult Running(AskedQuery asked, string id) =>
        new(asked.Nrql, new NrdbProgress(false, id, null, RetryAfterSeconds, RetryDeadlineSeconds), null);

    private void Forget()
    {
        foreach (var expired in _pending.Where(entry => entry.Value.ReadyAt + Expiration < time.GetUtcNow()))
        {
            _pending.TryRemove(expired);
        }
    }

    private sealed record Pending(AskedQuery Asked, DateTimeOffset ReadyAt, Lazy<NrqlAnswer> Answer);
}
