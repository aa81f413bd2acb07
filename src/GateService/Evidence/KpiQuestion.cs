using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// One KPI of both slices, bucket by bucket; its whole adds up from the buckets. A rate and a sum also ask for the requests of both slices: events of a canary
/// with 5 % of the traffic compare with stable's per request only.
/// </summary>
internal sealed class KpiQuestion : Question
{
    private readonly EvidencePlan _plan;
    private readonly KpiObjective _objective;
    private readonly RequestMeasure _measure;
    private readonly SlicePair? _slices;
    private readonly KpiBuckets _buckets;
    private readonly SeriesQuery _events;
    private readonly SeriesQuery? _requests;
    private readonly NrqlQuery? _quantile;
    private readonly StablePodsQuery? _pods;
    private readonly TimesliceQuery? _timeslices;

    public KpiQuestion(EvidencePlan plan, KpiObjective objective, StableQuantiles stable, TimesliceQuery? timeslices)
    {
        (_plan, _objective, _measure, _buckets, _timeslices) = (plan, objective, RequestMeasure.Of(plan.Telemetry), new KpiBuckets(plan, objective, stable.Of(objective)), timeslices);
        _slices = KpiRows.Slices(plan, objective);
        var (definition, name) = (objective.Definition, KpiRows.Name(objective));
        var (where, columns, type) = (KpiRows.Where(plan, objective), KpiColumns.Of(objective, KpiRows.Arguments(plan, objective), stable.Of(objective)).ToList(), new NrqlIdentifier(definition.EventType));
        _events = new SeriesQuery(
            name, plan.Span, Nrql.Create($"SELECT {Nrql.List([.. columns, .. ClusterColumns.Seen(plan)])} FROM {type} WHERE {where} {SliceFacet.Clause(plan.Slice, _slices, KpiRows.Sliceless(plan, objective))}"), definition.Account);
        _requests = definition.IsOfRequests
            ? new SeriesQuery($"{name}-requests", plan.Span, Nrql.Create(
                $"SELECT {Nrql.List(_measure.Count(Counted.Requests, RequestColumns.Requests))} FROM {RequestRows.Of(plan)} WHERE {RequestRows.Where(plan)} {SliceFacet.Clause(plan)}"))
            : null;
        _quantile = KpiColumns.OfWindow(definition) is { } quantile
            ? new NrqlQuery($"{name}-quantile", Nrql.Create(
                $"SELECT {quantile} FROM {type} WHERE {where} {SliceFacet.Clause(plan.Slice, _slices, null)} SINCE {plan.Window.Begin} UNTIL {plan.Window.End}"))
            { Account = definition.Account }
            : null;
        _pods = definition is { IsOfRequests: false, IsGauge: false } && definition.Slices is null && objective.Judge.Needs.Pods && plan is { History: not null, Control: not null }
            ? new StablePodsQuery(plan, $"{name}-stable-pods", columns, definition.EventType, where, definition.Account)
            : null;
    }

    public override IReadOnlyList<Objective> Objectives => [_objective];

    public override IReadOnlyList<NrqlQuery> Queries =>
        [.. _events.Queries, .. _requests?.Queries ?? [], .. _quantile is null ? [] : new[] { _quantile }, .. _pods is null ? [] : new[] { _pods.Query }];

