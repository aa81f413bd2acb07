using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Which events a KPI counts, and how its slices are told apart.</summary>
internal static class KpiRows
{
    /// <summary>Of its question.</summary>
    public static string Name(KpiObjective objective) => $"kpi:{objective.Name}";

    /// <summary>Those of its own, else those of requests; null where there are none.</summary>
    public static SlicePair? Slices(EvidencePlan plan, KpiObjective objective) =>
        plan.KpiSlices.GetValueOrDefault(objective.Name) ?? (plan.Judged is { } judged ? new SlicePair(judged, plan.Control) : null);

    /// <summary>What the request gives its parameters.</summary>
    public static IReadOnlyDictionary<string, string> Arguments(EvidencePlan plan, KpiObjective objective) => plan.KpiArguments.GetValueOrDefault(objective.Name) ?? new Dictionary<string, string>();

    /// <summary>
    /// The service by name. Events that do not name theirs are ours only where the slice is a pod of ours, or carries a name of ours: another team's events of the
    /// same type lack the attribute, too.
    /// </summary>
    public static Nrql Where(EvidencePlan plan, KpiObjective objective)
    {
        var definition = objective.Definition;
        var service = new NrqlIdentifier(definition.ServiceAttribute ?? plan.Telemetry.ServiceAttribute);
        return Nrql.And(
        [
            Slices(plan, objective) is { Judged.IsOurs: true } and ({ Control: null } or { Control.IsOurs: true }) ? Nrql.Create($"({service} = {plan.Service} OR {service} IS NULL)") : Nrql.Create($"{service} = {plan.Service}"),
            SliceConditions.Namespace(plan.Namespace, plan.Telemetry.NamespaceAttributes),
            SliceConditions.Cluster(plan.Cluster, plan.Telemetry.ClusterAttributes),
            definition.Where is { } condition ? Nrql.Create($"({KpiCondition.Render(condition, definition, Arguments(plan, objective))})") : Nrql.Empty,
        ]);
    }

    /// <summary>Events that name the service and nothing that a slice could be told by; null where there are no slices.</summary>
    public static Nrql? Sliceless(EvidencePlan plan, KpiObjective objective) => Slices(plan, objective) is not { } slices ? null : Nrql.And(
    [
        Nrql.Create($"{new NrqlIdentifier(objective.Definition.ServiceAttribute ?? plan.Telemetry.ServiceAttribute)} = {plan.Service}"),
        .. slices.Judged.Attributes.Select(attribute => Nrql.Create($"{new NrqlIdentifier(attribute)} IS NULL")),
    ]);
}
