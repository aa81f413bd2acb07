using GateService.Core.Evidence;
using GateService.Core.Planning;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// The canary's pods one by one, bucket by bucket since the rollout began: which came when, and what each did. Asked only where something would fail. The busiest are asked
/// for by name; what the others did remains with the slice.
/// </summary>
internal sealed class CanaryPodsQuery
{
    private readonly EvaluationWindow _span;
    private readonly SeriesQuery _series;

    /// <param name="plan">With a judged slice.</param>
    /// <param name="name">Name within the evaluation.</param>
    /// <param name="columns">What is counted.</param>
    public CanaryPodsQuery(EvidencePlan plan, string name, IEnumerable<Nrql> columns)
    {
        _span = plan.Span;
        _series = new SeriesQuery(name, plan.Span, Nrql.Create(
            $"SELECT {Nrql.List(columns)} FROM {RequestRows.Of(plan)} WHERE {Nrql.And([RequestRows.Where(plan), SliceConditions.Slice(plan.Judged!)])} FACET {StablePodsQuery.Pod(plan, plan.Judged!)} LIMIT {StablePodsQuery.MostPods}"), mostFacets: StablePodsQuery.MostPods);
    }

    public IReadOnlyList<NrqlQuery> Queries => _series.Queries;

    /// <param name="batch">The answers.</param>
    /// <param name="read">A bucket of a pod from its row.</param>
    public IReadOnlyList<PodSeries> Read(NrqlBatch batch, Func<DateTimeOffset, NrqlRow, Bucket> read) =>
    [
        .. _series.Rows(batch).Where(row => row.Facet is not null).GroupBy(row => row.Facet!).OrderBy(pod => pod.Key, StringComparer.Ordinal)
            .Select(pod => new PodSeries(pod.Key, BucketRows.Lay(_span, pod, read))),
    ];
}
