using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// One KPI of both slices, bucket by bucket; its whole adds up from the buckets. A rate also asks for the requests of both slices: events of a canary
/// with 5 % of the traffic compare with stable's per request only.
/// </summary>
internal sealed class KpiQuestion : Question
{
    private const string Events = "events";

    private readonly EvidencePlan _plan;
    private readonly KpiObjective _objective;
    private readonly RequestMeasure _measure;
    private readonly SeriesQuery _events;
    private readonly SeriesQuery? _requests;
    private readonly StablePodsQuery? _pods;

    public KpiQuestion(EvidencePlan plan, KpiObjective objective)
    {
        (_plan, _objective, _measure) = (plan, objective, RequestMeasure.Of(plan.Telemetry));
        var arguments = plan.KpiArguments.GetValueOrDefault(objective.Name) ?? new Dictionary<string, string>();
        var (where, columns, type) = (Where(plan, objective.Definition, arguments), Columns(objective.Definition, arguments).ToList(), objective.Definition.EventType);
        _events = new SeriesQuery(
            $"kpi:{objective.Name}", plan.Span, Nrql.Create($"SELECT {Nrql.List(columns)} FROM {new NrqlIdentifier(type)} WHERE {where} {SliceFacet.Clause(plan)}"));
        _requests = IsRate
            ? new SeriesQuery($"kpi:{objective.Name}-requests", plan.Span, Nrql.Create(
                $"SELECT {Nrql.List(_measure.Count(Counted.Requests, RequestColumns.Requests))} FROM {RequestRows.Of(plan)} WHERE {RequestRows.Where(plan)} {SliceFacet.Clause(plan)}"))
            : null;
        _pods = !IsRate && objective.Judge.Needs.Pods && plan is { History: not null, Control: not null }
            ? new StablePodsQuery(plan, $"kpi:{objective.Name}-stable-pods", columns, type, where)
            : null;
    }

    public override IReadOnlyList<Objective> Objectives => [_objective];

    public override IReadOnlyList<NrqlQuery> Queries => [.. _events.Queries, .. _requests?.Queries ?? [], .. _pods is null ? [] : new[] { _pods.Query }];

    private bool IsRate => _objective.Definition.Form == KpiForm.Rate;

    public override IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch)
    {
        if (Failure(batch) is { } cause)
        {
            return [Evidence(_objective, new SliceEvidence.Unavailable(cause), new SliceEvidence.Unavailable(cause))];
        }

        var (events, requests) = (_events.Rows(batch), _requests?.Rows(batch) ?? []);
        return
        [
            Evidence(
                _objective,
                Slice(SliceFacet.JudgedRows(_plan, events), SliceFacet.JudgedRows(_plan, requests)),
                Slice(SliceFacet.ControlRows(_plan, events), SliceFacet.ControlRows(_plan, requests))) with
            {
                StablePods = _pods?.Read(batch, Read) ?? [],
            },
        ];
    }

    private static Nrql Where(EvidencePlan plan, KpiDefinition definition, IReadOnlyDictionary<string, string> arguments)
    {
        var service = new NrqlIdentifier(plan.Telemetry.ServiceAttribute);
        return Nrql.And(
        [
            Nrql.Create($"({service} = {plan.Service} OR {service} IS NULL)"),
            SliceConditions.Namespace(plan.Namespace, plan.Telemetry.NamespaceAttributes),
            SliceConditions.Cluster(plan.Cluster, plan.Telemetry.ClusterAttributes),
            definition.Where is { } condition ? Nrql.Create($"({KpiCondition.Render(condition, definition, arguments)})") : Nrql.Empty,
        ]);
    }

    private static IEnumerable<Nrql> Columns(KpiDefinition definition, IReadOnlyDictionary<string, string> arguments)
    {
        if (definition is { Form: KpiForm.Mean, Attribute: { } attribute })
        {
            var averaged = new NrqlIdentifier(attribute);
            return [Nrql.Create($"count({averaged}) AS events"), Nrql.Create($"average({averaged}) AS mean"), Nrql.Create($"stddev({averaged}) AS deviation")];
        }

        return definition is { Form: KpiForm.Ratio, Numerator: { } numerator }
            ? [Nrql.Create($"count(*) AS events"), Nrql.Create($"filter(count(*), WHERE {KpiCondition.Render(numerator, definition, arguments)}) AS counted")]
            : [Nrql.Create($"count(*) AS events")];
    }

    private SliceEvidence Slice(IReadOnlyList<NrqlRow> events, IReadOnlyList<NrqlRow> requests)
    {
        var buckets = IsRate ? Rates(events, requests) : BucketRows.Lay(_plan.Span, events, Read);
        var window = buckets.Where(bucket => bucket.Begin >= _plan.Window.Begin).ToList();
        var exposure = window.Sum(bucket => bucket.Exposure);
        if (exposure <= 0)
        {
            return new SliceEvidence.NoData { Buckets = buckets };
        }

        var bad = window.Sum(bucket => bucket.Bad ?? 0);
        return _objective.Definition.Form switch
        {
            KpiForm.Mean => new SliceEvidence.Measured(window.Sum(bucket => bucket.Exposure * (bucket.Mean ?? 0)) / exposure, exposure, null, buckets),
            KpiForm.Rate => new SliceEvidence.Measured(bad / _plan.Window.Length.TotalMinutes, exposure, bad, buckets),
            KpiForm.Ratio => new SliceEvidence.Measured(_objective.Comparison == Comparison.AtMost ? bad / exposure : 1 - (bad / exposure), exposure, bad, buckets),
        };
    }

    /// <summary>Events out of requests, and as a gauge; a bucket with requests and without events is a rate of 0, one without either says nothing.</summary>
    private List<Bucket> Rates(IReadOnlyList<NrqlRow> events, IReadOnlyList<NrqlRow> requests)
    {
        var counted = BucketRows.Lay(_plan.Span, events, (begin, row) => new Bucket(begin, 0, row.Number(Events)));
        var asked = BucketRows.Lay(_plan.Span, requests, (begin, row) => new Bucket(begin, _measure.Count(row, RequestColumns.Requests) ?? 0, null));
        return
        [
            .. counted.Zip(asked, (own, served) => (own.Begin, Events: own.Bad ?? 0, Requests: served.Exposure)).Select(bucket => new Bucket(
                bucket.Begin,
                bucket.Requests,
                bucket.Events,
                bucket.Requests + bucket.Events > 0 ? bucket.Events / _plan.Span.Bucket.TotalMinutes : null)),
        ];
    }

    private Bucket Read(DateTimeOffset begin, NrqlRow row)
    {
        var events = row.Number(Events) ?? 0;
        var bad = row.Number("counted") is { } counted ? _objective.Comparison == Comparison.AtMost ? counted : events - counted : (double?)null;
        return new Bucket(begin, events, bad, row.Number("mean"), row.Number("deviation"));
    }
}
