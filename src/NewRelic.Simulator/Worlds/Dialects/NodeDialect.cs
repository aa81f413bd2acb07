using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>New Relic's Node agent: statuses as text, no Apdex zone, and a refused call unmarked where the caller listens for errors, as axios does.</summary>
internal sealed class NodeDialect : ApmDialect
{
    private const int LongestMessage = 255;

    public override string Name => "node";

    public override string Language => "node";

    public override AgentLimits Limits => new(10_000, 100, 2_000);

    protected override string TransactionName(Work work) => work.Protocol switch
    {
        Protocol.Http => $"WebTransaction/Expressjs/{work.Route.Method}/{work.Route.Template.Replace("{id}", ":id", StringComparison.Ordinal)}",
        Protocol.Grpc => $"WebTransaction/gRPC//{work.Route.Service}/{work.Route.Rpc}",
        _ => $"OtherTransaction/Message/Kafka/Topic/Consume/Named/{work.Route.Queue}",
    };

    /// <summary>HTTP: from 400 on, but 404. gRPC: every code but OK, and a failed call of its own over gRPC.</summary>
    protected override (string Class, string Message)? Notices(Work work) => (Thrown(work) ?? Answered(work)) is { } error ? (error.Class, Apm.Cut(error.Message, LongestMessage)) : null;

    protected override Shape Transaction(Work work, Shape shape)
    {
        shape.Set("webDuration", work.Duration).Set("totalTime", work.Duration).Set("error", Notices(work) is not null).Totals(work);
        return work.Protocol switch
        {
            Protocol.Http => Status(work, shape.Set("request.method", work.Route.Method).Set("request.uri", work.Route.Path).Set("request.headers.host", work.Fleet.AppName)
                .Set("request.headers.userAgent", work.UserAgent).Set("response.headers.contentType", "application/json")),
            Protocol.Grpc => shape.Set("request.method", $"/{work.Route.Service}/{work.Route.Rpc}").Set("request.uri", $"/{work.Route.Service}/{work.Route.Rpc}")
                .Set("grpc.type", "unary").Set("response.status", (long)work.Status),
            _ => shape,
        };
    }

    protected override Shape Error(Work work, Shape shape, (string Class, string Message) error) =>
        Status(work, shape.Set("error.expected", work.Fault is { Expected: true }).Set("spanId", work.Entry));

    protected override Shape Entry(Work work, Shape shape, (string Class, string Message)? error) =>
        Status(work, shape.Set("span.kind", IsWeb(work) ? "server" : "consumer").Set("error.class", error?.Class).Set("error.message", error?.Message));

    protected override Shape External(Work work, Call call)
    {
        Shape shape = Call(work, call, $"External/{call.Host}{call.Path}", "http").Set("component", "http").Set("span.kind", "client").Set("http.url", $"http://{call.Host}{call.Path}")
            .Set("http.method", "POST").Set("http.request.method", "POST").Set("server.address", call.Host);
        return call.Status is { } status ? shape.Set("http.statusCode", (long)status).Set("http.statusText", HttpPhrase.Of(status)) : shape;
    }

    protected override Shape Rpc(Work work, Call call) => Call(work, call, $"External/{call.Host}:{call.Port}/{call.Path}", "http").Set("component", "gRPC").Set("span.kind", "client")
        .Set("http.url", $"grpc://{call.Host}:{call.Port}/{call.Path}").Set("http.method", call.Path).Set("http.request.method", call.Path)
        .Set("server.address", call.Host).Set("server.port", $"{call.Port}").Set("grpc.statusCode", (long?)call.Status)
        .Set("grpc.statusText", call.Status is { } code ? code == 0 ? "OK" : $"{code} {GrpcCode.Constant(code)}: {call.Fault?.Message}" : null);

    protected override Shape Datastore(Work work, Call call) => Call(work, call, "Datastore/statement/Postgres/orders/select", "datastore").Set("component", "Postgres").Set("span.kind", "client")
        .Set("db.system", "Postgres").Set("db.instance", "orders").Set("db.collection", "orders").Set("server.address", call.Host).Set("peer.hostname", call.Host).Set("peer.address", $"{call.Host}:{call.Port}")
        .Set("error.class", call.Fault?.Class).Set("error.message", call.Fault?.Message);

    protected override Shape Publish(Work work, Call call) => Call(work, call, $"MessageBroker/Kafka/Topic/Produce/Named/{call.Path}", "generic").Set("span.kind", "producer")
        .Set("messaging.system", "kafka").Set("messaging.destination.name", call.Path).Set("error.class", call.Fault?.Class).Set("error.message", call.Fault?.Message);

    private static (string Class, string Message)? Answered(Work work) => work switch
    {
        { Protocol: Protocol.Http, Status: >= 400 and not 404 } => ("Error", $"HttpError {work.Status}"),
        { Protocol: Protocol.Grpc, Status: > 0 } => ("Error", $"{work.Status} {GrpcCode.Constant(work.Status)}: {work.Fault?.Message}"),
        _ => work.Calls.FirstOrDefault(call => call is { Kind: CallKind.Grpc, Fault: not null }) is { } failed ? ("Error", failed.Fault!.Message) : null,
    };

    private static Shape Status(Work work, Shape shape) => work.Protocol == Protocol.Http
        ? shape.Set("http.statusCode", $"{work.Status}").Set("http.statusText", HttpPhrase.Of(work.Status)) : shape;
}
