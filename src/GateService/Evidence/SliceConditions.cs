using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>NRQL conditions that recognise a service, a namespace, a cluster and a slice. Values enter as literals only.</summary>
internal static class SliceConditions
{
    /// <summary>The service, and the namespace and the cluster where the event carries one: another's events of the same name are not ours.</summary>
    public static Nrql Service(EvidencePlan plan) => Service(plan.Telemetry, plan.ServicePieces ?? [plan.Service], plan.Namespace, plan.Cluster);

    /// <param name="telemetry">What its attributes are called.</param>
    /// <param name="pieces">Its name, with any characters between.</param>
    /// <param name="inNamespace">Its namespace; null where nobody says.</param>
    /// <param name="inCluster">Its cluster; null where nobody says.</param>
    public static Nrql Service(TelemetrySource telemetry, IReadOnlyList<string> pieces, string? inNamespace, string? inCluster) => Nrql.And(
    [
        Matches(Id(telemetry.ServiceAttribute), pieces),
        Namespace(inNamespace, telemetry.NamespaceAttributes),
        Cluster(inCluster, telemetry.ClusterAttributes),
    ]);

    /// <summary>The service, in whatever namespace and cluster.</summary>
    public static Nrql ServiceName(EvidencePlan plan) => Service(plan.Telemetry, plan.ServicePieces ?? [plan.Service], null, null);

    public static Nrql Namespace(string? name, IReadOnlyList<string> attributes) => FirstIsOrNone(name, attributes);

    public static Nrql Cluster(string? name, IReadOnlyList<string> attributes) => FirstIsOrNone(name, attributes);

    /// <summary>The first of the attributes that an event carries has that value; an event that carries none is taken.</summary>
    private static Nrql FirstIsOrNone(string? name, IReadOnlyList<string> attributes)
    {
        if (name is null || attributes.Count == 0)
        {
            return Nrql.Empty;
        }

        var first = Id(attributes[0]);
        var rest = FirstIsOrNone(name, [.. attributes.Skip(1)]);
        return rest.Text.Length == 0
            ? Nrql.Create($"({first} = {name} OR {first} IS NULL)")
            : Nrql.Create($"({first} = {name} OR ({first} IS NULL AND {rest}))");
    }

    /// <summary>The slice, by the first of its attributes that an event carries.</summary>
    public static Nrql Slice(SliceSelector selector) => selector.By == SliceBy.Label
        ? Nrql.Create($"{FirstValue(selector.Attributes)} IN (SELECT uniques(podName, 5000) FROM K8sPodSample WHERE {Labelled(selector)})")
        : selector.By is SliceBy.PodName or SliceBy.Host ? OfPod(FirstValue(selector.Attributes), selector.Value)
        : FirstCarried(selector, 0);

    /// <summary>A pod's own suffix holds no dash: with one, the pod is of another rollout whose name begins like ours.</summary>
    private static Nrql OfPod(Nrql pod, string prefix) =>
        Nrql.Create($"({pod} LIKE {NrqlLikePattern.StartsWith(prefix)} AND {pod} NOT LIKE {NrqlLikePattern.StartsWith(prefix, "-")})");

    private static Nrql Labelled(SliceSelector selector)
    {
        var label = Nrql.Create($"{Id("label.rollouts-pod-template-hash")} = {selector.Value} OR {Id("label.rollouts_pod_template_hash")} = {selector.Value}");
        return selector.Cluster is { } cluster ? Nrql.Create($"({label}) AND {Cluster(cluster, ClusterColumns.OfPods)}") : label;
    }

    /// <summary>The first attribute an event carries, as one value: New Relic takes three subqueries a query, so a slice has one, not one per attribute.</summary>
    public static Nrql FirstValue(IReadOnlyList<string> attributes) => attributes.Count == 1
        ? Nrql.Create($"{Id(attributes[0])}")
        : Nrql.Create($"if({Id(attributes[0])} IS NULL, {FirstValue([.. attributes.Skip(1)])}, {Id(attributes[0])})");

    private static Nrql FirstCarried(SliceSelector selector, int index)
    {
        var attribute = Id(selector.Attributes[index]);
        var own = Matches(attribute, selector.Pieces ?? [selector.Value]);
        return index == selector.Attributes.Count - 1
            ? own
            : Nrql.Create($"({own} OR ({attribute} IS NULL AND {FirstCarried(selector, index + 1)}))");
    }

    /// <summary>One text, or several with any characters between. NRQL cannot escape <c>%</c>: a name that holds one is looked for as it stands, and matches nothing.</summary>
    private static Nrql Matches(NrqlIdentifier attribute, IReadOnlyList<string> pieces) => pieces.Count == 1 || pieces.Any(piece => piece.Contains('%', StringComparison.Ordinal))
        ? Nrql.Create($"{attribute} = {string.Join('*', pieces)}")
        : Nrql.Create($"{attribute} LIKE {NrqlLikePattern.Pieces(pieces)}");

    private static NrqlIdentifier Id(string name) => new(name);
}
