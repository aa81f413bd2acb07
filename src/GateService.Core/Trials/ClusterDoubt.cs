using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>
/// Events of several Kubernetes clusters in one slice. Service, namespace, rollout and, for one pod template, the hash are the same in all of them: a bad
/// canary here would be judged together with a good version there, so nothing that such a slice says is weighed.
/// </summary>
/// <param name="Reasons">Why an objective's evidence is not weighed, by objective.</param>
/// <param name="OfRequests">The same for requests; null where they are of one cluster.</param>
/// <param name="Warnings">What is worth knowing though it is weighed.</param>
internal sealed record ClusterDoubt(IReadOnlyDictionary<string, string> Reasons, string? OfRequests, IReadOnlyList<string> Warnings)
{
    /// <summary>A share of events without a cluster that may be a pod's late start, not another cluster's traffic.</summary>
    private const double Negligible = 0.01;

    public static ClusterDoubt Of(EvidencePlan plan, GateEvidence evidence)
    {
        var queues = plan.Objectives.OfType<QueueLagObjective>().Select(queue => queue.Name).ToHashSet();
        var others = plan.Objectives.Where(objective => objective is PodHealthObjective or KpiObjective or LogErrorsObjective).Select(objective => objective.Name).ToHashSet();
        var ofRequests = evidence.Objectives.Where(objective => !others.Contains(objective.Objective)).SelectMany(Slices).SelectMany(slice => slice.Names).ToList();
        var reasons = evidence.Objectives.Select(objective => (objective.Objective, Reason: Reason(plan, objective, others.Contains(objective.Objective) ? [] : ofRequests))).Where(found => found.Reason is not null)
            .ToDictionary(found => found.Objective, found => found.Reason!);
        var requests = evidence.Objectives.Where(objective => !others.Contains(objective.Objective)).Select(objective => reasons.GetValueOrDefault(objective.Objective)).FirstOrDefault(reason => reason is not null);
        if (requests is not null)
        {
            foreach (var objective in evidence.Objectives.Where(objective => !queues.Contains(objective.Objective)))
            {
                reasons.TryAdd(objective.Objective, requests);
            }
        }

        return new ClusterDoubt(reasons, requests, [.. evidence.Objectives.Select(objective => Unsaid(plan, objective)).OfType<string>().Take(1)]);
    }

    public GateEvidence Apply(GateEvidence evidence) => Reasons.Count == 0 ? evidence : evidence with
    {
        Objectives = [.. evidence.Objectives.Select(objective => Reasons.TryGetValue(objective.Objective, out var reason)
            ? objective with { Judged = new SliceEvidence.Unavailable(reason), Control = new SliceEvidence.NoData(), StablePods = [], StableQuantile = null }
            : objective)],
        Errors = OfRequests is { } cause && evidence.Errors is { } errors ? new ErrorEvidence { Unavailable = cause, Queries = errors.Queries } : evidence.Errors,
    };

    private static IEnumerable<ClusterCount> Slices(ObjectiveEvidence objective) => new[] { objective.JudgedClusters, objective.ControlClusters }.OfType<ClusterCount>();

    /// <param name="plan">What was asked.</param>
    /// <param name="objective">What was answered.</param>
    /// <param name="beside">Names that other questions about the same events saw.</param>
    private static string? Reason(EvidencePlan plan, ObjectiveEvidence objective, IReadOnlyList<string> beside)
    {
        ClusterCount[] slices = [.. Slices(objective)];
        if (slices.Length == 0)
        {
            return null;
        }

        if (plan.Cluster is { } cluster)
        {
            return slices.FirstOrDefault(slice => slice.Unnamed > Negligible * slice.Requests && slice.Unnamed < slice.Requests) is { } mixed
                ? $"the clusters cannot be told apart: {Share(mixed)} of the requests say no cluster ({string.Join(", ", plan.Telemetry.ClusterAttributes)}) while others say {cluster}; let every pod report its cluster (NEW_RELIC_METADATA_KUBERNETES_CLUSTER_NAME)"
                : null;
        }

        var names = slices.SelectMany(slice => slice.Names).Concat(beside).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var most = Math.Max(names.Count, slices.Select(slice => slice.Most).DefaultIfEmpty(0).Max());
        return most > 1
            ? $"clusters {string.Join(" and ", names.Take(3))}{(most > Math.Min(3, names.Count) ? " and others" : "")} run {plan.Rollout} under the same names and cannot be told apart: say which one is meant in the request's cluster (value cluster of the charts)"
            : null;
    }

    /// <summary>A cluster is asked for and no event says one: another cluster's would count too.</summary>
    private static string? Unsaid(EvidencePlan plan, ObjectiveEvidence objective) =>
        plan.Cluster is { } cluster && objective.JudgedClusters is { Requests: > 0 } judged && judged.Unnamed >= judged.Requests
            ? $"no request says its cluster ({string.Join(", ", plan.Telemetry.ClusterAttributes)}): those of another cluster than {cluster} that has the same names would count too"
            : null;

    private static string Share(ClusterCount slice) => Quantity.Say(slice.Unnamed / slice.Requests, Unit.Share);
}
