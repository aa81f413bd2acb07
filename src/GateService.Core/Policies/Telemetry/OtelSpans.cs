namespace GateService.Core.Policies.Telemetry;

/// <summary>Requests of a service that OpenTelemetry describes: spans of kind server, under the old and the stable conventions for HTTP and RPC.</summary>
/// <seealso href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">Semantic conventions for HTTP spans.</seealso>
public static class OtelSpans
{
    public const string Name = "otel-spans";

    private const string Answered5xx = "numeric(http.response.status_code) >= 500 OR numeric(http.status_code) >= 500";

    private const string AnsweredSuccess = "numeric(http.response.status_code) < 400 OR numeric(http.status_code) < 400";

    private const string NoStatus = "http.response.status_code IS NULL AND http.status_code IS NULL";

    /// <summary>A code as a text, by either of the names that drafts of the conventions have for it.</summary>
    private const string Code = "if(rpc.response.status_code IS NULL, rpc.status_code, rpc.response.status_code)";

    private const string GrpcFault =
        $"numeric(rpc.grpc.status_code) IN ({GrpcCodes.Faults}) OR {Code} IN ({GrpcCodes.TextFaults})";

    private const string NoCode = "rpc.grpc.status_code IS NULL AND rpc.response.status_code IS NULL AND rpc.status_code IS NULL";

    private const string GrpcOk = "numeric(rpc.grpc.status_code) = 0 OR rpc.response.status_code = 'OK' OR rpc.status_code = 'OK'";

    /// <summary>Where a span has a status or a code, that tells; else what the instrumentation marked.</summary>
    private const string Error = $"{Answered5xx} OR {GrpcFault} OR (otel.status_code = 'ERROR' AND {NoStatus} AND {NoCode})";

    /// <summary>Answered well, as HTTP's status or gRPC's code says; where an instrumentation writes HTTP's 200 beside a code of gRPC, the code tells.</summary>
    private const string AnsweredWell = $"(({AnsweredSuccess}) AND {NoCode}) OR {GrpcOk}";

    private const string GrpcRefusal =
        $"numeric(rpc.grpc.status_code) IN ({GrpcCodes.Refusals}) OR {Code} IN ({GrpcCodes.TextRefusals})";

    /// <summary>A span of HTTP or gRPC by what else it says, and neither its status nor what the instrumentation made of it.</summary>
    private const string Untold =
        $"(http.request.method IS NOT NULL OR http.method IS NOT NULL OR rpc.system = 'grpc' OR rpc.system.name = 'grpc') AND otel.status_code IS NULL AND {NoStatus} AND {NoCode}";

    /// <summary>What the collector's tail sampler writes where it is told to record its policy.</summary>
    internal const string TailSampledMark = "tailsampling.policy IS NOT NULL OR tailsampling.composite_policy IS NOT NULL OR tailsampling.cached_decision IS NOT NULL";

    public static TelemetrySource Source { get; } = new()
    {
        Kind = Name,
        EventType = "Span",
        ServiceAttribute = "service.name",
        NamespaceAttributes = ["k8s.namespace.name"],
        ClusterAttributes = ["k8s.cluster.name"],
        PodAttributes = ["k8s.pod.name", "host.name"],
        Population = "span.kind = 'server'",
        AgentAttributes = ["user_agent.original", "http.user_agent"],
        PathAttributes = ["url.path", "http.target"],
        DurationAttribute = "duration.ms",
        DurationUnit = DurationUnit.Milliseconds,
        SpareDuration = new SpareDuration("duration", DurationUnit.Seconds),
        Error = Error,
        Marked = $"otel.status_code = 'ERROR' AND ({AnsweredWell})",
        Refusal = $"(numeric(http.response.status_code) >= 400 AND numeric(http.response.status_code) < 500) OR (numeric(http.status_code) >= 400 AND numeric(http.status_code) < 500) OR {GrpcRefusal}",
        Denial = $"numeric(http.response.status_code) IN ({Denials.Http}) OR numeric(http.status_code) IN ({Denials.Http}) OR numeric(rpc.grpc.status_code) IN ({Denials.Grpc}) OR {Code} IN ({Denials.Text})",
        Untold = Untold,
        TailSampled = TailSampledMark,
        StatusAttributes = ["http.response.status_code", "http.status_code", "rpc.grpc.status_code", "rpc.response.status_code", "rpc.status_code"],
        ClassAttributes = ["error.type", "exception.type"],
        MessageAttributes = ["otel.status_description", "exception.message"],
        // The exception itself; a span says its type by the stable conventions, and of its message what the instrumentation made of it.
        Names = new ErrorNames
        {
            EventType = "SpanEvent",
            Where = "exception.type IS NOT NULL",
            Noticed = "otel.status_code = 'ERROR'",
            ClassAttributes = ["exception.type"],
            MessageAttributes = ["exception.message"],
            RequestAttribute = "span.id",
        },
        Calls = new CallSource
        {
            Call = "span.kind IN ('client', 'producer')",
            // A client's span fails with 4xx too, by the conventions: that a caller asks for what is not there is no failure of the dependency.
            FailedCall = $"(otel.status_code = 'ERROR' AND (({NoStatus}) OR {Answered5xx} OR {AnsweredSuccess}))",
            DependencyAttributes = ["peer.service", "server.address", "net.peer.name", "url.full", "http.url", "messaging.destination.name", "db.system.name", "db.system"],
            DurationAttribute = "duration.ms",
            DurationUnit = DurationUnit.Milliseconds,
            Id = "id",
            ParentId = "parent.id",
            TraceAttributes = ["trace.id"],
            CountsOnRequests = false,
        },
    };
}
