using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Statistics;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Where the time of both slices' requests goes and how often they called others, as requests themselves tell; and how many of them were traced at all. In one query
/// where both are told and it fits into New Relic's limit on a query's length.
/// </summary>
internal sealed class RequestTimesQuery
{
    private static readonly (string Attribute, string Name)[] Means =
        [("duration", "duration"), ("externalDuration", "external"), ("databaseDuration", "database"), ("externalCallCount", "externalCalls"), ("databaseCallCount", "databaseCalls")];

    private readonly EvidencePlan _plan;
    private readonly CoarseSpan _span;
    private readonly SeriesQuery _traced;
    private readonly SeriesQuery? _times;

    public RequestTimesQuery(EvidencePlan plan, CallSource source, CoarseSpan span)
    {
        (_plan, _span) = (plan, span);
        var traced = Nrql.Create($"uniqueCount({ErrorAttributes.FirstKnown(source.TraceAttributes)})");
        if (!source.CountsOnRequests)
        {
            _traced = Traced();
        }
        else if (plan.Telemetry.EventType != "Span" && Both() is var both && both.Queries.All(query => query.Fits))
        {
            (_traced, _times) = (both, both);
        }
        else
        {
            (_traced, _times) = (Traced(), span.Ask("times", Nrql.Create($"SELECT {Nrql.List(Columns(column => column))} FROM {RequestRows.Of(plan)} WHERE {RequestRows.Where(plan)} {SliceFacet.Clause(plan)}")));
        }

        SeriesQuery Traced() => span.Ask("traced", Nrql.Create($"SELECT {traced} AS traced FROM Span WHERE {SliceConditions.Service(plan)} {SliceFacet.Clause(plan)}"));

        SeriesQuery Both()
        {
            var (isRequest, isSpan) = (Nrql.Create($"eventType() = {plan.Telemetry.EventType}"), Nrql.Create($"eventType() = {"Span"}"));
            var columns = Columns(column => Nrql.Create($"filter({column}, WHERE {isRequest})")).Append(Nrql.Create($"filter({traced}, WHERE {isSpan}) AS traced"));
            var where = Nrql.And([SliceConditions.Service(plan), Nrql.Create($"({isSpan} OR ({Nrql.And(RequestRows.Judged(plan.Telemetry))}))")]);
            return span.Ask("times", Nrql.Create($"SELECT {Nrql.List(columns)} FROM {RequestRows.Of(plan)}, Span WHERE {where} {SliceFacet.Clause(plan)}"));
        }
    }

    public IReadOnlyList<NrqlQuery> Queries => [.. _traced.Queries, .. _times is null || ReferenceEquals(_times, _traced) ? [] : _times.Queries];

    /// <summary>Why it is not known how many requests were traced; null where New Relic answered.</summary>
    public string? Untraced(NrqlBatch batch) => UnavailableCause.Of(batch, _traced.Queries);

    /// <summary>Why the times are not known; null where New Relic answered.</summary>
    public string? Unavailable(NrqlBatch batch) => _times is null ? $"requests of {_plan.Telemetry.Kind} do not tell how long they waited for others" : UnavailableCause.Of(batch, _times.Queries);

    /// <param name="batch">The answers.</param>
    /// <param name="slice">Picks a slice's rows.</param>
    /// <param name="shares">What each cell has of its wide bucket.</param>
    public RequestTimes[] Read(NrqlBatch batch, Func<EvidencePlan, IReadOnlyList<NrqlRow>, IReadOnlyList<NrqlRow>> slice, double[] shares)
    {
        var wide = new RequestTimes[_span.Window.Buckets];
        foreach (var (index, row) in BucketRows.Index(_span.Window, Unavailable(batch) is null ? slice(_plan, _times!.Rows(batch)) : []))
        {
            wide[index] = new RequestTimes(Mean(row, "duration"), Mean(row, "external"), Mean(row, "database"), Mean(row, "externalCalls"), Mean(row, "databaseCalls"), 0);
        }

        foreach (var (index, row) in BucketRows.Index(_span.Window, Untraced(batch) is null ? slice(_plan, _traced.Rows(batch)) : []))
        {
            wide[index] = wide[index] with { Traced = row.Number("traced") ?? 0 };
        }

        return [.. shares.Select((share, t) => Share(wide[_span.WideOf(t)], share))];

        static RequestTimes Share(RequestTimes whole, double share) => new(
            CoarseSpan.Share(whole.Duration, share), CoarseSpan.Share(whole.External, share), CoarseSpan.Share(whole.Database, share),
            CoarseSpan.Share(whole.ExternalCalls, share), CoarseSpan.Share(whole.DatabaseCalls, share), whole.Traced * share);

        static SampleMean Mean(NrqlRow row, string name) => new(row.Number("requests") ?? 0, row.Number(name) ?? 0, row.Number($"{name}Deviation") ?? 0);
    }

    /// <param name="only">Keeps a column to requests.</param>
    private static IEnumerable<Nrql> Columns(Func<Nrql, Nrql> only)
    {
        yield return Nrql.Create($"{only(Nrql.Create($"count(*)"))} AS requests");
        foreach (var (attribute, name) in Means)
        {
            var value = new NrqlIdentifier(attribute);
            yield return Nrql.Create($"{only(Nrql.Create($"average(if({value} IS NULL, 0, {value}))"))} AS {new NrqlIdentifier(name)}");
            yield return Nrql.Create($"{only(Nrql.Create($"stddev(if({value} IS NULL, 0, {value}))"))} AS {new NrqlIdentifier($"{name}Deviation")}");
        }
    }
}
