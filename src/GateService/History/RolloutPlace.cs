namespace GateService.History;

/// <summary>Where a rollout runs: what its decisions are found by.</summary>
/// <param name="Cluster">Empty where its requests name none; null where the reader does not say.</param>
/// <param name="Namespace">Empty where its requests name none.</param>
/// <param name="Rollout">Its name.</param>
internal sealed record RolloutPlace(string? Cluster, string Namespace, string Rollout)
{
    /// <param name="cluster">As an address says it; null where it says none.</param>
    /// <param name="namespace">As an address says it: a dash for none.</param>
    /// <param name="rollout">Its name.</param>
    public static RolloutPlace Of(string? cluster, string @namespace, string rollout) => new(cluster, @namespace == "-" ? "" : @namespace, rollout);

    /// <summary>For people: <c>shop/checkout</c>, and <c>in prod-2</c> where a cluster is named.</summary>
    public static string Name(string cluster, string @namespace, string rollout) =>
        $"{(@namespace.Length == 0 ? rollout : $"{@namespace}/{rollout}")}{(cluster.Length == 0 ? "" : $" in {cluster}")}";
}
