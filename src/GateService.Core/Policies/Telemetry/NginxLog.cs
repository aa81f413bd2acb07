namespace GateService.Core.Policies.Telemetry;

/// <summary>
/// Requests of a service as ingress-nginx logs them: parsed by New Relic's rule for nginx (<c>response</c>, the backend in the line alone), or written as JSON
/// (<c>status</c>, <c>request_time</c>). It sees what no pod ever saw. New Relic's rule reads no duration.
/// </summary>
/// <seealso href="https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/">Log format of ingress-nginx.</seealso>
public static class NginxLog
{
    public const string Name = "nginx-log";

    public static TelemetrySource Source { get; } = GatewayLog.Source with
    {
        Kind = Name,
        ServiceAttribute = "message",
        ServiceValue = "*-{service}-*",
        PodAttributes = ["upstream_addr", "pod_name"],
        Population = "(response IS NOT NULL OR status IS NOT NULL)",
        AgentAttributes = ["agent", "http_user_agent"],
        // New Relic's rule leaves the quotes on.
        ProbeAgents = ["*kube-probe/*", "*HealthCheck*", "*GoogleHC/*"],
        DurationAttribute = "request_time",
        DurationUnit = DurationUnit.Seconds,
        Error = "numeric(response) >= 500 OR numeric(status) >= 500",
        Refusal = "(numeric(response) >= 400 AND numeric(response) < 500) OR (numeric(status) >= 400 AND numeric(status) < 500)",
        Denial = $"numeric(response) IN ({Denials.Http}) OR numeric(status) IN ({Denials.Http})",
        StatusAttributes = ["response", "status"],
        MessageAttributes = [],
        FlagAttribute = null,
    };
}
