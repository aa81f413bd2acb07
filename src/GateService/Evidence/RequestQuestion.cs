using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Apdex, error rate, success rate and latency of both slices: counts bucket by bucket, which add up to the whole, and a second query
/// for quantiles, which do not.
/// </summary>
internal sealed class RequestQuestion : Question
{
    private readonly EvidencePlan _plan;
    private readonly NrqlQuery _counts;
    private readonly NrqlQuery? _quantiles;

    public RequestQuestion(EvidencePlan plan, IReadOnlyList<Objective> objectives, string part = "")
    {
        _plan = plan;
        Objectives = objectives;
        _counts = new NrqlQuery($"requests{part}", Query(plan, RequestColumns.Counts(objectives, plan.Weight), Nrql.Create($" TIMESERIES {plan.Window.Bucket}")));
        var quantiles = RequestColumns.Quantiles(objectives).ToList();
        _quantiles = quantiles.Count == 0 ? null : new NrqlQuery($"quantiles{part}", Query(plan, quantiles, Nrql.Empty));
    }

    public override IReadOnlyList<Objective> Objectives { get; }

    public override IReadOnlyList<NrqlQuery> Queries => _quantiles is null ? [_counts] : [_counts, _quantiles];

    public override IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch)
    {
        if (Failure(batch) is { } cause)
        {
            return Objectives.Select(objective => Evidence(objective, new SliceEvidence.Unavailable(cause), new SliceEvidence.Unavailable(cause)));
        }

        var counts = batch.GetRequired(_counts.Name);
        var quantiles = _quantiles is null ? null : batch.GetRequired(_quantiles.Name);
        return Objectives.Select(objective => Evidence(
            objective,
            Slice(objective, SliceFacet.JudgedRows(_plan, counts), quantiles is null ? [] : SliceFacet.JudgedRows(_plan, quantiles)),
            Slice(objective, SliceFacet.ControlRows(_plan, counts), quantiles is null ? [] : SliceFacet.ControlRows(_plan, quantiles))));
    }

    private static Nrql Query(EvidencePlan plan, IEnumerable<Nrql> columns, Nrql timeseries) => Nrql.Create(
        $"SELECT {Nrql.List(columns)} FROM {new NrqlIdentifier(plan.Telemetry.EventType)} WHERE {SliceConditions.Service(plan)} {SliceFacet.Clause(plan)} SINCE {plan.Window.Begin} UNTIL {plan.Window.End}{timeseries}");

    private SliceEvidence Slice(Objective objective, IReadOnlyList<NrqlRow> counts, IReadOnlyList<NrqlRow> quantiles)
    {
        var requests = counts.Sum(Requests);
        if (!(requests > 0))
        {
            return new SliceEvidence.NoData();
        }

        var bad = counts.Select(row => Bad(objective, row)).ToList();
        return bad.TrueForAll(count => count is not null) && Value(objective, quantiles, requests, bad.Sum()!.Value) is { } value
            ? new SliceEvidence.Measured(value, requests, bad.Sum(), BucketRows.Lay(_plan.Window, counts, (begin, row) => new Bucket(begin, Requests(row), Bad(objective, row))))
            : new SliceEvidence.Unavailable("New Relic answered with requests, but without the numbers this objective needs");
    }

    private static double Requests(NrqlRow row) => row.Number(RequestColumns.Requests) ?? 0;

    private double? Bad(Objective objective, NrqlRow row) => objective switch
    {
        ErrorRateObjective => row.Number(RequestColumns.Errors),
        SuccessRateObjective => row.Number(RequestColumns.Failures),
        LatencyObjective latency => row.Number(RequestColumns.Slow(latency.Limit.At(_plan.Weight))),
        ApdexObjective apdex => Requests(row) - row.Number(RequestColumns.Satisfied(apdex)) - (row.Number(RequestColumns.Tolerating(apdex)) / 2),
        _ => null,
    };

    private static double? Value(Objective objective, IReadOnlyList<NrqlRow> quantiles, double requests, double bad) => objective switch
    {
        LatencyObjective latency => quantiles is [var whole, ..] ? whole.Percentile(RequestColumns.Quantile(latency), RequestColumns.Percent(latency)) : null,
        ErrorRateObjective => bad / requests,
        _ => 1 - (bad / requests),
    };
}
