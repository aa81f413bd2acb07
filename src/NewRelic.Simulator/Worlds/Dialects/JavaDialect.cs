using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>New Relic's Java agent: statuses twice, gRPC codes as HTTP statuses, class and message on TransactionError and entry spans only.</summary>
internal sealed class JavaDialect : ApmDialect
{
    public override string Name => "java";

    public override string Language => "java";

    public override AgentLimits Limits => new(2_000, 100, 2_000);

    public override string ProbePath => "/actuator/health/readiness";

    protected override string TransactionName(Work work) => work.Protocol switch
    {
        Protocol.Http => $"WebTransaction/SpringController{work.Route.Template} ({work.Route.Method})",
        Protocol.Grpc => $"WebTransaction/gRPC/{work.Route.Service}/{work.Route.Rpc}",
        _ => $"OtherTransaction/Message/SpringKafka/com.shop.{char.ToUpperInvariant(work.Route.Queue[0])}{work.Route.Queue[1..]}Listener.onMessage",
    };

    protected override string EntryName(Work work) => work.Protocol == Protocol.Http ? "Java/org.apache.catalina.core.StandardHostValve/invoke" : TransactionName(work);

    /// <summary>HTTP: from 400 on, but 404. gRPC: a Status with a cause only.</summary>
    protected override (string Class, string Message)? Notices(Work work) => Thrown(work)
        ?? (work is { Protocol: Protocol.Http, Status: >= 400 and not 404 } ? ($"Http{(work.Status < 500 ? "Client" : "Server")}Error {work.Status}", $"Http{(work.Status < 500 ? "Client" : "Server")}Error {work.Status}") : null);

    protected override Shape Transaction(Work work, Shape shape)
    {
        var error = Notices(work) is not null;
        shape.Set("totalTime", work.Duration).Set("error", error).Set("port", work.Protocol == Protocol.Grpc ? 50051L : 8080L).Totals(work);
        if (!IsWeb(work))
        {
            return shape;
        }

        shape.Set("apdexPerfZone", Apm.Zone(work, error));
        return work.Protocol == Protocol.Grpc ? Grpc(work, shape) : Status(work, Request(work, shape)
            .Set("request.headers.host", work.Fleet.AppName).Set("request.headers.userAgent", work.UserAgent).Set("response.headers.contentType", "application/json"));
    }

    protected override Shape Error(Work work, Shape shape, (string Class, string Message) error)
    {
        shape.Set("error.expected", work.Fault is { Expected: true }).Set("nr.transactionGuid", work.Guid).Set("priority", work.Priority).Set("port", 8080L);
        return work.Protocol switch
        {
            Protocol.Http => Status(work, Request(work, shape)),
            Protocol.Grpc => Grpc(work, shape, text: false),
            _ => shape,
        };
    }

    protected override Shape Entry(Work work, Shape shape, (string Class, string Message)? error)
    {
        shape.Set("transaction.name", TransactionName(work)).Set("error.class", error?.Class).Set("error.message", error?.Message).Set("port", 8080L);
        return work.Protocol switch
        {
            Protocol.Http => Status(work, Request(work, shape)),
            Protocol.Grpc => Grpc(work, shape, text: false),
            _ => shape,
        };
    }

    /// <summary>The HTTP client reports the external on a response only: a refused call is a generic span without a host.</summary>
    protected override Shape External(Work work, Call call) => call.Status is not { } status
        ? Call(work, call, "Java/org.apache.hc.client5.http.impl.classic.InternalHttpClient/execute", "generic").Set("error.class", call.Fault?.Class).Set("error.message", call.Fault?.Message)
        : Call(work, call, $"External/{call.Host}/CommonsHttp/execute", "http").Set("component", "CommonsHttp").Set("span.kind", "client")
            .Set("http.url", $"http://{call.Host}:{call.Port}{call.Path}").Set("server.address", call.Host).Set("peer.hostname", call.Host).Set("server.port", (long)call.Port)
            .Set("http.method", "execute").Set("http.request.method", "POST").Set("http.statusText", HttpPhrase.Of(status)).Set("http.statusCode", (long)status).Set("httpResponseCode", (long)status);

    /// <summary>The code stands where HTTP's status does; an exception only where the Status has a cause.</summary>
    protected override Shape Rpc(Work work, Call call) => Call(work, call, $"External/{call.Host}:{call.Port}/gRPC/{call.Path}", "http").Set("component", "gRPC").Set("span.kind", "client")
        .Set("http.url", $"grpc://{call.Host}:{call.Port}/{call.Path}").Set("server.address", call.Host).Set("peer.hostname", call.Host).Set("server.port", (long)call.Port)
        .Set("http.method", call.Path).Set("http.statusCode", (long?)call.Status).Set("httpResponseCode", (long?)call.Status).Set("http.statusText", call.Fault is null ? null : "io exception");

    protected override Shape Datastore(Work work, Call call) => Call(work, call, "Datastore/statement/Postgres/orders/select", "datastore").Set("span.kind", "client")
        .Set("db.system", "Postgres").Set("db.instance", "orders").Set("db.collection", "orders").Set("db.operation", "select").Set("db.statement", "select * from orders where id = ?")
        .Set("server.address", call.Host).Set("peer.hostname", call.Host).Set("server.port", (long)call.Port).Set("peer.address", $"{call.Host}:{call.Port}")
        .Set("error.class", call.Fault?.Class).Set("error.message", call.Fault?.Message);

    protected override Shape Publish(Work work, Call call) => Call(work, call, $"MessageBroker/Kafka/Topic/Produce/Named/{call.Path}", "generic").Set("span.kind", "producer")
        .Set("messaging.system", "kafka").Set("messaging.destination.name", call.Path).Set("server.address", call.Host).Set("server.port", (long)call.Port)
        .Set("error.class", call.Fault?.Class).Set("error.message", call.Fault?.Message);

    private static Shape Request(Work work, Shape shape) => shape.Set("request.method", work.Route.Method).Set("request.uri", work.Route.Path);

    private static Shape Status(Work work, Shape shape) => shape.Set("http.statusCode", (long)work.Status).Set("httpResponseCode", $"{work.Status}");

    private static Shape Grpc(Work work, Shape shape, bool text = true) => shape
        .Set("http.statusCode", (long)work.Status).Set("response.status", (long)work.Status).Set("request.method", "POST")
        .Set("request.uri", $"grpc://{work.Fleet.AppName}:50051/{work.Route.Service}/{work.Route.Rpc}")
        .Set("http.statusText", text ? work.Fault?.Message : null).Set("response.statusMessage", text ? work.Fault?.Message : null);
}
