using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Requests of both slices as New Relic's metric timeslices count them, by host: agents report each request there, and at most so many events a minute. Their grain is
/// a minute.
/// </summary>
/// <seealso href="https://docs.newrelic.com/docs/data-apis/understand-data/metric-data/query-apm-metric-timeslice-data-nrql/">Query APM metric timeslice data.</seealso>
internal sealed class TimesliceQuery
{
    private const string Requests = "requests";
    private const string Hosts = "hosts";

    private readonly EvidencePlan _plan;
    private readonly SeriesQuery _series;
    private readonly int _width;

    private TimesliceQuery(EvidencePlan plan, string type)
    {
        _plan = plan;
        _width = Math.Max(1, (int)Math.Ceiling(TimeSpan.FromMinutes(1) / plan.Span.Bucket));
        var cells = plan.Span.Buckets / _width;
        var span = new EvaluationWindow(plan.Span.Begin, plan.Span.Begin + (cells * _width * plan.Span.Bucket), _width * plan.Span.Bucket);
        var hosts = plan with { Judged = ByHost(plan.Judged!), Control = ByHost(plan.Control!) };
        _series = new SeriesQuery("timeslices", span, Nrql.Create(
            $"SELECT count({new NrqlIdentifier("apm.service.transaction.duration")}) AS requests, uniqueCount(host) AS hosts FROM Metric WHERE {SliceConditions.Service(plan)} AND transactionType = {type}{OfCluster(plan)} {SliceFacet.Clause(hosts)}"));
    }

    public IReadOnlyList<NrqlQuery> Queries => _series.Queries;

    /// <summary>Null where the telemetry has no timeslices, nothing is compared per request, or no host tells the slices apart.</summary>
    public static TimesliceQuery? Of(EvidencePlan plan) =>
        plan is { Telemetry.Timeslices: { } type, Judged.By: SliceBy.PodName or SliceBy.Host, Control: not null } && plan.Objectives.Any(Compares) && plan.Span.Length >= TimeSpan.FromMinutes(1) && new TimesliceQuery(plan, type) is var query
        && query.Queries.All(part => part.Fits)
            ? query
            : null;

    /// <summary>Null where New Relic did not answer.</summary>
    public TimesliceEvidence? Read(NrqlBatch batch)
    {
        if (UnavailableCause.Of(batch, Queries) is not null)
        {
            return null;
        }

        var rows = _series.Rows(batch);
        return new TimesliceEvidence(Lay(SliceFacet.JudgedRows(_plan, rows)), Lay(SliceFacet.ControlRows(_plan, rows)));
    }

    /// <summary>Timeslices do not tell their cluster, and pods of another one can begin like ours: the hosts are those of our own events.</summary>
    private static Nrql OfCluster(EvidencePlan plan) => plan is { Cluster: not null, Telemetry.ClusterAttributes.Count: > 0 }
        ? Nrql.Create($" AND host IN (SELECT uniques(host, 5000) FROM {RequestRows.Of(plan)} WHERE {SliceConditions.Service(plan)})")
        : Nrql.Empty;

    public IEnumerable<string> Notes(NrqlBatch batch) => UnavailableCause.Of(batch, Queries) is { } cause
        ? [$"whether agents leave events out could not be asked, and requests count by their events: {cause}"]
        : [];

    private static bool Compares(Objective objective) => TrafficCounts.IsOfRequests(objective) || objective is KpiObjective { Definition.IsOfRequests: true } or LogErrorsObjective;

    private static SliceSelector ByHost(SliceSelector slice) => slice with { Attributes = ["host"] };

    /// <summary>A minute's requests are spread evenly over cells that are shorter.</summary>
    private TimesliceCount[] Lay(IEnumerable<NrqlRow> rows)
    {
        var cells = new TimesliceCount[_plan.Span.Buckets];
        Array.Fill(cells, new TimesliceCount(0, 0));
        foreach (var (index, row) in BucketRows.Index(_plan.Span, rows))
        {
            var count = new TimesliceCount((row.Number(Requests) ?? 0) / _width, (row.Number(Hosts) ?? 0) * _plan.Span.Bucket.TotalMinutes);
            Array.Fill(cells, count, index, Math.Min(_width, cells.Length - index));
        }

        return cells;
    }
}
