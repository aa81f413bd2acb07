using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>New Relic's Python agent: <c>error</c> only where it is true, a status alone never makes one, calls by URL only.</summary>
internal sealed class PythonDialect : ApmDialect
{
    private const int LongestMessage = 255;

    public override string Name => "python";

    public override string Language => "python";

    public override AgentLimits Limits => new(1_200, 100, 2_000);

    protected override string TransactionName(Work work) => work.Protocol switch
    {
        Protocol.Http => $"WebTransaction/Function/shop.views:{work.Route.Resource}",
        Protocol.Grpc => $"WebTransaction/Function/shop.grpc:{work.Route.Service.Split('.')[^1]}.{work.Route.Rpc}",
        _ => $"OtherTransaction/Celery/shop.tasks.{work.Route.Queue}",
    };

    protected override string EntryName(Work work) => TransactionName(work).Split('/', 2)[1];

    protected override (string Class, string Message)? Notices(Work work) => Thrown(work) is { } error ? (error.Class, Apm.Cut(error.Message, LongestMessage)) : null;

    protected override Shape Transaction(Work work, Shape shape)
    {
        var error = Notices(work) is not null;
        shape.Set("totalTime", work.Duration).Set("error", error ? true : null).Totals(work);
        if (!IsWeb(work))
        {
            return shape;
        }

        shape.Set("apdexPerfZone", Apm.Zone(work, error && work.Fault is not { Expected: true }));
        return Status(work, work.Protocol == Protocol.Grpc
            ? shape.Set("request.uri", $"/{work.Route.Service}/{work.Route.Rpc}")
            : shape.Set("port", 8000L).Set("request.method", work.Route.Method).Set("request.uri", work.Route.Path).Set("request.headers.host", work.Fleet.AppName)
                .Set("request.headers.userAgent", work.UserAgent).Set("response.headers.contentType", "application/json"));
    }

    protected override Shape Error(Work work, Shape shape, (string Class, string Message) error) =>
        Status(work, shape.Set("error.expected", work.Fault is { Expected: true }).Set("spanId", work.Entry).Set("nr.transactionGuid", work.Guid));

    protected override Shape Entry(Work work, Shape shape, (string Class, string Message)? error) => Status(work, shape
        .Set("transaction.name", TransactionName(work)).Set("error.class", error?.Class).Set("error.message", error?.Message).Set("error.expected", error is null ? null : work.Fault is { Expected: true }));

    protected override Shape External(Work work, Call call) => Failed(call, Call(work, call, $"External/{call.Host}/requests/", "http").Set("component", "requests").Set("span.kind", "client")
        .Set("http.url", $"http://{call.Host}{call.Path}").Set("http.statusCode", (long?)call.Status));

    protected override Shape Rpc(Work work, Call call) => Failed(call, Call(work, call, $"External/{call.Host}:{call.Port}/gRPC/{call.Path}", "http").Set("component", "gRPC").Set("span.kind", "client")
        .Set("http.url", $"grpc://{call.Host}:{call.Port}/{call.Path}"), always: true);

    protected override Shape Datastore(Work work, Call call) => Failed(call, Call(work, call, "Datastore/statement/Postgres/orders/select", "datastore").Set("component", "Postgres").Set("span.kind", "client")
        .Set("db.system", "Postgres").Set("db.instance", "shop").Set("db.operation", "select").Set("db.collection", "orders").Set("db.statement", "SELECT * FROM orders WHERE id = ?")
        .Set("peer.hostname", call.Host).Set("server.address", call.Host).Set("peer.address", $"{call.Host}:{call.Port}").Set("server.port", (long)call.Port));

    /// <summary>Neither a kind nor a category of its own.</summary>
    protected override Shape Publish(Work work, Call call) => Failed(call, Call(work, call, $"MessageBroker/Kombu/Queue/Produce/Named/{call.Path}", "generic")
        .Set("messaging.system", "rabbitmq").Set("messaging.destination.name", call.Path));

    private static Shape Status(Work work, Shape shape) => IsWeb(work) ? shape.Set("http.statusCode", (long)work.Status).Set("response.status", $"{work.Status}") : shape;

    /// <summary>An exception marks the span; an answered 5xx raises none until somebody looks at it.</summary>
    private static Shape Failed(Call call, Shape shape, bool always = false) => call.Fault is { } fault && (always || call.Status is null)
        ? shape.Set("error.class", fault.Class).Set("error.message", Apm.Cut(fault.Message, LongestMessage)).Set("error.expected", false) : shape;
}
