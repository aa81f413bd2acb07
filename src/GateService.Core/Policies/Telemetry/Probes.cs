namespace GateService.Core.Policies.Telemetry;

/// <summary>Requests of health checks, which say nothing of what users meet: they come per pod, whatever the weight, and the most broken service answers them.</summary>
internal static class Probes
{
    /// <summary>The kubelet's, and the load balancers' of AWS and Google.</summary>
    public static IReadOnlyList<string> Agents { get; } = ["kube-probe/*", "*HealthCheck*", "GoogleHC/*"];

    /// <summary>Where agents do not tell the user agent of a request (Go, PHP). The last is gRPC's own health service.</summary>
    public static IReadOnlyList<string> Paths { get; } = ["/healthz", "/livez", "/readyz", "/health", "/health/*", "/actuator/health*", "*/grpc.health.v1.Health/*"];

    /// <summary>How agents name transactions of such requests, by route or by handler, where somebody keeps them from sending the path.</summary>
    public static IReadOnlyList<string> Names { get; } = ["*/healthz", "*/livez", "*/readyz", "*/health", "*/liveness", "*/readiness", "*/actuator/health*"];
}
