using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>New Relic's PHP agent: class and message on Transaction, a status alone never makes an error, calls by URL only, status 0 without an answer; no gRPC server.</summary>
internal sealed class PhpDialect : ApmDialect
{
    public override string Name => "php";

    public override string Language => "php";

    public override IReadOnlyList<Protocol> Protocols => [Protocol.Http, Protocol.Queue];

    public override AgentLimits Limits => new(10_000, 100, 2_000);

    protected override string TransactionName(Work work) => work.Protocol == Protocol.Queue
        ? $"OtherTransaction/php/artisan queue:work {work.Route.Queue}" : $@"WebTransaction/Action/App\Http\{work.Route.Resource}Controller@show";

    protected override (string Class, string Message)? Notices(Work work) => Thrown(work);

    protected override Shape Transaction(Work work, Shape shape)
    {
        var error = Notices(work);
        shape.Set("totalTime", work.Duration).Set("error", error is not null).Set("errorType", error?.Class).Set("errorMessage", error?.Message).Totals(work);
        return !IsWeb(work) ? shape : Status(work, shape.Set("apdexPerfZone", Apm.Zone(work, error is not null)).Set("request.method", work.Route.Method).Set("request.uri", work.Route.Path)
            .Set("request.headers.host", work.Fleet.AppName).Set("response.headers.contentType", "text/html"));
    }

    protected override Shape Error(Work work, Shape shape, (string Class, string Message) error) => Status(work, shape.Set("nr.transactionGuid", work.Guid).Set("spanId", work.Entry));

    protected override Shape Entry(Work work, Shape shape, (string Class, string Message)? error) =>
        Status(work, shape.Set("transaction.name", TransactionName(work)).Set("error.class", error?.Class).Set("error.message", error?.Message));

    protected override Shape External(Work work, Call call) => Call(work, call, $"External/{call.Host}/all", "http").Set("component", "curl").Set("span.kind", "client")
        .Set("http.url", $"http://{call.Host}{call.Path}").Set("http.method", "POST").Set("http.statusCode", (long)(call.Status ?? 0));

    /// <summary>Over gRPC it calls nobody that the agent could see.</summary>
    protected override Shape Rpc(Work work, Call call) => External(work, call);

    protected override Shape Datastore(Work work, Call call) => Call(work, call, "Datastore/statement/MySQL/orders/select", "datastore").Set("component", "MySQL").Set("span.kind", "client")
        .Set("db.system", "MySQL").Set("db.instance", "blog").Set("db.statement", "select ...").Set("peer.hostname", call.Host).Set("peer.address", $"{call.Host}:{call.Port}");

    /// <summary>A category of its own.</summary>
    protected override Shape Publish(Work work, Call call) => Call(work, call, $"MessageBroker/RabbitMQ/Queue/Produce/Named/{call.Path}", "message").Set("span.kind", "producer")
        .Set("messaging.system", "rabbitmq").Set("messaging.destination.name", call.Path).Set("server.address", call.Host).Set("server.port", (long)call.Port);

    private static Shape Status(Work work, Shape shape) => IsWeb(work)
        ? shape.Set("http.statusCode", (long)work.Status).Set("response.statusCode", (long)work.Status).Set("httpResponseCode", $"{work.Status}") : shape;
}
