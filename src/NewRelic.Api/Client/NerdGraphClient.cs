using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;
using NewRelic.Api.Wire;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;

namespace NewRelic.Api.Client;

/// <summary>
/// Asks New Relic many NRQL queries in one request and gives each its own answer or error. New Relic's troubles are values; what is
/// thrown is the caller's own cancellation, and a query or batch that could never be sent.
/// </summary>
/// <remarks>
/// Deadlines are nested: the caller's budget &gt; the total for the batch &gt; one attempt &gt; the <c>timeout</c> argument of a query, which is a second
/// shorter, but at least the 5 s that NerdGraph clamps it to.
/// </remarks>
public sealed class NerdGraphClient
{
    /// <summary>Name of the <see cref="HttpClient"/> that <see cref="IHttpClientFactory"/> makes for us.</summary>
    public const string HttpClientName = "NerdGraph";

    private static readonly TimeSpan ShortestNrqlTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestNrqlTimeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan RoomToAnswer = TimeSpan.FromSeconds(1);

    private readonly NerdGraphOptions _options;
    private readonly TimeProvider _time;
    private readonly NerdGraphTransport _transport;
    private readonly AnswerBudget _inFlight;
    private readonly ConcurrentDictionary<Uri, ResiliencePipeline<Attempt>> _pipelines = new();

    public NerdGraphClient(IHttpClientFactory factory, IOptions<NerdGraphOptions> options, TimeProvider time)
        : this(() => factory.CreateClient(HttpClientName), options.Value, time)
    {
    }

    /// <summary>For use without dependency injection.</summary>
    public NerdGraphClient(Func<HttpClient> client, NerdGraphOptions options, TimeProvider? time = null)
    {
        _options = options;
        _time = time ?? TimeProvider.System;
        _inFlight = new AnswerBudget(options.MaxAnswerBytesInFlight);
        _transport = new NerdGraphTransport(client, options, _time);
    }

    /// <summary>As the other, with the answers themselves; whoever can should make less of them at once.</summary>
    /// <exception cref="ArgumentException">No query, a name used twice, or a query that is too long.</exception>
    public Task<NrqlBatch> QueryAsync(IReadOnlyList<NrqlQuery> queries, string? account = null, TimeSpan? budget = null, CancellationToken ct = default) =>
        QueryAsync(queries, batch => batch, account, budget, ct);

    /// <summary>
    /// Asks all queries in one POST, those of other accounts too where the same key opens them at the same endpoint; only what failed transiently is asked again. The answers count among those in flight
    /// (<see cref="NerdGraphOptions.MaxAnswerBytesInFlight"/>) until they are read.
    /// </summary>
    /// <param name="queries">At least one; names unique; each under <see cref="Nrql.MaxBytes"/>.</param>
    /// <param name="read">Makes something of the answers, once; afterwards their room is given to others.</param>
    /// <param name="account">Name of a configured account; null is the default one.</param>
    /// <param name="budget">How long the caller can wait; null takes <see cref="NerdGraphOptions.TotalTimeout"/>.</param>
    /// <exception cref="ArgumentException">No query, a name used twice, or a query that is too long.</exception>
    public async Task<T> QueryAsync<T>(
        IReadOnlyList<NrqlQuery> queries, Func<NrqlBatch, T> read, string? account = null, TimeSpan? budget = null, CancellationToken ct = default)
    {
        QueryGroups.Check(queries);
        var (groups, outcomes) = QueryGroups.ByKey(queries, account, _options);
        if (groups.Count == 0)
        {
            return read(new NrqlBatch(outcomes, 0));
        }

        if (budget <= TimeSpan.Zero)
        {
            return read(new NrqlBatch(Attempt.AllFailed(groups.SelectMany(group => group.Queries), new NerdGraphError(NerdGraphErrorKind.Timeout, "there was no time left to ask New Relic")).Outcomes, 0));
        }

        var total = Within(budget, _options.TotalTimeout);
        List<Exchange> exchanges = [.. groups.Select(group => new Exchange(group.Account, _time.GetUtcNow() + total, AttemptTimeout(total), _inFlight.Open()))];
        try
        {
            await Task.WhenAll(exchanges.Zip(groups, (exchange, group) => AskAsync(exchange, group.Queries, ct))).ConfigureAwait(false);
            foreach (var (name, outcome) in exchanges.SelectMany(exchange => exchange.Outcomes))
            {
                outcomes[name] = outcome;
            }

            return read(new NrqlBatch(outcomes, exchanges.Sum(exchange => exchange.Posts), Repeated(exchanges)));
        }
        finally
        {
            exchanges.ForEach(exchange => exchange.Dispose());
        }
    }

    /// <summary>New Relic's id of a configured account; null where it is not configured.</summary>
    /// <param name="account">Its name; null is the default one.</param>
    public int? IdOf(string? account) => NerdGraphAccount.TryResolve(_options, account, out var resolved, out _) ? resolved.Id : null;

    /// <summary>Where the data of a configured account lie: who answers, and New Relic's id; null where it is not configured.</summary>
    /// <param name="account">Its name; null is the default one.</param>
    public string? PlaceOf(string? account) => NerdGraphAccount.TryResolve(_options, account, out var resolved, out _) ? string.Create(CultureInfo.InvariantCulture, $"{resolved.Endpoint} {resolved.Id}") : null;

