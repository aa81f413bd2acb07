namespace GateService.Core.Policies.Telemetry;

/// <summary>
/// Requests of a service as the gateway in front of it logs them: Envoy's access log in the names of its default JSON, as Envoy Gateway, Gloo and Istio's ingress
/// write it. It sees what no pod ever saw, and neither pods by name, calls nor the kubelet's probes.
/// </summary>
/// <seealso href="https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage">Envoy's access log.</seealso>
public static class GatewayLog
{
    public const string Name = "gateway-log";

    public static TelemetrySource Source { get; } = new()
    {
        Kind = Name,
        EventType = "Log",
        ServiceAttribute = "upstream_cluster",
        ServiceValue = "*{service}*",
        NamespaceAttributes = [],
        ClusterAttributes = ["cluster_name", "clusterName"],
        PodAttributes = ["upstream_host"],
        SeesPods = false,
        Population = "response_code IS NOT NULL",
        AgentAttributes = ["user-agent", "user_agent"],
        PathAttributes = [],
        ProbePaths = [],
        DurationAttribute = "duration",
        DurationUnit = DurationUnit.Milliseconds,
        Error = $"numeric(response_code) >= 500 OR numeric(grpc_status) IN ({GrpcCodes.Faults}) OR grpc_status IN ({GrpcCodes.GoFaults}, {GrpcCodes.TextFaults}) OR {ResponseFlags.Failed}",
        Refusal = $"(numeric(response_code) >= 400 AND numeric(response_code) < 500) OR numeric(grpc_status) IN ({GrpcCodes.Refusals}) OR grpc_status IN ({GrpcCodes.GoRefusals}, {GrpcCodes.TextRefusals}) OR {ResponseFlags.HungUp}",
        Denial = $"numeric(response_code) IN ({Denials.Http}) OR numeric(grpc_status) IN ({Denials.Grpc}) OR grpc_status IN ({Denials.Go}, {Denials.Text}) OR {ResponseFlags.HungUp}",
        StatusAttributes = ["grpc_status", "response_code"],
        ClassAttributes = [],
        MessageAttributes = ["response_code_details"],
        FlagAttribute = ResponseFlags.Attribute,
    };
}
