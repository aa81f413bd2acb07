using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>The HTTP metrics before they were stable, in milliseconds: <c>http.server.duration</c> with <c>http.status_code</c>.</summary>
internal sealed class OtelMetricsOldDialect : OtelMetrics
{
    public override string Name => "otel-metrics-old";

    protected override (string Name, string Unit, Shape Attributes) Served(Work work) => work.Protocol == Protocol.Grpc ? Rpc(work) : ("http.server.duration", "ms", new Shape()
        .Set("http.method", work.Route.Method).Set("http.route", work.Route.Template).Set("http.status_code", (long)work.Status));

    protected override (string Name, string Unit, Shape Attributes)? Called(Call call) => null;
}
