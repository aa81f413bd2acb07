using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Stable's pods one by one, cell by cell, from an hour before the rollout: how much healthy pods of this version differ. The busiest are asked for by
/// name, all others together are one group more; which pods are busy says nothing of which fail.
/// </summary>
internal sealed class StablePodsQuery
{
    public const int MostPods = 50;

    private readonly EvaluationWindow _cells;
    private (NrqlBatch? Batch, IReadOnlyList<IGrouping<string, NrqlRow>> Pods) _read = (null, []);

    /// <param name="plan">With a history, and a control or a version that served before.</param>
    /// <param name="name">Name within the evaluation.</param>
    /// <param name="columns">What is counted.</param>
    /// <param name="eventType">Of which events.</param>
    /// <param name="where">Conditions but for the slice.</param>
    /// <param name="account">Name of the account it is asked in; null is the plan's.</param>
    public StablePodsQuery(EvidencePlan plan, string name, IEnumerable<Nrql> columns, string eventType, Nrql where, string? account = null)
    {
        var (history, stable) = (plan.History!, (plan.Control ?? plan.Former)!);
        var cells = Math.Min(WindowPlanner.MostBuckets, history.Buckets + (int)Math.Floor(plan.Span.Length / history.Bucket));
        _cells = new EvaluationWindow(history.Begin, history.Begin + (cells * history.Bucket), history.Bucket);
        var body = Nrql.Create($"SELECT {Nrql.List(columns)} FROM {new NrqlIdentifier(eventType)} WHERE {Nrql.And([where, SliceConditions.Slice(stable)])} FACET {Pod(plan, stable)} LIMIT {MostPods}");
        Query = new NrqlQuery(name, new NrqlSeries(body, _cells.Begin, _cells.End, _cells.Bucket) { MostFacets = MostPods }) { Account = account };
    }

    public NrqlQuery Query { get; }

    /// <param name="batch">The answers.</param>
    /// <param name="read">A cell of a pod from its row.</param>
    public IReadOnlyList<PodSeries> Read(NrqlBatch batch, Func<DateTimeOffset, NrqlRow, Bucket> read)
    {
        var pods = ByPod(batch).Select(pod => new PodSeries(pod.Key, BucketRows.Lay(_cells, pod, read))).ToList();
        var others = new PodSeries(PodSeries.Others, BucketRows.Lay(_cells, batch.GetRequired(Query.Name).OtherResult, read));
        return pods.Count == MostPods && others.Cells.Any(cell => cell.Exposure > 0) ? [.. pods, others] : pods;
    }

    /// <summary>Every objective reads the same rows.</summary>
    private IReadOnlyList<IGrouping<string, NrqlRow>> ByPod(NrqlBatch batch)
    {
        if (_read.Batch != batch)
        {
            _read = (batch, [.. batch.GetRequired(Query.Name).Rows.Where(row => row.Facet is not null).GroupBy(row => row.Facet!).OrderBy(pod => pod.Key, StringComparer.Ordinal)]);
        }

        return _read.Pods;
    }

    /// <summary>What tells the pods of a slice apart.</summary>
    public static Nrql Pod(EvidencePlan plan, SliceSelector slice) => Coalesced(slice.By is SliceBy.PodName or SliceBy.Host ? slice.Attributes : plan.Telemetry.PodAttributes);

    /// <summary>The first of the attributes that an event carries.</summary>
    private static Nrql Coalesced(IReadOnlyList<string> attributes) => attributes.Skip(1)
        .Aggregate(Nrql.Create($"{new NrqlIdentifier(attributes[0])}"), (first, other) => Nrql.Create($"{first} OR {new NrqlIdentifier(other)}"));
}
