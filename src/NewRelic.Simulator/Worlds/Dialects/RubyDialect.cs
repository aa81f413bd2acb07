using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>New Relic's Ruby agent: a status alone never makes an error, gRPC has no status at all.</summary>
internal sealed class RubyDialect : ApmDialect
{
    public override string Name => "ruby";

    public override string Language => "ruby";

    public override AgentLimits Limits => new(1_200, 100, 2_000);

    protected override string TransactionName(Work work) => work.Protocol switch
    {
        Protocol.Http => $"Controller/{work.Route.Resource}/{(work.Route.Method == "GET" ? "show" : "create")}",
        Protocol.Grpc => $"Controller/{work.Route.Service}/{work.Route.Rpc}",
        _ => $"OtherTransaction/SidekiqJob/{char.ToUpperInvariant(work.Route.Queue[0])}{work.Route.Queue[1..]}Job/perform",
    };

    protected override (string Class, string Message)? Notices(Work work) => Thrown(work);

    protected override Shape Transaction(Work work, Shape shape)
    {
        var error = Notices(work) is not null;
        shape.Set("error", error).Totals(work);
        return work.Protocol switch
        {
            Protocol.Http => Status(work, shape.Set("apdexPerfZone", Apm.Zone(work, error)).Set("request.method", work.Route.Method).Set("request.uri", work.Route.Path)
                .Set("request.headers.host", work.Fleet.AppName).Set("request.headers.userAgent", work.UserAgent).Set("response.headers.contentType", "application/json")),
            Protocol.Grpc => shape.Set("request.method", $"{work.Route.Service}/{work.Route.Rpc}").Set("request.uri", $"grpc://0.0.0.0:50051/{work.Route.Service}/{work.Route.Rpc}").Set("request.grpc_type", "request_response"),
            _ => shape,
        };
    }

    protected override Shape Error(Work work, Shape shape, (string Class, string Message) error) =>
        Status(work, shape.Set("error.expected", work.Fault is { Expected: true }).Set("spanId", work.Entry));

    protected override Shape Entry(Work work, Shape shape, (string Class, string Message)? error) =>
        shape.Set("transaction.name", TransactionName(work)).Set("error.class", error?.Class).Set("error.message", error?.Message);

    protected override Shape External(Work work, Call call) => Call(work, call, $"External/{call.Host}/Net::HTTP/POST", "http").Set("component", "Net::HTTP").Set("span.kind", "client")
        .Set("http.url", $"http://{call.Host}:{call.Port}{call.Path}").Set("http.method", "POST").Set("http.request.method", "POST").Set("server.address", call.Host).Set("server.port", (long)call.Port).Set("thread.id", 2040L)
        .Set("http.statusCode", (long?)call.Status).Set("error.class", call.Status is null ? call.Fault?.Class : null).Set("error.message", call.Status is null ? call.Fault?.Message : null);

    protected override Shape Rpc(Work work, Call call) => Call(work, call, $"External/{call.Host}/gRPC/{call.Path}", "http").Set("component", "gRPC").Set("span.kind", "client")
        .Set("http.url", $"grpc://{call.Host}:{call.Port}/{call.Path}").Set("server.address", call.Host).Set("server.port", (long)call.Port)
        .Set("grpc_type", "request_response").Set("grpc_status", (long?)call.Status).Set("grpc_message", call.Fault?.Message)
        .Set("error.class", call is { Fault: not null, Status: { } code } ? $"GRPC::{GrpcCode.Name(code)}" : null).Set("error.message", call.Fault?.Message);

    protected override Shape Datastore(Work work, Call call) => Call(work, call, "Datastore/statement/Postgres/Order/find", "datastore").Set("component", "Postgres").Set("span.kind", "client")
        .Set("db.instance", "shop").Set("db.system", "Postgres").Set("db.statement", "SELECT ...").Set("peer.hostname", call.Host).Set("peer.address", $"{call.Host}:{call.Port}")
        .Set("server.address", call.Host).Set("server.port", $"{call.Port}").Set("error.class", call.Fault?.Class).Set("error.message", call.Fault?.Message);

    protected override Shape Publish(Work work, Call call) => Call(work, call, $"MessageBroker/Kafka/Topic/Produce/Named/{call.Path}", "generic")
        .Set("messaging.system", "kafka").Set("messaging.destination.name", call.Path).Set("error.class", call.Fault?.Class).Set("error.message", call.Fault?.Message);

    private static Shape Status(Work work, Shape shape) => work.Protocol == Protocol.Http ? shape.Set("http.statusCode", (long)work.Status) : shape;
}
