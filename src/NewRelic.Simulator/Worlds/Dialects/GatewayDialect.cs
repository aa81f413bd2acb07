using System.Globalization;
using System.Text.Json;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>
/// The access log of Envoy Gateway in its default JSON, which New Relic parses into attributes of <c>Log</c>.
/// The client that hung up is response code 0 with flag DC; a request that no pod served has flag UF.
/// </summary>
internal sealed class GatewayDialect : Dialect
{
    public override string Name => "gateway";

    public override string Language => "java";

    public override IReadOnlyList<Protocol> Protocols => [Protocol.Http, Protocol.Grpc];

    public override void TellUnserved(List<SimulatedEvent> events, Work work) => Tell(events, work);

    public override void Tell(List<SimulatedEvent> events, Work work)
    {
        if (!AccessLog.Sees(work))
        {
            return;
        }

        var line = Line(work).ToArray();
        events.Add(Event("Log", work.Moment, Truth(AccessLog.Origin(work, "envoy-shop-eg-5d6f", JsonSerializer.Serialize(line.ToDictionary())).Set(line), work)));
    }

    private static Shape Line(Work work)
    {
        var gone = work.Fault is { Cause: Cause.HungUp };
        var milliseconds = (long)Math.Round(work.Duration * 1000);
        return new Shape()
            .Set("start_time", DateTimeOffset.FromUnixTimeMilliseconds(work.Moment).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            .Set("method", work.Protocol == Protocol.Grpc ? "POST" : work.Route.Method).Set("x-envoy-origin-path", AccessLog.Path(work)).Set("protocol", work.Protocol == Protocol.Grpc ? "HTTP/2" : "HTTP/1.1")
            .Set("response_code", gone ? 0L : AccessLog.Status(work)).Set("response_flags", gone ? "DC" : work.Served ? "-" : "UF")
            .Set("response_code_details", gone ? "downstream_remote_disconnect" : work.Served ? "via_upstream" : "upstream_reset_before_response_started{connection_failure}")
            .Set("upstream_transport_failure_reason", work.Served ? null : "delayed_connect_error:_Connection_refused")
            .Set("bytes_received", 120L).Set("bytes_sent", gone ? 0L : 840L).Set("duration", milliseconds).Set("x-envoy-upstream-service-time", work.Served && !gone ? $"{milliseconds}" : null)
            .Set("x-forwarded-for", "203.0.113.7").Set("user-agent", work.UserAgent).Set("x-request-id", work.Trace).Set(":authority", "shop.example")
            .Set("upstream_host", AccessLog.Upstream(work)).Set("upstream_cluster", $"{work.Fleet.Namespace}/{AccessLog.Backend(work)}/80").Set("route_name", $"httproute/{work.Fleet.Namespace}/{work.Fleet.Rollout}/rule/0")
            .Set("grpc_status", work.Protocol == Protocol.Grpc ? GrpcCode.Constant(work.Status) : null);
    }
}
