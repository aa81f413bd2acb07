using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// A sample of one slice's failed requests, of the calls that failed and the spans at which failed requests entered and, where they are told by the request's id, of
/// their errors. Each slice has one of its own, so that stable's do not crowd out the canary's.
/// </summary>
internal sealed class FailureSample
{
    private const int MostFailedCalls = 500;
    private const int MostSilentCalls = 500;
    private const int MostFailedRequests = 500;
    private const int MostIds = 5000;

    private readonly EvidencePlan _plan;
    private readonly CallSource _source;
    private readonly NrqlQuery _requests;
    private readonly IReadOnlyList<NrqlQuery> _spans;
    private readonly NrqlQuery? _names;

    /// <param name="plan">What is asked.</param>
    /// <param name="source">What calls mean.</param>
    /// <param name="name">Put behind the names of its queries.</param>
    /// <param name="slice">Whose.</param>
    public FailureSample(EvidencePlan plan, CallSource source, string name, SliceSelector slice)
    {
        (_plan, _source) = (plan, source);
        var telemetry = plan.Telemetry;
        _names = telemetry.Names is { RequestAttribute: { } id } named
            ? Rows($"error-names{name}", [id, .. named.ClassAttributes, .. named.MessageAttributes], new NrqlIdentifier(named.EventType), [SliceConditions.Service(plan), named.Where is { } rows ? Nrql.Trusted(rows) : Nrql.Empty, SliceConditions.Slice(slice)], MostFailedRequests)
            : null;
        _requests = Rows(
            $"failed-requests{name}",
            [source.RequestId, _names is null ? null : source.Id, .. source.TraceAttributes, .. telemetry.ClassAttributes, .. telemetry.MessageAttributes, .. telemetry.StatusAttributes, telemetry.FlagAttribute],
            RequestRows.Of(plan),
            [RequestRows.Where(plan), SliceConditions.Slice(slice), RequestConditions.Failure(telemetry)],
            MostFailedRequests);
        _spans = Spans(name, slice);
    }

    public IReadOnlyList<NrqlQuery> Queries => [.. _spans, _requests, .. _names is null ? [] : new[] { _names }];

    /// <summary>Failed requests with the calls that failed in them, as far as New Relic answered.</summary>
    /// <param name="batch">The answers.</param>
    /// <param name="isNamed">Errors are counted by the class and message that stand beside the requests.</param>
    /// <param name="kinds">By what they are counted where messages are not; null where that is not known.</param>
    /// <param name="isCanary">Whose they are.</param>
    public IEnumerable<FailedCall> Links(NrqlBatch batch, bool isNamed, ErrorKinds? kinds, bool isCanary) => new FailedCallLinks(_plan.Telemetry, _source, isNamed, kinds)
        .Of(Answered(_requests, batch), [.. _spans.SelectMany(query => Answered(query, batch))], _names is null ? [] : Answered(_names, batch), isCanary);

    /// <summary>
    /// Class and message of the sampled requests where they are told by the request's id: of each status the same shares in all buckets. Null where they are told
    /// otherwise, or New Relic did not answer.
    /// </summary>
    public SliceNames? Names(NrqlBatch batch, int buckets) => _names is null || UnavailableCause.Of(batch, [_names, _requests]) is not null ? null
        : new SliceNames(
            [
                .. new FailedCallLinks(_plan.Telemetry, _source, isNamed: true, kinds: null).Signatures(Answered(_requests, batch), Answered(_names, batch))
                    .GroupBy(one => (one.Signature.Status, one.Signature.Type, one.Signature.Message, one.Said))
                    .Select(same => new NamedErrors(same.Key.Status, same.Key.Type, same.Key.Message, IsExpected: false, [.. Enumerable.Repeat((double)same.Count(), buckets)]) { Request = same.Key.Said }),
            ],
            new double[buckets]);

    private static IReadOnlyList<NrqlRow> Answered(NrqlQuery query, NrqlBatch batch) => query.Fits && batch[query.Name] is NrqlOutcome.Answered answered ? answered.Result.Rows : [];

    /// <summary>
    /// Calls of which nothing is said, which a client that never reads its answers has in every request, only where their request failed; where that makes the
    /// query too long, they are asked for apart, so that they crowd out nobody.
    /// </summary>
    private IReadOnlyList<NrqlQuery> Spans(string name, SliceSelector slice)
    {
        var names = _plan.Telemetry.Names is { EntrySpan: not null } known ? known : null;
        IEnumerable<string?> attributes =
        [
            _source.RequestAttribute, .. _source.TraceAttributes, _source.Id, _source.ParentId, .. _source.DependencyAttributes, .. _source.OutcomeAttributes, .. _source.MessageAttributes,
            .. names is null ? [] : new[] { FailedCallLinks.EntryPoint, FailedCallLinks.Partial }.Concat(names.ClassAttributes).Concat(names.MessageAttributes),
        ];
        var failed = Nrql.Create($"({Nrql.Trusted(_source.Call)} AND {Nrql.Trusted(_source.FailedCall)}){(names is null ? Nrql.Empty : Nrql.Trusted($" OR ({names.EntrySpan})"))}");
        if (_source.Suspected is not { } suspected)
        {
            return [Ask("failed-calls", failed, MostFailedCalls)];
        }

        // The refused ones are the first to be left out: every request may have some, and they decide the least.
        var both = new[] { _source.Refused is { } refused ? $"({suspected} OR {refused})" : null, suspected }.OfType<string>().Select(Both).FirstOrDefault(query => query is null or { Fits: true });
        return both is not null ? [both] : [Ask("failed-calls", failed, MostFailedCalls), Ask("silent-calls", Nrql.Trusted(suspected), MostSilentCalls)];

        NrqlQuery? Both(string which) => _source is { RequestAttribute: { } request, RequestId: { } id }
            ? Ask("failed-calls", Nrql.Create($"{failed} OR ({Nrql.Trusted(which)} AND {new NrqlIdentifier(request)} IN ({Ids(new NrqlIdentifier(id))}))"), MostFailedCalls + MostSilentCalls)
            : null;

        NrqlQuery Ask(string what, Nrql which, int most) => Rows($"{what}{name}", attributes, new NrqlIdentifier("Span"), [SliceConditions.Service(_plan), SliceConditions.Slice(slice), Nrql.Create($"({which})")], most);

        Nrql Ids(NrqlIdentifier own) =>
            Nrql.Create($"SELECT uniques({own}, {MostIds}) FROM {RequestRows.Of(_plan)} WHERE {SliceConditions.ServiceName(_plan)} AND {RequestConditions.Failure(_plan.Telemetry)}");
    }

    /// <summary>Attributes as they are, each once.</summary>
    private NrqlQuery Rows(string name, IEnumerable<string?> attributes, NrqlIdentifier eventType, IEnumerable<Nrql> where, int most)
    {
        var columns = Nrql.List(attributes.OfType<string>().Distinct().Select(attribute => Nrql.Create($"{new NrqlIdentifier(attribute)}")));
        return new NrqlQuery(name, Nrql.Create($"SELECT {columns} FROM {eventType} WHERE {Nrql.And(where)} LIMIT {most} SINCE {_plan.Span.Begin} UNTIL {_plan.Span.End}"));
    }
}
