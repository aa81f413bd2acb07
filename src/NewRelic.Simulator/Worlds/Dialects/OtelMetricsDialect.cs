using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>The stable HTTP metrics, in seconds: <c>http.server.request.duration</c> with <c>http.response.status_code</c>; gRPC still in milliseconds.</summary>
internal sealed class OtelMetricsDialect : OtelMetrics
{
    public override string Name => "otel-metrics";

    protected override (string Name, string Unit, Shape Attributes) Served(Work work) => work.Protocol == Protocol.Grpc ? Rpc(work) : ("http.server.request.duration", "s", new Shape()
        .Set("http.request.method", work.Route.Method).Set("http.route", work.Route.Template).Set("url.scheme", "http").Set("network.protocol.version", "1.1")
        .Set("http.response.status_code", (long)work.Status).Set("error.type", Otel.Failed(work) ? ErrorType(work) : null));

    protected override (string Name, string Unit, Shape Attributes)? Called(Call call) => ("http.client.request.duration", "s", new Shape()
        .Set("http.request.method", "POST").Set("server.address", call.Host).Set("server.port", (long)call.Port)
        .Set("http.response.status_code", (long?)call.Status).Set("error.type", call.Status is >= 400 ? $"{call.Status}" : call.Fault?.Class));
}
