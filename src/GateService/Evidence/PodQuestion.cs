using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Health of the judged slice's pods as a gauge, bucket by bucket, from the samples of New Relic's Kubernetes integration. Where they restarted, whether stable's did too.
/// </summary>
internal sealed class PodQuestion : Question
{
    /// <summary>What <c>LIMIT MAX</c> once was; it is more today.</summary>
    private const int MostFacets = 2_000;

    private static readonly string[] Namespaces = ["namespaceName", "namespace"];

    private readonly EvidencePlan _plan;
    private readonly PodHealthObjective _objective;
    private readonly SeriesQuery _series;
    private readonly SeriesQuery? _stable;

    public PodQuestion(EvidencePlan plan, PodHealthObjective objective)
    {
        (_plan, _objective) = (plan, objective);
        var cluster = plan is { Telemetry.ClusterAttributes.Count: > 0, Cluster: null } ? Nrql.Create($", latest({SliceConditions.FirstValue(ClusterColumns.OfPods)}) AS {new NrqlIdentifier(ClusterColumns.Last)}") : Nrql.Empty;
        _series = new SeriesQuery($"pods:{objective.Name}", plan.Span, objective.Signal == PodSignal.Restarts
            ? RestartsOf(plan, plan.JudgedPods!, cluster)
            : Nrql.Create($"SELECT latest(isReady) AS ready, latest(status) AS status{cluster} FROM K8sPodSample WHERE {Of(plan, plan.JudgedPods!)} FACET podName LIMIT MAX"), mostFacets: MostFacets);
        _stable = objective.Signal == PodSignal.Restarts && plan.ControlPods is { } beside
            ? new SeriesQuery($"pods-stable:{objective.Name}", plan.Span, RestartsOf(plan, beside, Nrql.Empty), mostFacets: MostFacets)
            : null;
    }

    public override IReadOnlyList<Objective> Objectives => [_objective];

    public override IReadOnlyList<NrqlQuery> Queries => _series.Queries;

    /// <summary>Restarts of stable's pods.</summary>
    public override IReadOnlyList<NrqlQuery> Explaining => _stable?.Queries ?? [];

    public override IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch)
    {
        if (Failure(batch) is { } cause)
        {
            return [Evidence(_objective, new SliceEvidence.Unavailable(cause))];
        }

        var rows = _series.Rows(batch);
        var pods = Pods(rows);
        var buckets = _objective.Signal == PodSignal.Restarts ? Restarts(pods, isStable: _plan.Slice == Slice.Stable) : Shares(pods);
        return [Evidence(_objective, buckets.LastOrDefault(bucket => bucket.Mean is not null && bucket.Begin >= _plan.Window.Begin) is { Mean: { } last, Exposure: var seen }
            ? new SliceEvidence.Measured(last, seen, null, buckets)
            : new SliceEvidence.NoData { Buckets = buckets }) with
        {
            JudgedClusters = ClusterColumns.Read(rows, (row, name) => row.Number(name), "pods"),
            JudgedPods = PodTurnover.Of([.. pods.SelectMany(pod => pod).Where(row => !IsOver(row)).GroupBy(row => row.Facets[0]).Select(pod => pod.Select(IndexOf).Distinct().ToList())]),
        }];
    }

    public override ObjectiveEvidence Explain(ObjectiveEvidence evidence, NrqlBatch batch) =>
        UnavailableCause.Of(batch, Explaining) is null ? evidence with { StableRestarts = Restarts(Pods(_stable!.Rows(batch)), isStable: true) } : evidence;

    public override IEnumerable<string> Unexplained(NrqlBatch batch) =>
        UnavailableCause.Of(batch, Explaining) is { } cause ? [$"{_objective.Name}: whether stable's pods restarted too is not known: {cause}"] : [];

    private static Nrql RestartsOf(EvidencePlan plan, SliceSelector pods, Nrql cluster) =>
        Nrql.Create($"SELECT min(restartCount) AS least, max(restartCount) AS most{cluster} FROM K8sContainerSample WHERE {Of(plan, pods)} FACET podName, containerName LIMIT MAX");

    private static Nrql Of(EvidencePlan plan, SliceSelector pods) => Nrql.And(
    [
        SliceConditions.Slice(pods),
        SliceConditions.Namespace(plan.Namespace, Namespaces),
        SliceConditions.Cluster(plan.Telemetry.ClusterAttributes.Count > 0 ? plan.Cluster : null, ClusterColumns.OfPods),
    ]);

    private static List<IGrouping<string, NrqlRow>> Pods(IReadOnlyList<NrqlRow> rows) => [.. rows.Where(row => row.BeginTime is not null && IsReported(row)).GroupBy(row => string.Join('/', row.Facets))];

    private static bool IsReported(NrqlRow row) => row.Number("most") is not null || row.Number("ready") is not null || row.Boolean("ready") is not null || row.Text("status") is not null;

    private int IndexOf(NrqlRow row) => (int)Math.Round((row.BeginTime!.Value - _plan.Span.Begin) / _plan.Span.Bucket);

    /// <summary>
    /// Share of the pods seen in a bucket that are well; a pod that was scaled away is no longer unready. Neither is one that is over: Kubernetes lists what it evicted on and on, beside what replaced
    /// it. Where all are over nothing runs.
    /// </summary>
    private List<Bucket> Shares(List<IGrouping<string, NrqlRow>> pods)
    {
        var byBucket = pods.SelectMany(pod => pod).ToLookup(IndexOf);
        return Buckets(t => Living(byBucket[t]) is { Count: > 0 } seen ? (seen.Count, (double)seen.Count(IsGood) / seen.Count) : null);

        static List<NrqlRow> Living(IEnumerable<NrqlRow> rows) => rows.ToList() is var all && all.FindAll(row => !IsOver(row)) is { Count: > 0 } living ? living : all;
    }

    /// <summary>
    /// Restarts since the rollout began, all containers together; what is gone keeps its count. A container that was there at the begin starts from the
    /// count it had; one that came later was born in this rollout, and has restarted as often as it says.
    /// </summary>
    private List<Bucket> Restarts(List<IGrouping<string, NrqlRow>> containers, bool isStable)
    {
        var restarts = containers.ToDictionary(container => container.Key, container =>
        {
            var rows = container.OrderBy(row => row.BeginTime).ToList();
            var begin = IndexOf(rows[0]) == 0 || isStable ? rows[0].Number("least") ?? 0 : 0;
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

    /// <summary>Its phase is final: evicted, rejected by its node, or done. A container that crashes is started again in a pod that is Running or Pending.</summary>
    private static bool IsOver(NrqlRow row) => row.Text("status") is "Failed" or "Succeeded";

    private bool IsGood(NrqlRow row) => _objective.Signal == PodSignal.Running
        ? row.Text("status") == "Running"
        : !IsOver(row) && (row.Number("ready") is > 0 || row.Boolean("ready") is true);
}
