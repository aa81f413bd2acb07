using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>OpenTelemetry before its conventions were stable: <c>http.status_code</c>, <c>http.target</c>, <c>net.peer.name</c>; no <c>error.type</c>.</summary>
internal sealed class OtelOldDialect : OtelSpans
{
    public override string Name => "otel-old";

    protected override Shape Served(Work work, Shape span)
    {
        span.Set("otel.status_description", Otel.Failed(work) && work.Fault is { Thrown: true } fault ? fault.Message : null);
        return work.Protocol switch
        {
            Protocol.Http => span.Set("http.method", work.Route.Method).Set("http.target", work.Route.Path).Set("http.scheme", "http").Set("http.route", work.Route.Template)
                .Set("net.host.name", work.Fleet.AppName).Set("http.user_agent", work.UserAgent).Set("http.status_code", (long)work.Status),
            Protocol.Grpc => span.Rpc(work.Route.Service, work.Route.Rpc, work.Status),
            _ => span.Set("messaging.system", "kafka").Set("messaging.destination.name", work.Route.Queue).Set("messaging.operation", "process"),
        };
    }

    protected override Shape Called(Call call, Shape span)
    {
        span.Set("otel.status_description", call.Fault?.Message);
        return call.Kind switch
        {
            CallKind.Http => span.Set("http.method", "POST").Set("http.url", $"http://{call.Host}{call.Path}").Set("net.peer.name", call.Host).Set("net.peer.port", (long)call.Port)
                .Set("http.status_code", (long?)call.Status),
            CallKind.Grpc => span.Rpc(call.Path.Split('/')[0], call.Path.Split('/')[^1], call.Status).Set("net.peer.name", call.Host).Set("net.peer.port", (long)call.Port),
            CallKind.Database => span.Set("db.system", "postgresql").Set("db.name", "orders").Set("db.statement", "select ?").Set("db.operation", "SELECT")
                .Set("net.peer.name", call.Host).Set("net.peer.port", (long)call.Port),
            _ => span.Set("messaging.system", "kafka").Set("messaging.destination.name", call.Path).Set("messaging.operation", "publish"),
        };
    }
}
