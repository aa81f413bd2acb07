namespace GateService.Core.Policies.Telemetry;

/// <summary>
/// Requests of a service as Istio's proxies count them and New Relic's Prometheus integration sends it, by the proxy of the pod that answers. Proxies of
/// callers (<c>reporter = 'source'</c>) also count what no pod ever saw, and know its Service, not its pod.
/// </summary>
/// <seealso href="https://istio.io/latest/docs/reference/config/metrics/">Istio's standard metrics.</seealso>
public static class IstioMetrics
{
    public const string Name = "istio-metrics";

    /// <summary>Envoy's, in milliseconds.</summary>
    private static readonly double[] Bounds =
        [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000];

    public static TelemetrySource Source { get; } = new()
    {
        Kind = Name,
        EventType = "Metric",
        ServiceAttribute = "destination_canonical_service",
        NamespaceAttributes = ["destination_service_namespace", "destination_workload_namespace"],
        ClusterAttributes = ["clusterName", "cluster_name", "k8s.cluster.name"],
        PodAttributes = ["podName", "pod"],
        Population = "reporter = 'destination'",
        AgentAttributes = [],
        ProbeAgents = [],
        PathAttributes = [],
        ProbePaths = [],
        DurationAttribute = "istio_request_duration_milliseconds_bucket",
        DurationUnit = DurationUnit.Milliseconds,
        Counters = new CounterSource("istio_requests_total", Bounds),
        Error = $"numeric(response_code) >= 500 OR numeric(grpc_response_status) IN ({GrpcCodes.Faults}) OR {ResponseFlags.Failed}",
        Refusal = $"(numeric(response_code) >= 400 AND numeric(response_code) < 500) OR numeric(grpc_response_status) IN ({GrpcCodes.Refusals}) OR {ResponseFlags.HungUp}",
        Denial = $"numeric(response_code) IN ({Denials.Http}) OR numeric(grpc_response_status) IN ({Denials.Grpc}) OR {ResponseFlags.HungUp}",
        Untold = "response_code IS NULL AND grpc_response_status IS NULL",
        StatusAttributes = ["grpc_response_status", "response_code"],
        ClassAttributes = [],
        MessageAttributes = [],
        FlagAttribute = ResponseFlags.Attribute,
    };
}
