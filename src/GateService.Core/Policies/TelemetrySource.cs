namespace GateService.Core.Policies;

/// <summary>Which New Relic events describe the requests of a service.</summary>
public sealed record TelemetrySource
{
    /// <summary>New Relic's limit on TIMESERIES, in buckets.</summary>
    public const int MostBuckets = 366;

    /// <summary>Name of the configured New Relic account; null is the default account.</summary>
    public string? Account { get; init; }

    /// <summary>Event type of request telemetry. Default <c>Transaction</c>.</summary>
    public string EventType { get; init; } = "Transaction";

    /// <summary>Attribute that names the service. Default <c>appName</c>.</summary>
    public string ServiceAttribute { get; init; } = "appName";

    /// <summary>Attribute with the response flags of a gateway's log, such as <c>response_flags</c>; null where events are an agent's.</summary>
    public string? FlagAttribute { get; init; }

    /// <summary>Attributes that may name the namespace, in order; an event that carries none of them is not refused.</summary>
    public IReadOnlyList<string> NamespaceAttributes { get; init; } = ["k8s.namespaceName", "namespaceName"];

    /// <summary>Attributes that may name the Kubernetes cluster, in order; an event that carries none of them is not refused. Empty: clusters are not told apart.</summary>
    public IReadOnlyList<string> ClusterAttributes { get; init; } = ["k8s.clusterName", "clusterName"];
}
