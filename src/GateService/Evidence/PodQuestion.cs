using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Health of the judged slice's pods as a gauge, bucket by bucket, from the samples of New Relic's Kubernetes integration.</summary>
internal sealed class PodQuestion : Question
{
    /// <summary>What <c>LIMIT MAX</c> once was; it is more today.</summary>
    private const int MostFacets = 2_000;

    private static readonly string[] Namespaces = ["namespaceName", "namespace"];

    private readonly EvidencePlan _plan;
    private readonly PodHealthObjective _objective;
    private readonly SeriesQuery _series;

    public PodQuestion(EvidencePlan plan, PodHealthObjective objective)
    {
        (_plan, _objective) = (plan, objective);
        var tellsClusters = plan.Telemetry.ClusterAttributes.Count > 0;
        var where = Nrql.And(
        [
            SliceConditions.Slice(plan.JudgedPods!),
            SliceConditions.Namespace(plan.Namespace, Namespaces),
            SliceConditions.Cluster(tellsClusters ? plan.Cluster : null, ClusterColumns.OfPods),
        ]);
        var cluster = tellsClusters && plan.Cluster is null ? Nrql.Create($", latest({SliceConditions.FirstValue(ClusterColumns.OfPods)}) AS {new NrqlIdentifier(ClusterColumns.Last)}") : Nrql.Empty;
        _series = new SeriesQuery($"pods:{objective.Name}", plan.Span, objective.Signal == PodSignal.Restarts
            ? Nrql.Create($"SELECT min(restartCount) AS least, max(restartCount) AS most{cluster} FROM K8sContainerSample WHERE {where} FACET podName, containerName LIMIT MAX")
            : Nrql.Create($"SELECT latest(isReady) AS ready, latest(status) AS status{cluster} FROM K8sPodSample WHERE {where} FACET podName LIMIT MAX"), mostFacets: MostFacets);
    }

    public override IReadOnlyList<Objective> Objectives => [_objective];

    public override IReadOnlyList<NrqlQuery> Queries => _series.Queries;

    public override IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch)
    {
        if (Failure(batch) is { } cause)
        {
            return [Evidence(_objective, new SliceEvidence.Unavailable(cause))];
        }

        var rows = _series.Rows(batch);
        var pods = rows.Where(row => row.BeginTime is not null && IsReported(row)).GroupBy(row => string.Join('/', row.Facets)).ToList();
        var buckets = _objective.Signal == PodSignal.Restarts ? Restarts(pods) : Shares(pods);
        return [Evidence(_objective, buckets.LastOrDefault(bucket => bucket.Mean is not null && bucket.Begin >= _plan.Window.Begin) is { Mean: { } last, Exposure: var seen }
            ? new SliceEvidence.Measured(last, seen, null, buckets)
            : new SliceEvidence.NoData { Buckets = buckets }) with
        {
            JudgedClusters = ClusterColumns.Read(rows, (row, name) => row.Number(name), "pods"),
            JudgedPods = PodTurnover.Of([.. pods.SelectMany(pod => pod).GroupBy(row => row.Facets[0]).Select(pod => pod.Select(IndexOf).Distinct().ToList())]),
        }];
    }

    private static bool IsReported(NrqlRow row) => row.Number("most") is not null || row.Number("ready") is not null || row.Boolean("ready") is not null || row.Text("status") is not null;

    private int IndexOf(NrqlRow row) => (int)Math.Round((row.BeginTime!.Value - _plan.Span.Begin) / _plan.Span.Bucket);

    /// <summary>Share of the pods seen in a bucket that are well; a pod that was scaled away is no longer unready.</summary>
    private List<Bucket> Shares(List<IGrouping<string, NrqlRow>> pods)
    {
        var byBucket = pods.SelectMany(pod => pod).ToLookup(IndexOf);
        return Buckets(t => byBucket[t].ToList() is { Count: > 0 } seen ? (seen.Count, (double)seen.Count(IsGood) / seen.Count) : null);
    }

    /// <summary>
    /// Restarts since the rollout began, all containers together; what is gone keeps its count. A container that was there at the begin starts from the
    /// count it had; one that came later was born in this rollout, and has restarted as often as it says.
    /// </summary>
    private List<Bucket> Restarts(List<IGrouping<string, NrqlRow>> containers)
    {
        var restarts = containers.ToDictionary(container => container.Key, container =>
        {
            var rows = container.OrderBy(row => row.BeginTime).ToList();
            var begin = IndexOf(rows[0]) == 0 || _plan.Slice == Slice.Stable ? rows[0].Number("least") ?? 0 : 0;
            return (ByBucket: rows.ToLookup(IndexOf), Begin: begin);
        });
        var last = new Dictionary<string, double>();
        return Buckets(t =>
        {
            var seen = 0;
            foreach (var (key, container) in restarts)
            {
                foreach (var row in container.ByBucket[t])
                {
                    last[key] = Math.Max(last.GetValueOrDefault(key), (row.Number("most") ?? 0) - container.Begin);
                    seen++;
                }
            }

            return seen == 0 ? null : (seen, last.Values.Sum());
        });
    }

    private List<Bucket> Buckets(Func<int, (int Seen, double Value)?> read) =>
    [
        .. Enumerable.Range(0, _plan.Span.Buckets).Select(t => (Begin: _plan.Span.Begin + (t * _plan.Span.Bucket), Read: read(t)))
            .Select(bucket => new Bucket(bucket.Begin, bucket.Read?.Seen ?? 0, null, bucket.Read?.Value)),
    ];

    private bool IsGood(NrqlRow row) => _objective.Signal == PodSignal.Running
        ? row.Text("status") == "Running"
        : row.Number("ready") is > 0 || row.Boolean("ready") is true;
}
