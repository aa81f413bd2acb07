using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>OpenTelemetry's stable conventions: <c>http.response.status_code</c>, <c>url.path</c>, <c>server.address</c>, <c>error.type</c>.</summary>
internal sealed class OtelDialect : OtelSpans
{
    public override string Name => "otel";

    protected override Shape Served(Work work, Shape span)
    {
        span.Set("error.type", Otel.Failed(work) ? work.Fault is { Thrown: true } fault ? fault.Class : $"{work.Status}" : null);
        return work.Protocol switch
        {
            Protocol.Http => span.Set("http.request.method", work.Route.Method).Set("url.path", work.Route.Path).Set("url.scheme", "http").Set("http.route", work.Route.Template)
                .Set("server.address", work.Fleet.AppName).Set("user_agent.original", work.UserAgent).Set("http.response.status_code", (long)work.Status),
            Protocol.Grpc => span.Rpc(work.Route.Service, work.Route.Rpc, work.Status).Set("server.address", work.Fleet.AppName),
            _ => span.Set("messaging.system", "kafka").Set("messaging.destination.name", work.Route.Queue).Set("messaging.operation.type", "process"),
        };
    }

    protected override Shape Called(Call call, Shape span)
    {
        span.Set("error.type", !Otel.Failed(call) ? null : call.Status is { } status ? call.Kind == CallKind.Grpc ? GrpcCode.Constant(status) : $"{status}" : call.Fault?.Class);
        return call.Kind switch
        {
            CallKind.Http => span.Set("http.request.method", "POST").Set("url.full", $"http://{call.Host}{call.Path}").Set("server.address", call.Host).Set("server.port", (long)call.Port)
                .Set("http.response.status_code", (long?)call.Status),
            CallKind.Grpc => span.Rpc(call.Path.Split('/')[0], call.Path.Split('/')[^1], call.Status).Set("server.address", call.Host).Set("server.port", (long)call.Port),
            CallKind.Database => span.Set("db.system.name", "postgresql").Set("db.namespace", "orders").Set("db.query.text", "select ?").Set("db.operation.name", "SELECT")
                .Set("server.address", call.Host).Set("server.port", (long)call.Port),
            _ => span.Set("messaging.system", "kafka").Set("messaging.destination.name", call.Path).Set("messaging.operation.type", "send"),
        };
    }
}
