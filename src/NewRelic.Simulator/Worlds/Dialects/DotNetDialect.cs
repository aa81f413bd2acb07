using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>New Relic's .NET agent: class and message on Transaction, and of gRPC nothing but HTTP's 200.</summary>
internal sealed class DotNetDialect : ApmDialect
{
    public override string Name => "dotnet";

    public override string Language => "dotnet";

    public override AgentLimits Limits => new(10_000, 100, 2_000);

    protected override string TransactionName(Work work) => work.Protocol switch
    {
        Protocol.Http when work.Fault is null && work.Status is >= 400 and < 500 => $"WebTransaction/StatusCode/{work.Status}",
        Protocol.Http => $"WebTransaction/MVC{work.Route.Template}",
        Protocol.Grpc => $"WebTransaction/ASP/{work.Route.Service}/{work.Route.Rpc}",
        _ => $"OtherTransaction/Message/RabbitMQ/Queue/Named/{work.Route.Queue}",
    };

    /// <summary>HTTP: from 400 on, but 404. gRPC: the framework keeps its exceptions to itself; only a failed call over gRPC marks the transaction.</summary>
    protected override (string Class, string Message)? Notices(Work work) => work.Protocol == Protocol.Grpc
        ? work.Calls.FirstOrDefault(call => call is { Kind: CallKind.Grpc, Fault: not null }) is { } failed ? ("Custom Error", Failed(failed)) : null
        : Thrown(work) ?? (work is { Protocol: Protocol.Http, Status: >= 400 and not 404 } ? ($"{work.Status}", $"{work.Status}") : null);

    protected override Shape Transaction(Work work, Shape shape)
    {
        var error = Notices(work);
        shape.Set("totalTime", work.Duration).Set("error", error is not null).Set("errorType", error?.Class).Set("errorMessage", error?.Message).Totals(work);
        return !IsWeb(work) ? shape : Status(work, shape
            .Set("webDuration", work.Duration).Set("apdexPerfZone", Apm.Zone(work, error is not null))
            .Set("request.method", work.Protocol == Protocol.Grpc ? "POST" : work.Route.Method).Set("request.uri", Uri(work))
            .Set("request.headers.host", work.Fleet.AppName).Set("request.headers.user-agent", work.UserAgent));
    }

    protected override Shape Error(Work work, Shape shape, (string Class, string Message) error)
    {
        shape.Set("spanId", work.Entry).Set("error.expected", work.Fault is { Expected: true } ? true : null);
        return IsWeb(work) ? Status(work, shape.Set("request.uri", Uri(work))) : shape;
    }

    protected override Shape Entry(Work work, Shape shape, (string Class, string Message)? error)
    {
        shape.Set("transaction.name", TransactionName(work)).Set("error.class", error?.Class).Set("error.message", error?.Message);
        return IsWeb(work) ? Status(work, shape) : shape;
    }

    protected override Shape External(Work work, Call call) => Call(work, call, $"External/{call.Host}/Stream/POST", "http").Set("component", "System.Net.Http.HttpClient").Set("span.kind", "client")
        .Set("http.url", $"http://{call.Host}:{call.Port}{call.Path}").Set("http.request.method", "POST").Set("server.address", call.Host).Set("server.port", (long)call.Port).Set("thread.id", 12L)
        .Set("http.statusCode", (long?)call.Status).Set("error.class", call.Status is null ? call.Fault?.Class : null).Set("error.message", call.Status is null ? call.Fault?.Message : null);

    protected override Shape Rpc(Work work, Call call) => Call(work, call, $"External/{call.Host}/grpc/{call.Path}", "http").Set("component", "grpc").Set("span.kind", "client")
        .Set("http.url", $"grpc://{call.Host}:{call.Port}/{call.Path}").Set("http.method", call.Path).Set("http.request.method", call.Path)
        .Set("server.address", call.Host).Set("server.port", (long)call.Port).Set("grpc.statusCode", (long?)call.Status)
        .Set("error.class", call.Fault is null ? null : "Custom Error").Set("error.message", call.Fault is null ? null : Failed(call));

    protected override Shape Datastore(Work work, Call call) => Call(work, call, "Datastore/statement/Postgres/orders/select", "datastore").Set("component", "Postgres").Set("span.kind", "client")
        .Set("db.system", "postgresql").Set("db.instance", "orders").Set("db.operation", "select").Set("db.collection", "orders")
        .Set("peer.hostname", call.Host).Set("peer.address", $"{call.Host}:{call.Port}").Set("server.address", call.Host).Set("server.port", (long)call.Port)
        .Set("error.class", call.Fault?.Class).Set("error.message", call.Fault?.Message);

    protected override Shape Publish(Work work, Call call) => Call(work, call, $"MessageBroker/RabbitMQ/Queue/Produce/Named/{call.Path}", "generic").Set("span.kind", "producer")
        .Set("messaging.system", "rabbitmq").Set("messaging.destination.name", call.Path).Set("server.address", call.Host).Set("server.port", (long)call.Port)
        .Set("error.class", call.Fault?.Class).Set("error.message", call.Fault?.Message);

    private static string Failed(Call call) => $"gRPC call to grpc://{call.Host}:{call.Port}/{call.Path} failed with status code {call.Status}";

    private static string Uri(Work work) => work.Protocol == Protocol.Grpc ? $"/{work.Route.Service}/{work.Route.Rpc}" : work.Route.Path;

    /// <summary>gRPC says how it went in trailers; HTTP's status is 200 whatever they say.</summary>
    private static Shape Status(Work work, Shape shape)
    {
        var status = work.Protocol == Protocol.Grpc ? 200 : work.Status;
        return shape.Set("http.statusCode", (long)status).Set("response.status", $"{status}");
    }
}
