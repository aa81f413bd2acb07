using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Apdex, error rate, success rate and latency of both slices in two queries: bucket by bucket, and over the whole window for the
/// quantiles.
/// </summary>
internal sealed class RequestQuestion : Question
{
    private readonly EvidencePlan _plan;
    private readonly NrqlQuery _series;
    private readonly NrqlQuery _total;

    public RequestQuestion(EvidencePlan plan, IReadOnlyList<Objective> objectives, string name)
    {
        _plan = plan;
        Objectives = objectives;
        var counts = RequestColumns.Counts(objectives, plan.Weight).ToList();
        _series = new NrqlQuery($"{name}-series", Query(plan, counts, Nrql.Create($" TIMESERIES {plan.Window.Bucket}")));
        _total = new NrqlQuery($"{name}-total", Query(plan, [.. counts, .. RequestColumns.Quantiles(objectives)], Nrql.Empty));
    }

    public override IReadOnlyList<Objective> Objectives { get; }

    public override IReadOnlyList<NrqlQuery> Queries => [_series, _total];

    public override IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch)
    {
        if (Failure(batch) is { } cause)
        {
            return Objectives.Select(objective => Evidence(objective, new SliceEvidence.Unavailable(cause), new SliceEvidence.Unavailable(cause)));
        }

        var (series, total) = (batch.GetRequired(_series.Name), batch.GetRequired(_total.Name));
        return Objectives.Select(objective => Evidence(
            objective,
            Slice(objective, SliceFacet.JudgedRows(_plan, series), SliceFacet.JudgedRows(_plan, total)),
            Slice(objective, SliceFacet.ControlRows(_plan, series), SliceFacet.ControlRows(_plan, total))));
    }

    private static Nrql Query(EvidencePlan plan, IEnumerable<Nrql> columns, Nrql timeseries) => Nrql.Create(
        $"SELECT {Nrql.List(columns)} FROM {new NrqlIdentifier(plan.Telemetry.EventType)} WHERE {SliceConditions.Service(plan)} {SliceFacet.Clause(plan)} SINCE {plan.Window.Begin} UNTIL {plan.Window.End}{timeseries}");

    private SliceEvidence Slice(Objective objective, IReadOnlyList<NrqlRow> series, IReadOnlyList<NrqlRow> total)
    {
        if (total is not [var whole, ..] || whole.Number(RequestColumns.Requests) is not > 0)
        {
            return new SliceEvidence.NoData();
        }

        var requests = whole.Number(RequestColumns.Requests)!.Value;
        var bad = Bad(objective, whole);
        return Value(objective, whole, requests, bad) is { } value
            ? new SliceEvidence.Measured(value, requests, bad, BucketRows.Lay(_plan.Window, series, (begin, row) =>
                new Bucket(begin, row.Number(RequestColumns.Requests) ?? 0, Bad(objective, row))))
            : new SliceEvidence.NoData();
    }

    private double? Bad(Objective objective, NrqlRow row) => objective switch
    {
        ErrorRateObjective => row.Number(RequestColumns.Errors),
        SuccessRateObjective => row.Number(RequestColumns.Failures),
        LatencyObjective latency => row.Number(RequestColumns.Slow(latency.Limit.At(_plan.Weight))),
        ApdexObjective apdex when row.Number(RequestColumns.Requests) is { } requests
            && row.Number(RequestColumns.Satisfied(apdex)) is { } satisfied && row.Number(RequestColumns.Tolerating(apdex)) is { } tolerating =>
            requests - satisfied - (tolerating / 2),
        _ => null,
    };

    private static double? Value(Objective objective, NrqlRow whole, double requests, double? bad) => objective switch
    {
        LatencyObjective latency => whole.Percentile(RequestColumns.Quantile(latency), RequestColumns.Percent(latency)),
        ErrorRateObjective => bad / requests,
        _ => 1 - (bad / requests),
    };
}