    /// <summary>NRQL queries a minute that may be asked of one account.</summary>
    public int QueriesPerMinute => _options.QueriesPerMinute;

    /// <summary>Finds out cheaply whether New Relic answers and accepts the key; null when it does.</summary>
    public async Task<NerdGraphError?> ProbeAsync(string? account = null, TimeSpan? budget = null, CancellationToken ct = default)
    {
        if (!NerdGraphAccount.TryResolve(_options, account, out var resolved, out var unresolved))
        {
            return unresolved;
        }

        var timeout = Within(budget, _options.AttemptTimeout);
        using var lease = _inFlight.Open();
        using var answer = await _transport.PostAsync(resolved, GraphQlRequest.Probe(resolved.Id), timeout, lease, ct).ConfigureAwait(false);
        return answer.Error ?? GraphQlErrors.Read(answer.Root).Select(found => found.Error).FirstOrDefault();
    }

    /// <summary>Creates a marker of change tracking, once and without retries; null when New Relic took it.</summary>
    public async Task<NerdGraphError?> MarkAsync(ChangeMarker marker, string? account = null, TimeSpan? budget = null, CancellationToken ct = default)
    {
        if (!NerdGraphAccount.TryResolve(_options, account, out var resolved, out var unresolved))
        {
            return unresolved;
        }

        using var lease = _inFlight.Open();
        using var answer = await _transport.PostAsync(resolved, GraphQlRequest.Mark(marker), Positive(budget ?? _options.AttemptTimeout), lease, ct).ConfigureAwait(false);
        return answer.Error ?? GraphQlErrors.Read(answer.Root).Select(found => found.Error).FirstOrDefault() ?? GraphQlAnswer.Marked(answer.Root);
    }

    private static Dictionary<int, int> Repeated(List<Exchange> exchanges) =>
        exchanges.SelectMany(exchange => exchange.Repeated).GroupBy(repeated => repeated.Key).ToDictionary(account => account.Key, account => account.Sum(repeated => repeated.Value));

    /// <summary>An attempt ends before the batch does, so that the answer "it timed out" is still in time.</summary>
    private TimeSpan AttemptTimeout(TimeSpan total) => total * 0.9 < _options.AttemptTimeout ? total * 0.9 : _options.AttemptTimeout;

    private async Task AskAsync(Exchange exchange, IReadOnlyList<PendingQuery> queries, CancellationToken ct)
    {
        exchange.Pending = queries;
        using var deadline = new CancellationTokenSource(Positive(exchange.Deadline - _time.GetUtcNow()), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            do
            {
                await PollDelayAsync(exchange, either.Token).ConfigureAwait(false);
                await RunPipelineAsync(exchange, either.Token).ConfigureAwait(false);
                exchange.Pending = exchange.Running;
            }
            while (exchange.Pending.Count > 0);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            exchange.GiveUp("no answer from New Relic within the time there was");
        }
    }

    private async Task RunPipelineAsync(Exchange exchange, CancellationToken ct)
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(NerdGraphPipeline.Deadline, exchange.Deadline);
        var pipeline = _pipelines.GetOrAdd(exchange.Account.Endpoint, _ => NerdGraphPipeline.Build(_options, _time));
        try
        {
            await pipeline.ExecuteAsync(AttemptAsync, context, exchange).ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            exchange.Fail(new NerdGraphError(NerdGraphErrorKind.CircuitOpen, "New Relic failed so often just now that we let it rest for some seconds"));
        }
        catch (RateLimiterRejectedException)
        {
            exchange.Fail(new NerdGraphError(NerdGraphErrorKind.Overloaded, "too many questions are already waiting for New Relic"));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<Attempt> AttemptAsync(ResilienceContext context, Exchange exchange)
    {
        var asked = exchange.Pending;
        var body = GraphQlRequest.Batch(NrqlTimeout(exchange.AttemptTimeout), asked);
        exchange.Count();
        var answer = await _transport.PostAsync(exchange.Account, body, exchange.AttemptTimeout, exchange.Lease, context.CancellationToken).ConfigureAwait(false);
        if (answer.Error is { } error)
        {
            answer.Dispose();
            return exchange.Take(Attempt.AllFailed(asked, error));
        }

        exchange.Keep(answer);
        return exchange.Take(GraphQlAnswer.Read(answer.Root, asked));
    }

    private async Task PollDelayAsync(Exchange exchange, CancellationToken ct)
    {
        if (exchange.Pending.Max(query => query.PollAfter) is { } wait)
        {
            await Task.Delay(wait, _time, ct).ConfigureAwait(false);
        }
    }

    /// <summary>New Relic gives up first, so that it can say which query was too slow, and answer the others.</summary>
    private static TimeSpan NrqlTimeout(TimeSpan attempt) => attempt - RoomToAnswer < ShortestNrqlTimeout ? ShortestNrqlTimeout
        : attempt - RoomToAnswer > LongestNrqlTimeout ? LongestNrqlTimeout : attempt - RoomToAnswer;

    /// <summary>What is left of a caller's time may be nothing, or less; a timer takes neither.</summary>
    private static TimeSpan Within(TimeSpan? budget, TimeSpan most) => Positive(budget is { } given && given < most ? given : most);

    private static TimeSpan Positive(TimeSpan value) => value > TimeSpan.Zero ? value : TimeSpan.FromMilliseconds(1);
}
