using GateService.Core.Planning;
using GateService.Core.Requests;
using GateService.History;
using GateService.Rations;
using GateService.Wire;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Asks New Relic for what is not known yet. Rows of closed buckets are in the store, whichever replica asked for them, and an answer made of them and of the open buckets
/// is the one that asking for everything would give.
/// </summary>
/// <param name="newRelic">Who is asked.</param>
/// <param name="kept">What is known; null where nothing is kept.</param>
/// <param name="time">For what is left of the caller's time.</param>
internal sealed class ClosedBuckets(SharedQueries newRelic, KeptRows? kept, TimeProvider time)
{
    /// <summary>Share of the caller's time that the store may take.</summary>
    private const double Patience = 0.1;

    private static readonly TimeSpan Usually = new HistoryOptions().ClosedAfter;

    private bool IsEnabled => kept is { IsEnabled: true };

    /// <summary>Up to when late events change nothing any more. A preflight's buckets begin anew with each, so that nobody would meet them again.</summary>
    /// <param name="plan">Its span ends where everything should be in New Relic.</param>
    public DateTimeOffset Until(EvidencePlan plan)
    {
        if (plan.Mode == GateMode.Preflight)
        {
            return DateTimeOffset.MinValue;
        }

        var (now, complete) = (time.GetUtcNow(), plan.Span.End);
        return (complete < now ? complete : now) - (kept?.ClosedAfter ?? Usually);
    }

    /// <summary>What of the answers may be kept, and met again; null where all is asked anew: who asks about a past moment wants to know what New Relic says of it now.</summary>
    /// <param name="plan">What is asked.</param>
    public DateTimeOffset? Kept(EvidencePlan plan) => plan.IsPast && kept is not { TakesPast: true } ? null : Until(plan);

    /// <summary>As <see cref="SharedQueries.QueryAsync{T}"/>.</summary>
    /// <param name="queries">As there; the beginning of those with a series may be known.</param>
    /// <param name="read">As there.</param>
    /// <param name="account">As there.</param>
    /// <param name="priority">As there.</param>
    /// <param name="budget">As there.</param>
    /// <param name="closed">Of <see cref="Kept"/>.</param>
    /// <param name="ct">As there.</param>
    public async Task<T> QueryAsync<T>(IReadOnlyList<NrqlQuery> queries, Func<NrqlBatch, T> read, string? account, QueryPriority priority, TimeSpan budget, DateTimeOffset? closed, CancellationToken ct)
    {
        if (!IsEnabled || closed is not { } until || !queries.Any(query => query.Series is { HasParts: true }))
        {
            return await newRelic.QueryAsync(queries, read, account, priority, budget, ct);
        }

        var remaining = Remaining.Of(budget, time);
        var known = await KnownAsync(queries, account, budget * Patience, ct);
        var asked = queries.Select(query => known.TryGetValue(query.Name, out var series) ? series.Asked : query).OfType<NrqlQuery>().ToList();
        if (asked.Count == 0)
        {
            return read(Known(known.Values));
        }

        var told = await newRelic.QueryAsync(asked, Read, account, priority, remaining.Left, ct);
        if (told.Cut is not { } cut)
        {
            return told.Answer!;
        }

        var anew = queries.Where(query => told.Anew.Contains(query.Name)).ToList();
        return await newRelic.QueryAsync(anew, batch => read(cut.With(batch)), account, priority, remaining.Left, ct);

        Told<T> Read(NrqlBatch batch)
        {
            var fresh = known.Values.Select(series => (Series: series, Result: batch.Names.Contains(series.Name) && batch[series.Name] is NrqlOutcome.Answered answered ? answered.Result : null)).ToList();
            var cutOff = fresh.Where(one => one.Result is not null && one.Series.IsCut(one.Result)).Select(one => one.Series.Name).ToList();
            foreach (var block in fresh.Where(one => one.Result is not null && !cutOff.Contains(one.Series.Name)).SelectMany(one => one.Series.Closed(one.Result!, until)))
            {
                kept!.Keep(block);
            }

            var whole = batch.With(NrqlBatch.Of(fresh.Where(one => one.Result is not null || one.Series.Asked is null).ToDictionary(one => one.Series.Name, one => one.Series.Whole(one.Result))));
            return cutOff.Count == 0 ? new Told<T>(read(whole), null, []) : new Told<T>(default, whole, cutOff);
        }
    }

    private static NrqlBatch Known(IEnumerable<KnownSeries> all) => NrqlBatch.Of(all.ToDictionary(series => series.Name, series => series.Whole(null)));

    private async Task<Dictionary<string, KnownSeries>> KnownAsync(IReadOnlyList<NrqlQuery> queries, string? account, TimeSpan patience, CancellationToken ct)
    {
        var questions = queries.Where(query => query.Series is { HasParts: true }).Select(query => (Query: query, Place: newRelic.PlaceOf(query.Account ?? account))).Where(query => query.Place is not null)
            .Select(query => (query.Query, Hash: KnownSeries.HashOf(query.Place!, query.Query.Series!))).ToList();
        if (questions.Count == 0)
        {
            return [];
        }

        var blocks = await kept!.FindAsync(
            [.. questions.Select(question => question.Hash).Distinct()], questions.Min(question => question.Query.Series!.Since).ToUnixTimeMilliseconds(), questions.Max(question => question.Query.Series!.Until).ToUnixTimeMilliseconds(), patience, ct);
        return questions.ToDictionary(question => question.Query.Name, question => new KnownSeries(question.Query, question.Hash, blocks[question.Hash]), StringComparer.Ordinal);
    }

    /// <summary>What was made of the answers, or, where facets of some are cut, all of them and who is asked anew.</summary>
    private sealed record Told<T>(T? Answer, NrqlBatch? Cut, IReadOnlyList<string> Anew);
}
