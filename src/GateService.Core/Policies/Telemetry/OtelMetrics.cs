namespace GateService.Core.Policies.Telemetry;

/// <summary>
/// Requests of a service as OpenTelemetry's metrics count them: distributions of durations, of every request, whatever becomes of its trace. HTTP and RPC, stable
/// conventions and those before. They tell nothing of calls to others.
/// </summary>
/// <seealso href="https://opentelemetry.io/docs/specs/semconv/http/http-metrics/">Semantic conventions for HTTP metrics.</seealso>
/// <seealso href="https://opentelemetry.io/docs/specs/semconv/rpc/rpc-metrics/">Semantic conventions for RPC metrics.</seealso>
public static class OtelMetrics
{
    public const string Name = "otel-metrics";

    /// <summary>gRPC's health service is asked by probes alone; its name is that of the service, or begins that of the method.</summary>
    private const string Population =
        "(rpc.service IS NULL OR rpc.service != 'grpc.health.v1.Health') AND (rpc.method IS NULL OR rpc.method NOT LIKE 'grpc.health.v1.Health/%')";

    /// <summary>The type of an error is a status of 5xx, or an exception's class.</summary>
    private static readonly MetricConditions Http = new(
        "numeric(http.response.status_code) >= 500 OR (http.response.status_code IS NULL AND error.type IS NOT NULL)",
        "error.type IS NOT NULL AND numeric(http.response.status_code) < 400",
        "numeric(http.response.status_code) >= 400 AND numeric(http.response.status_code) < 500",
        $"numeric(http.response.status_code) IN ({Denials.Http})",
        "http.response.status_code IS NULL AND error.type IS NULL");

    /// <summary>New Relic's eBPF agent sends the old metric with the new name of the status.</summary>
    private static readonly MetricConditions OldHttp = new(
        "numeric(http.status_code) >= 500 OR numeric(http.response.status_code) >= 500",
        null,
        "(numeric(http.status_code) >= 400 AND numeric(http.status_code) < 500) OR (numeric(http.response.status_code) >= 400 AND numeric(http.response.status_code) < 500)",
        $"numeric(http.status_code) IN ({Denials.Http}) OR numeric(http.response.status_code) IN ({Denials.Http})",
        "http.status_code IS NULL AND http.response.status_code IS NULL");

    private static readonly MetricConditions Rpc = new(
        $"rpc.response.status_code IN ({GrpcCodes.TextFaults}) OR (rpc.response.status_code IS NULL AND error.type IS NOT NULL)",
        null,
        $"rpc.response.status_code IN ({GrpcCodes.TextRefusals})",
        $"rpc.response.status_code IN ({Denials.Text})",
        "rpc.response.status_code IS NULL AND error.type IS NULL");

    private static readonly MetricConditions OldRpc = new(
        $"numeric(rpc.grpc.status_code) IN ({GrpcCodes.Faults})", null, $"numeric(rpc.grpc.status_code) IN ({GrpcCodes.Refusals})", $"numeric(rpc.grpc.status_code) IN ({Denials.Grpc})", "rpc.grpc.status_code IS NULL");

    private static readonly DurationMetric[] Metrics =
    [
        new("http", "http.server.request.duration", DurationUnit.Seconds, Http),
        new("http", "http.server.duration", DurationUnit.Milliseconds, OldHttp),
        new("rpc", "rpc.server.call.duration", DurationUnit.Seconds, Rpc),
        new("rpc", "rpc.server.duration", DurationUnit.Milliseconds, OldRpc),
    ];

    public static TelemetrySource Source { get; } = new()
    {
        Kind = Name,
        EventType = "Metric",
        ServiceAttribute = "service.name",
        NamespaceAttributes = ["k8s.namespace.name"],
        ClusterAttributes = ["k8s.cluster.name"],
        PodAttributes = ["k8s.pod.name", "host.name"],
        Population = Population,
        AgentAttributes = [],
        ProbeAgents = [],
        PathAttributes = ["http.route"],
        DurationAttribute = Metrics[0].Name,
        DurationUnit = Metrics[0].Unit,
        Distributions = Metrics,
        Error = AnyOf(conditions => conditions.Error),
        Marked = AnyOf(conditions => conditions.Marked),
        Refusal = AnyOf(conditions => conditions.Refusal),
        Denial = AnyOf(conditions => conditions.Denial),
        Untold = AnyOf(conditions => conditions.Untold),
        StatusAttributes = ["http.response.status_code", "http.status_code", "rpc.response.status_code", "rpc.grpc.status_code"],
        ClassAttributes = ["error.type"],
        MessageAttributes = [],
    };

    /// <summary>A condition on whichever of the metrics a row holds.</summary>
    private static string AnyOf(Func<MetricConditions, string?> condition) => string.Join(" OR ", Metrics.Where(metric => condition(metric.Conditions!) is not null)
        .Select(metric => $"(metricName = '{metric.Name}' AND ({condition(metric.Conditions!)}))"));
}