    public override IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch)
    {
        if (Failure(batch) is { } cause)
        {
            return [Evidence(_objective, new SliceEvidence.Unavailable(cause), new SliceEvidence.Unavailable(cause))];
        }

        var (events, requests) = (_events.Rows(batch), _requests?.Rows(batch) ?? []);
        var traffic = TrafficCounts.Of(Requests(SliceFacet.JudgedRows(_plan, requests)), Requests(SliceFacet.ControlRows(_plan, requests)), _timeslices?.Read(batch));
        var (judged, control) = (JudgedRows(events), ControlRows(events));
        var unit = _objective.Definition.Form != KpiForm.Sum ? 0 : KpiBuckets.Unit(control) is > 0 and { } stable ? stable : KpiBuckets.Unit(judged);
        var weights = StepWeights.Of(_buckets.Exposures(judged), _slices?.Control is null ? [] : _buckets.Exposures(control), _plan.Window.Begin, _plan.Weight).Weights;
        var isAbsent = IsAbsent(judged, control);
        var own = isAbsent ? _buckets.Exposures(judged) : _buckets.Lay(judged, traffic.Judged, unit, weights, isControl: false);
        var beside = isAbsent ? _buckets.Exposures(control) : _buckets.Lay(control, traffic.Control, unit, weights, isControl: true);
        var measured = _buckets.Measure(own, QuantileOf(batch, JudgedRows));
        return
        [
            Evidence(
                _objective,
                measured is SliceEvidence.NoData && Sliceless(events) is { } unknown ? unknown : measured,
                _buckets.Measure(beside, QuantileOf(batch, ControlRows))) with
            {
                Uncounted = _objective.Definition.IsOfRequests && traffic.Basis == TrafficBasis.AtLeast ? traffic.Note : null,
                StablePods = _pods?.Read(batch, _buckets.OfPod) ?? [],
                StableQuantile = _buckets.Own,
                JudgedClusters = ClusterColumns.Read(judged, Count, KpiColumns.Counts),
                ControlClusters = ClusterColumns.Read(control, Count, KpiColumns.Counts),
            },
        ];
    }

    private IReadOnlyList<NrqlRow> JudgedRows(IReadOnlyList<NrqlRow> rows) => _slices is null ? rows : SliceFacet.Rows(rows, SliceFacet.NameOf(_plan.Slice));

    private IReadOnlyList<NrqlRow> ControlRows(IReadOnlyList<NrqlRow> rows) => _slices?.Control is null ? [] : SliceFacet.Rows(rows, SliceFacet.Control);

    private double? QuantileOf(NrqlBatch batch, Func<IReadOnlyList<NrqlRow>, IReadOnlyList<NrqlRow>> slice) =>
        _quantile is not null && slice(batch.GetRequired(_quantile.Name).Rows) is [var row, ..] ? KpiColumns.QuantileOf(row, _objective.Definition) : null;

    /// <summary>
    /// Not one event of either slice in the whole span, of what must not become fewer: a slip in the policy or in the telemetry, and no zero that could be met. A canary beside
    /// which nothing of stable was asked for may have lost them all itself: its zero counts.
    /// </summary>
    private bool IsAbsent(IReadOnlyList<NrqlRow> judged, IReadOnlyList<NrqlRow> control) =>
        _objective is { Comparison: Comparison.AtLeast, Definition.IsOfRequests: true } && (_slices?.Control is not null || _plan.Slice == Slice.Stable)
            && !judged.Concat(control).Any(row => KpiColumns.CountOf(row) > 0);

    /// <summary>Nothing of the judged slice, but events of the service that no slice can be told of.</summary>
    private SliceEvidence.Unavailable? Sliceless(IReadOnlyList<NrqlRow> events)
    {
        var lost = SliceFacet.Rows(events, SliceFacet.Neither).Sum(row => KpiColumns.CountOf(row));
        return lost <= 0 || _slices is not { Judged: { } selector } ? null : new SliceEvidence.Unavailable(selector.By == SliceBy.Attribute
            ? $"{lost:N0} {_objective.Definition.EventType} events of {_plan.Service} carry no {string.Join(" or ", selector.Attributes)}, and no slice can be told without it: send it with the event"
            : $"{lost:N0} {_objective.Definition.EventType} events of {_plan.Service} carry no pod name ({string.Join(", ", selector.Attributes)}), and canary and stable cannot be told apart: send it with the event as {selector.Attributes[0]}, from metadata.name of the pod (downward API)");
    }

    private static double? Count(NrqlRow row, string column) => row.Number(column);

    private IReadOnlyList<Bucket> Requests(IReadOnlyList<NrqlRow> rows) =>
        BucketRows.Lay(_plan.Span, rows, (begin, row) => new Bucket(begin, _measure.Count(row, RequestColumns.Requests) ?? 0, null));
}
