using System.Collections.Concurrent;

namespace GateService.Rations;

/// <summary>
/// No more NRQL queries a minute than each account carries, all replicas together: New Relic answers none beyond its own limit, to nobody. Steps and what is wrong go
/// first; what is asked beside the steps waits, or is refused with the moment at which to ask again. So is what a team asks beyond its share while others ask too.
/// </summary>
internal sealed class QueryRation(IQueryLedger ledger, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<int, AccountMinutes> _accounts = new();

    /// <summary>Every account that was asked, by its id.</summary>
    public IReadOnlyList<RationFigures> Figures => [.. _accounts.OrderBy(known => known.Key).Select(known => known.Value.Figures)];

    /// <summary>Takes so many queries of an account; null where they may be asked.</summary>
    /// <param name="account">New Relic's id.</param>
    /// <param name="limit">Queries a minute.</param>
    /// <param name="queries">To be asked.</param>
    /// <param name="asker">Who wants them.</param>
    /// <param name="patience">How long the caller can wait.</param>
    /// <param name="ct">The caller's.</param>
    public Task<Refused?> TakeAsync(int account, int limit, int queries, Asker asker, TimeSpan patience, CancellationToken ct) =>
        Of(account).TakeAsync(queries, asker, limit, patience, ct);

    /// <summary>Notes queries that were asked of an account already, whatever it had left: what is asked once more after transient trouble counts at New Relic too.</summary>
    /// <param name="account">New Relic's id.</param>
    /// <param name="limit">Queries a minute.</param>
    /// <param name="queries">That were asked.</param>
    /// <param name="asker">For whom they were asked.</param>
    /// <param name="ct">The caller's.</param>
    public Task NoteAsync(int account, int limit, int queries, Asker asker, CancellationToken ct) => Of(account).NoteAsync(queries, asker, limit, ct);

    public void Dispose()
    {
        foreach (var account in _accounts.Values)
        {
            account.Dispose();
        }
    }

    private AccountMinutes Of(int account) => _accounts.GetOrAdd(account, id => new AccountMinutes(id, ledger, time));
}
