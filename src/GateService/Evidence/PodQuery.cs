using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Stable's pods one by one, cell by cell, from an hour before the rollout: how much healthy pods of this version differ. The busiest hundred are
/// enough; which pods are busy says nothing of which fail.
/// </summary>
internal sealed class PodQuery
{
    private const int MostPods = 100;
    private static readonly string[] PodNames = ["k8s.podName", "podName", "host"];

    private readonly EvaluationWindow _cells;
    private readonly StableQuantiles _stable;

    public PodQuery(EvidencePlan plan, IReadOnlyList<Objective> objectives, StableQuantiles stable, string name)
    {
        _stable = stable;
        var history = plan.History!;
        var cells = Math.Min(WindowPlanner.MostBuckets, history.Buckets + (int)Math.Floor(plan.Span.Length / history.Bucket));
        _cells = new EvaluationWindow(history.Begin, history.Begin + (cells * history.Bucket), history.Bucket);
        var columns = RequestColumns.Counts(objectives.Where(objective => objective is not LatencyObjective), null)
            .Concat(objectives.OfType<LatencyObjective>().Select(latency => RequestColumns.SlowerThan(Boundary(latency)))).Distinct();
        var attributes = plan.Control!.By is SliceBy.PodName or SliceBy.Host ? plan.Control.Attributes : PodNames;
        var where = Nrql.And([SliceConditions.Service(plan), SliceConditions.Slice(plan.Control)]);
        Query = new NrqlQuery(name, Nrql.Create(
            $"SELECT {Nrql.List(columns)} FROM {new NrqlIdentifier(plan.Telemetry.EventType)} WHERE {where} FACET {Coalesced(attributes)} LIMIT {MostPods} SINCE {_cells.Begin} UNTIL {_cells.End} TIMESERIES {_cells.Bucket}"));
    }

    public NrqlQuery Query { get; }

    public IReadOnlyList<PodSeries> Read(Objective objective, NrqlResult result) =>
    [
        .. result.Rows.Where(row => row.Facet is not null).GroupBy(row => row.Facet!).OrderBy(pod => pod.Key, StringComparer.Ordinal)
            .Select(pod => new PodSeries(pod.Key, BucketRows.Lay(_cells, pod, (begin, row) => new Bucket(begin, row.Number(RequestColumns.Requests) ?? 0, Bad(objective, row))))),
    ];

    /// <summary>The first of the attributes that an event carries.</summary>
    private static Nrql Coalesced(IReadOnlyList<string> attributes) => attributes.Skip(1)
        .Aggregate(Nrql.Create($"{new NrqlIdentifier(attributes[0])}"), (first, other) => Nrql.Create($"{first} OR {new NrqlIdentifier(other)}"));

    /// <summary>What the comparison counts; before stable's own quantile is known, the loosest limit.</summary>
    private double Boundary(LatencyObjective latency) => _stable.Of(latency) ?? latency.Limit.Entries[0].Value;

    private double? Bad(Objective objective, NrqlRow row) => objective switch
    {
        ErrorRateObjective => row.Number(RequestColumns.Errors),
        SuccessRateObjective => row.Number(RequestColumns.Failures),
        LatencyObjective latency => row.Number(RequestColumns.Slow(Boundary(latency))),
        ApdexObjective apdex => (row.Number(RequestColumns.Requests) ?? 0) - row.Number(RequestColumns.Satisfied(apdex)) - (row.Number(RequestColumns.Tolerating(apdex)) / 2),
        _ => null,
    };
}
