using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Health of the judged slice's pods, from the samples of New Relic's Kubernetes integration.</summary>
internal sealed class PodQuestion : Question
{
    /// <summary>Only pods seen this lately are asked for their state: one that was scaled away is no longer unready.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(3);

    private static readonly string[] Namespaces = ["namespaceName", "namespace"];

    private readonly PodHealthObjective _objective;
    private readonly NrqlQuery _query;

    public PodQuestion(EvidencePlan plan, PodHealthObjective objective)
    {
        _objective = objective;
        _query = new NrqlQuery($"pods:{objective.Name}", objective.Signal == PodSignal.Restarts ? Restarts(plan) : State(plan));
    }

    public override IReadOnlyList<Objective> Objectives => [_objective];

    public override IReadOnlyList<NrqlQuery> Queries => [_query];

    public override IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch)
    {
        if (Failure(batch) is { } cause)
        {
            return [Evidence(_objective, new SliceEvidence.Unavailable(cause))];
        }

        var pods = batch.GetRequired(_query.Name).Rows.GroupBy(row => row.Facet).ToList();
        return [Evidence(_objective, pods.Count == 0 ? new SliceEvidence.NoData() : Measure(pods))];
    }

    private static Nrql State(EvidencePlan plan)
    {
        var since = plan.Window.End - Lately > plan.Window.Begin ? plan.Window.End - Lately : plan.Window.Begin;
        return Nrql.Create($"SELECT latest(isReady) AS ready, latest(status) AS status FROM K8sPodSample WHERE {Where(plan)} FACET podName LIMIT MAX SINCE {since} UNTIL {plan.Window.End}");
    }

    private static Nrql Restarts(EvidencePlan plan) => Nrql.Create(
        $"SELECT max(restartCount) - min(restartCount) AS gained, sum(restartCountDelta) AS delta FROM K8sContainerSample WHERE {Where(plan)} FACET podName, containerName LIMIT MAX SINCE {plan.Window.Begin} UNTIL {plan.Window.End}");

    private static Nrql Where(EvidencePlan plan) => Nrql.And([SliceConditions.Slice(plan.JudgedPods!), SliceConditions.Namespace(plan.Namespace, Namespaces)]);

    private SliceEvidence.Measured Measure(List<IGrouping<string?, NrqlRow>> pods)
    {
        if (_objective.Signal == PodSignal.Restarts)
        {
            var restarts = pods.SelectMany(pod => pod).Sum(row => Math.Max(row.Number("gained") ?? 0, row.Number("delta") ?? 0));
            return new SliceEvidence.Measured(restarts, pods.Count, null, []);
        }

        var bad = pods.Count(pod => !pod.All(IsGood));
        return new SliceEvidence.Measured(1 - ((double)bad / pods.Count), pods.Count, bad, []);
    }

    private bool IsGood(NrqlRow row) => _objective.Signal == PodSignal.Running
        ? row.Text("status") == "Running"
        : row.Number("ready") is > 0 || row.Boolean("ready") is true;
}
