namespace GateService.Dialects;

/// <summary>The shipped policy that is meant for a service whose telemetry speaks a dialect of the simulator.</summary>
internal static class DialectPolicy
{
    /// <param name="agent">As a world names it.</param>
    /// <param name="protocol"><c>http</c>, <c>grpc</c> or <c>queue</c>.</param>
    public static string Of(string agent, string protocol) => (agent, protocol) switch
    {
        ("otel" or "otel-old", "queue") => "worker-otel",
        ("otel" or "otel-old", _) => "http-otel",
        ("otel-metrics" or "otel-metrics-old", _) => "http-otel-metrics",
        ("gateway", _) => "http-gateway",
        ("gateway-nginx", _) => "http-nginx",
        ("istio", _) => "http-istio",
        (_, "queue") => "worker-apm",
        (_, "grpc") => "grpc-default",
        _ => "http-default",
    };
}
