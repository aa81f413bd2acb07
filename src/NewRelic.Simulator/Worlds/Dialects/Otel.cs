using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>What every OpenTelemetry event carries: the resource, as the SDK and the collector's k8sattributes processor fill it.</summary>
internal static class Otel
{
    public static Shape Resource(Fleet fleet, Pod pod) => new Shape()
        .Set("service.name", fleet.AppName).Set("service.namespace", fleet.Namespace).Set("service.version", pod.Hash).Set("service.instance.id", $"{Identity.Hex(pod.Name, 8)}-1f2e-4a3b-9c8d-0123456789ab")
        .Set("entity.guid", $"MjAwMDAwMXxFWFR8U0VSVklDRXw{Identity.Hex(fleet.AppName, 12)}").Set("entity.name", fleet.AppName).Set("entity.type", "SERVICE")
        .Set("k8s.cluster.name", fleet.ClusterName).Set("k8s.namespace.name", fleet.Namespace).Set("k8s.deployment.name", fleet.Rollout).Set("k8s.replicaset.name", $"{fleet.Rollout}-{pod.Hash}")
        .Set("k8s.pod.name", pod.Name).Set("k8s.node.name", Identity.Node).Set("host.name", pod.Name)
        .Set("telemetry.sdk.name", "opentelemetry").Set("instrumentation.provider", "opentelemetry");

    public static Shape Span(Work work, string id, string? parent, string name, string kind, double duration, bool failed) => Resource(work.Fleet, work.Pod)
        .Set("name", name).Set("span.kind", kind).Set("duration.ms", Math.Round(duration * 1000, 3)).Set("trace.id", work.Trace).Set("id", id).Set("parent.id", parent)
        .Set("otel.library.name", "io.opentelemetry.tomcat-10.0").Set("newrelic.source", "api.traces.otlp").Set("nr.spanEventCount", failed && work.Fault is { Thrown: true } ? 1L : 0L)
        .Set("otel.status_code", failed ? "ERROR" : null);

    /// <summary>The conventions' rule: a server's span fails with 5xx or a server's gRPC code; a callers' mistake leaves it unset.</summary>
    public static bool Failed(Work work) => work.Protocol switch
    {
        Protocol.Http => work.Status >= 500,
        Protocol.Grpc => GrpcCode.IsServers(work.Status),
        _ => work.Fault is { Expected: false },
    };

    /// <summary>A client's span fails with 4xx as well.</summary>
    public static bool Failed(Call call) => call.Fault is not null || (call.Kind == CallKind.Http && call.Status >= 400);

    public static string Name(Work work) => work.Protocol switch
    {
        Protocol.Http => $"{work.Route.Method} {work.Route.Template}",
        Protocol.Grpc => $"{work.Route.Service}/{work.Route.Rpc}",
        _ => $"{work.Route.Queue} process",
    };

    public static Shape Rpc(this Shape shape, string service, string method, int? code) => shape
        .Set("rpc.system", "grpc").Set("rpc.service", service).Set("rpc.method", method).Set("rpc.grpc.status_code", (long?)code);

    /// <summary>The exception as an event of the span.</summary>
    public static Shape Exception(Work work, Fault fault) => Resource(work.Fleet, work.Pod)
        .Set("name", "exception").Set("span.id", work.Entry).Set("trace.id", work.Trace).Set("exception.type", fault.Class).Set("exception.message", fault.Message);
}
