using System.Text;
using GateService.Callers;
using GateService.Core.Words;
using GateService.Rations;
using GateService.Telemetry;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Evidence;

/// <summary>
/// Asks New Relic for all evaluations of this process. What is asked already is not asked again: Argo and a person in Swagger, or a retry of either, at the same moment
/// get one answer. Whoever gives up takes nobody along; the question itself is given up with the last of them. And no more is asked than the account carries.
/// </summary>
internal sealed class SharedQueries(NerdGraphClient client, TimeProvider time, QueryRation? ration = null, GateMetrics? metrics = null)
{
    /// <summary>Share of the time there is that may be waited for the account's next minute.</summary>
    private const double Waiting = 0.5;

    /// <summary>Share of one's own time that must be left to a question for one to wait for its answer.</summary>
    private const double Enough = 0.75;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>As the client's.</summary>
    /// <param name="account">Its name; null is the default one.</param>
    public string? PlaceOf(string? account) => client.PlaceOf(account);

    /// <summary>As the client's; what is not asked because the account's minute is used up has failed, and says when to ask again.</summary>
    /// <param name="queries">As the client's.</param>
    /// <param name="read">As the client's.</param>
    /// <param name="account">As the client's.</param>
    /// <param name="priority">Who goes first.</param>
    /// <param name="budget">How long the caller can wait.</param>
    /// <param name="ct">The caller's own.</param>
    public async Task<T> QueryAsync<T>(IReadOnlyList<NrqlQuery> queries, Func<NrqlBatch, T> read, string? account, QueryPriority priority, TimeSpan budget, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var passenger = new Passenger<T>(read);
        var asker = new Asker(Asking.Team, Asking.IsBeside ? QueryPriority.Background : priority);
        var (flight, isFirst) = Board(Key(queries, account, asker), passenger, budget);
        if (isFirst)
        {
            _ = FlyAsync(flight, queries, account, asker, budget);
        }

        try
        {
            return isFirst ? await passenger.Answer.WaitAsync(ct) : await passenger.Answer.WaitAsync(budget, time, ct);
        }
        catch (TimeoutException)
        {
            return read(NrqlBatch.Unanswered(queries, new NerdGraphError(NerdGraphErrorKind.DeadlineExceeded, "no answer from New Relic within the time there was")));
        }
        finally
        {
            Leave(flight);
        }
    }

    /// <summary>A team that is refused takes no other along.</summary>
    private static string Key(IReadOnlyList<NrqlQuery> queries, string? account, Asker asker)
    {
        var key = new StringBuilder(EnumNames.Of(asker.Priority)).Append('\n').Append(asker.Team).Append('\n').Append(account);
        foreach (var query in queries)
        {
            key.Append('\n').Append(query.Name).Append('\n').Append(query.Account).Append('\n').Append(query.Nrql.Text);
        }

        return key.ToString();
    }

    private (Flight Flight, bool IsFirst) Board(string key, IPassenger passenger, TimeSpan budget)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_flights.TryGetValue(key, out var known) && known.Until - now >= budget * Enough)
            {
                known.Passengers.Add(passenger);
                known.Waiting++;
                return (known, false);
            }

            var flight = new Flight(key, now + budget) { Passengers = { passenger }, Waiting = 1 };
            _flights[key] = flight;
            return (flight, true);
        }
    }

    private async Task FlyAsync(Flight flight, IReadOnlyList<NrqlQuery> queries, string? account, Asker asker, TimeSpan budget)
    {
        try
        {
            var begun = time.GetTimestamp();
            if (await RefusedAsync(queries, account, asker, budget * Waiting, flight.Abandoned) is { } refused)
            {
                metrics?.QueriesRationed(queries.Count, EnumNames.Of(asker.Priority));
                var unasked = NrqlBatch.Unanswered(queries, new NerdGraphError(NerdGraphErrorKind.Rationed, refused.Said) { RetryAfter = refused.After });
                Land(flight).ForEach(passenger => passenger.Take(unasked));
                return;
            }

            metrics?.QueriesAsked(queries.Count);
            budget -= time.GetElapsedTime(begun);
            var repeated = await client.QueryAsync(queries, batch => HandOut(flight, batch), account, budget, flight.Abandoned);
            await NoteAsync(repeated, asker);
        }
#pragma warning disable CA1031 // Whoever waits gets it thrown.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Land(flight).ForEach(passenger => passenger.Fail(e));
        }
        finally
        {
            flight.Dispose();
        }
    }

    /// <summary>To everybody aboard; what was asked once more for it.</summary>
    private IReadOnlyDictionary<int, int> HandOut(Flight flight, NrqlBatch batch)
    {
        foreach (var (index, passenger) in Land(flight).Index())
        {
            passenger.Take(index == 0 ? batch : batch.OfAnother());
        }

        return batch.Repeated;
    }

    private async Task NoteAsync(IReadOnlyDictionary<int, int> repeated, Asker asker)
    {
        foreach (var (id, queries) in repeated)
        {
            metrics?.QueriesAsked(queries);
            await (ration?.NoteAsync(id, client.QueriesPerMinute, queries, asker, CancellationToken.None) ?? Task.CompletedTask);
        }
    }

    /// <summary>What an account has not left; null where all may be asked.</summary>
    private async Task<Refused?> RefusedAsync(IReadOnlyList<NrqlQuery> queries, string? account, Asker asker, TimeSpan patience, CancellationToken ct)
    {
        foreach (var asked in ration is null ? [] : queries.GroupBy(query => client.IdOf(query.Account ?? account)))
        {
            if (asked.Key is { } id && await ration!.TakeAsync(id, client.QueriesPerMinute, asked.Count(), asker, patience, ct) is { } refused)
            {
                return refused;
            }
        }

        return null;
    }

    /// <summary>Nobody comes aboard any more.</summary>
    private List<IPassenger> Land(Flight flight)
    {
        lock (_lock)
        {
            Close(flight);
            var aboard = flight.Passengers.ToList();
            flight.Passengers.Clear();
            return aboard;
        }
    }

    private void Leave(Flight flight)
    {
        lock (_lock)
        {
            if (--flight.Waiting > 0)
            {
                return;
            }

            Close(flight);
        }

        flight.Abandon();
    }

    private void Close(Flight flight)
    {
        if (_flights.TryGetValue(flight.Key, out var known) && known == flight)
        {
            _flights.Remove(flight.Key);
        }
    }
}
