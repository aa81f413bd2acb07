using GateService.Core.Policies.Telemetry;
using GateService.Evidence;
using NewRelic.Api;

namespace GateService.Doctor;

/// <summary>How many requests of the service there are by one kind of telemetry, and what they tell.</summary>
internal sealed class KindQuestion
{
    private readonly TelemetryCandidate _candidate;
    private readonly RequestMeasure _measure;

    public KindQuestion(TelemetryCandidate candidate)
    {
        (_candidate, _measure) = (candidate, RequestMeasure.Of(candidate.Plan.Telemetry));
        var (plan, telemetry) = (candidate.Plan, candidate.Plan.Telemetry);
        IEnumerable<Nrql> columns =
        [
            .. _measure.Count(Counted.Requests, RequestColumns.Requests), .. _measure.Count(Counted.Untold, RequestColumns.Untold), .. _measure.Timed(RequestColumns.Timed),
            .. telemetry is { Sampled: Sampled.Evenly, TailSampled: { } tail } ? _measure.Count(Nrql.Trusted(tail), RequestColumns.TailSampled) : [],
        ];
        Query = new NrqlQuery($"telemetry:{candidate.Kind}", Nrql.Create(
            $"SELECT {Nrql.List(columns)} FROM {RequestRows.Of(plan)} WHERE {RequestRows.Where(plan)} SINCE {plan.Window.Begin} UNTIL {plan.Window.End}"));
    }

    public NrqlQuery Query { get; }

    public KindSighting Read(NrqlBatch batch)
    {
        if (UnavailableCause.Of(batch, [Query]) is { } cause)
        {
            return new KindSighting(_candidate, 0, 0, 0, 0, cause);
        }

        var rows = batch.GetRequired(Query.Name).Rows;
        double? Sum(string column) => rows.All(row => _measure.Count(row, column) is null) ? null : rows.Sum(row => _measure.Count(row, column) ?? 0);
        var requests = Sum(RequestColumns.Requests) ?? 0;
        return new KindSighting(
            _candidate, requests, Sum(RequestColumns.Untold) ?? 0, Sum(RequestColumns.Timed) ?? requests,
            _candidate.Plan.Telemetry.Sampled == Sampled.Tail ? requests : Sum(RequestColumns.TailSampled) ?? 0, null);
    }
}
