using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>One KPI of both slices, bucket by bucket; its whole adds up from the buckets.</summary>
internal sealed class KpiQuestion : Question
{
    private readonly EvidencePlan _plan;
    private readonly KpiObjective _objective;
    private readonly NrqlQuery _query;

    public KpiQuestion(EvidencePlan plan, KpiObjective objective)
    {
        _plan = plan;
        _objective = objective;
        _query = new NrqlQuery($"kpi:{objective.Name}", Render(plan, objective));
    }

    public override IReadOnlyList<Objective> Objectives => [_objective];

    public override IReadOnlyList<NrqlQuery> Queries => [_query];

    public override IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch)
    {
        if (Failure(batch) is { } cause)
        {
            return [Evidence(_objective, new SliceEvidence.Unavailable(cause), new SliceEvidence.Unavailable(cause))];
        }

        var result = batch.GetRequired(_query.Name);
        return [Evidence(_objective, Slice(SliceFacet.JudgedRows(_plan, result)), Slice(SliceFacet.ControlRows(_plan, result)))];
    }

    private static Nrql Render(EvidencePlan plan, KpiObjective objective)
    {
        var definition = objective.Definition;
        var arguments = plan.KpiArguments.GetValueOrDefault(objective.Name) ?? new Dictionary<string, string>();
        var service = new NrqlIdentifier(plan.Telemetry.ServiceAttribute);
        var where = Nrql.And(
        [
            Nrql.Create($"({service} = {plan.Service} OR {service} IS NULL)"),
            SliceConditions.Namespace(plan.Namespace, plan.Telemetry.NamespaceAttributes),
            definition.Where is { } condition ? Nrql.Create($"({KpiCondition.Render(condition, definition, arguments)})") : Nrql.Empty,
        ]);
        return Nrql.Create(
            $"SELECT {Nrql.List(Columns(definition, arguments))} FROM {new NrqlIdentifier(definition.EventType)} WHERE {where} {SliceFacet.Clause(plan)} SINCE {plan.Span.Begin} UNTIL {plan.Span.End} TIMESERIES {plan.Span.Bucket}");
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

    private SliceEvidence Slice(IReadOnlyList<NrqlRow> rows)
    {
        var buckets = BucketRows.Lay(_plan.Span, rows, Read);
        var window = buckets.Where(bucket => bucket.Begin >= _plan.Window.Begin).ToList();
        var events = window.Sum(bucket => bucket.Exposure);
        if (events <= 0)
        {
            return new SliceEvidence.NoData();
        }

        return _objective.Definition.Form switch
        {
            KpiForm.Mean => new SliceEvidence.Measured(window.Sum(bucket => bucket.Exposure * (bucket.Mean ?? 0)) / events, events, null, buckets),
            KpiForm.Rate => new SliceEvidence.Measured(events / _plan.Window.Length.TotalMinutes, events, null, buckets),
            _ => Ratio(window, events, buckets),
        };
    }

    private SliceEvidence.Measured Ratio(List<Bucket> window, double events, IReadOnlyList<Bucket> buckets)
    {
        var bad = window.Sum(bucket => bucket.Bad ?? 0);
        return new SliceEvidence.Measured(_objective.Comparison == Comparison.AtMost ? bad / events : 1 - (bad / events), events, bad, buckets);
    }

    private Bucket Read(DateTimeOffset begin, NrqlRow row)
    {
        var events = row.Number("events") ?? 0;
        var bad = row.Number("counted") is { } counted ? _objective.Comparison == Comparison.AtMost ? counted : events - counted : (double?)null;
        return new Bucket(begin, events, bad, row.Number("mean"), row.Number("deviation"));
    }
}
