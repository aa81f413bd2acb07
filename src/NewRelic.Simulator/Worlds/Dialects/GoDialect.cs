using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>New Relic's Go agent: calls by URL only, a refused one without any mark, and half of gRPC's bad codes as warnings.</summary>
internal sealed class GoDialect : ApmDialect
{
    public override string Name => "go";

    public override string Language => "go";

    public override AgentLimits Limits => new(10_000, 100, 2_000);

    public override string ProbePath => "/healthz";

    protected override string TransactionName(Work work) => work.Protocol switch
    {
        Protocol.Http => $"WebTransaction/Go/{work.Route.Method} {work.Route.Template}",
        Protocol.Grpc => $"WebTransaction/Go/{work.Route.Service}/{work.Route.Rpc}",
        _ => $"OtherTransaction/Go/{work.Route.Queue}",
    };

    /// <summary>HTTP: from 400 on, but 404. gRPC: Unknown, Unimplemented, Internal and DataLoss; Unavailable and DeadlineExceeded are warnings.</summary>
    protected override (string Class, string Message)? Notices(Work work) => work.Protocol == Protocol.Grpc
        ? Level(work.Status) == "error" ? ($"gRPC Status: {GrpcCode.Name(work.Status)}", work.Fault?.Message ?? GrpcCode.Name(work.Status)) : null
        : Thrown(work) ?? (work is { Protocol: Protocol.Http, Status: >= 400 and not 404 } ? ($"{work.Status}", HttpPhrase.Of(work.Status)) : null);

    protected override Shape Transaction(Work work, Shape shape)
    {
        var error = Notices(work) is not null;
        shape.Set("totalTime", work.Duration).Set("error", error).Totals(work);
        if (!IsWeb(work))
        {
            return shape;
        }

        shape.Set("apdexPerfZone", Apm.Zone(work, error));
        return work.Protocol == Protocol.Grpc ? Grpc(work, shape) : Status(work, shape
            .Set("request.method", work.Route.Method).Set("request.uri", work.Route.Path).Set("request.headers.host", work.Fleet.AppName).Set("response.headers.contentType", "application/json"));
    }

    protected override Shape Error(Work work, Shape shape, (string Class, string Message) error)
    {
        shape.Set("spanId", work.Entry).Set("error.expected", work.Fault is { Expected: true } ? true : null);
        return work.Protocol switch
        {
            Protocol.Http => Status(work, shape),
            Protocol.Grpc => Grpc(work, shape),
            _ => shape,
        };
    }

    protected override Shape Entry(Work work, Shape shape, (string Class, string Message)? error)
    {
        shape.Set("transaction.name", TransactionName(work)).Set("error.class", error?.Class).Set("error.message", error?.Message);
        return IsWeb(work) ? Status(work, shape) : shape;
    }

    /// <summary>No host, and of a refused call neither status nor class.</summary>
    protected override Shape External(Work work, Call call) => Call(work, call, $"External/{call.Host}:{call.Port}/http/POST", "http").Set("component", "http").Set("span.kind", "client")
        .Set("http.url", $"http://{call.Host}:{call.Port}{call.Path}").Set("http.method", "POST").Set("http.statusCode", (long?)call.Status);

    /// <summary>Nothing says how it went, nor to whom but the name.</summary>
    protected override Shape Rpc(Work work, Call call) => Call(work, call, $"External/{call.Host}:{call.Port}/gRPC/{call.Path}", "http").Set("component", "gRPC").Set("span.kind", "client");

    protected override Shape Datastore(Work work, Call call) => Call(work, call, "Datastore/statement/Postgres/orders/select", "datastore").Set("component", "Postgres").Set("span.kind", "client")
        .Set("db.statement", "select id from orders where id = $1").Set("db.instance", "orders").Set("db.collection", "orders").Set("peer.hostname", call.Host).Set("peer.address", $"{call.Host}:{call.Port}");

    protected override Shape Publish(Work work, Call call) => Call(work, call, $"MessageBroker/Kafka/Topic/Produce/Named/{call.Path}", "generic");

    private static string? Level(int code) => code switch
    {
        GrpcCode.Ok => null,
        GrpcCode.Unknown or GrpcCode.Unimplemented or GrpcCode.Internal or GrpcCode.DataLoss => "error",
        GrpcCode.Cancelled or GrpcCode.InvalidArgument or GrpcCode.NotFound or 6 or GrpcCode.Unauthenticated => "info",
        _ => "warning",
    };

    /// <summary>gRPC's code is not among them: 0, always.</summary>
    private static Shape Status(Work work, Shape shape)
    {
        var status = work.Protocol == Protocol.Grpc ? 0 : work.Status;
        return shape.Set("http.statusCode", (long)status).Set("httpResponseCode", $"{status}");
    }

    private static Shape Grpc(Work work, Shape shape)
    {
        Status(work, shape).Set("request.method", $"{work.Route.Service}/{work.Route.Rpc}").Set("request.uri", $"grpc://{work.Fleet.AppName}:50051/{work.Route.Service}/{work.Route.Rpc}");
        return Level(work.Status) is { } level
            ? shape.Set("grpcStatusLevel", level).Set("grpcStatusCode", GrpcCode.Name(work.Status)).Set("grpcStatusMessage", work.Fault?.Message ?? GrpcCode.Name(work.Status))
            : shape;
    }
}
