namespace GateService.Core.Policies.Telemetry;

/// <summary>
/// What New Relic's seven agents have in common, however each of them spells it. A comparison with an attribute that an event lacks is false in NRQL.
/// </summary>
/// <seealso href="https://docs.newrelic.com/attribute-dictionary/?event=Transaction">New Relic's dictionary of Transaction; where agents differ, their own source counts.</seealso>
internal static class Agent
{
    public const string EventType = "Transaction";
    public const string ServiceAttribute = "appName";
    public const string DurationAttribute = "duration";

    /// <summary>
    /// Answered 5xx under any of the names agents give the status; a gRPC code of the server, which Java and Python write where HTTP's status stands, Node into
    /// <c>response.status</c>, Go as a text. Where there is no status at all (Ruby's gRPC, background work), what the agent marked.
    /// </summary>
    public const string Error =
        "numeric(http.statusCode) >= 500 OR numeric(httpResponseCode) >= 500 OR numeric(response.status) >= 500 "
        + $"OR numeric(http.statusCode) IN ({GrpcCodes.Faults}) OR numeric(response.status) IN ({GrpcCodes.Faults}) OR numeric(grpc.statusCode) IN ({GrpcCodes.Faults}) OR grpcStatusCode IN ({GrpcCodes.GoFaults}) "
        + "OR (error IS TRUE AND " + NoStatus + ")";

    /// <summary>
    /// Marked, though the answer says success: a 200 whose handler threw. Java, .NET, Go and Node mark callers' mistakes too, and Java callers' gRPC codes; those
    /// are not the service's. All but PHP mark expected errors as well, and say so elsewhere: <see cref="Names"/>.
    /// </summary>
    public const string Marked = $"error IS TRUE AND {Unexpected} AND {AnsweredWell}";

    /// <summary>Not marked as expected where the row itself says so.</summary>
    public const string Unexpected = "(error.expected IS NULL OR error.expected IS FALSE)";

    /// <summary>Neither of the attributes for gRPC's code alone says that the call failed.</summary>
    internal const string NoGrpcFault = "grpcStatusCode IS NULL AND (grpc.statusCode IS NULL OR numeric(grpc.statusCode) = 0)";

    /// <summary>Well, by what stands where no <c>http.statusCode</c> does; no agent writes a code of gRPC as <c>httpResponseCode</c> but Go its 0.</summary>
    internal const string AnsweredElsewhere =
        "numeric(httpResponseCode) < 400 OR (numeric(response.status) >= 100 AND numeric(response.status) < 400) OR numeric(response.status) = 0";

    private const string AnsweredWell =
        $"{NoGrpcFault} AND ({WellByStatus})";

    private const string WellByStatus = $"(numeric(http.statusCode) >= 100 AND numeric(http.statusCode) < 400) OR numeric(http.statusCode) = 0 OR {AnsweredElsewhere}";

    /// <summary>Java, .NET, Go and Node keep callers' mistakes among errors: they would crowd out the others.</summary>
    private const string NoRefusal = "(http.statusCode IS NULL OR numeric(http.statusCode) < 400 OR numeric(http.statusCode) >= 500)";

    public const string Refusal =
        $"(numeric(http.statusCode) >= 400 AND numeric(http.statusCode) < 500) OR numeric(http.statusCode) IN ({GrpcCodes.Refusals}) OR (http.statusCode IS NULL AND numeric(httpResponseCode) >= 400 AND numeric(httpResponseCode) < 500) "
        + $"OR numeric(response.status) IN ({GrpcCodes.Refusals}) OR numeric(grpc.statusCode) IN ({GrpcCodes.Refusals}) OR grpcStatusCode IN ({GrpcCodes.GoRefusals})";

    /// <summary>Of <see cref="Refusal"/>.</summary>
    public const string Denial =
        $"numeric(http.statusCode) IN ({Denials.Grpc},{Denials.Http}) OR numeric(httpResponseCode) IN ({Denials.Http}) OR numeric(response.status) IN ({Denials.Grpc}) OR numeric(grpc.statusCode) IN ({Denials.Grpc}) OR grpcStatusCode IN ({Denials.Go})";

    /// <summary>
    /// Neither status nor mark; or a gRPC call whose code is nowhere: Ruby sends the exceptions of one alone, and .NET the 200 of HTTP/2 whatever the trailers say; what it was told by hand is read as a number.
    /// </summary>
    public const string Untold =
        $"({NoStatus} AND (error IS NULL OR (request.grpc_type IS NOT NULL AND error IS FALSE))) "
        + "OR (numeric(http.statusCode) = 200 AND request.method = 'POST' AND numeric(grpc.statusCode) IS NULL AND request.uri RLIKE r'^/[\\w.]+[.][A-Z]\\w*/[A-Z]\\w*$')";

    private const string NoStatus = "http.statusCode IS NULL AND httpResponseCode IS NULL AND response.status IS NULL AND grpcStatusCode IS NULL AND grpc.statusCode IS NULL";

    public static IReadOnlyList<string> NamespaceAttributes { get; } = ["k8s.namespaceName", "namespaceName"];

    public static IReadOnlyList<string> ClusterAttributes { get; } = ["k8s.clusterName"];

    public static IReadOnlyList<string> PodAttributes { get; } = ["k8s.podName", "podName", "host"];

    /// <summary>The second is .NET's.</summary>
    public static IReadOnlyList<string> AgentAttributes { get; } = ["request.headers.userAgent", "request.headers.user-agent"];

    public static IReadOnlyList<string> PathAttributes { get; } = ["request.uri"];

    /// <summary>Go's gRPC code first: its HTTP status is 0 always.</summary>
    public static IReadOnlyList<string> StatusAttributes { get; } = ["grpcStatusCode", "grpc.statusCode", "http.statusCode", "httpResponseCode", "response.status"];

    /// <summary>On Transaction of .NET and PHP only.</summary>
    public static IReadOnlyList<string> ClassAttributes { get; } = ["error.class", "errorType"];

    public static IReadOnlyList<string> MessageAttributes { get; } = ["error.message", "errorMessage", "grpcStatusMessage", "response.statusMessage"];

    /// <summary>TransactionError holds at most a hundred a minute and process; .NET and PHP say class and message on Transaction too.</summary>
    public static ErrorNames Names { get; } = new()
    {
        EventType = "TransactionError",
        Where = $"(transactionName IS NULL OR transactionName NOT LIKE 'OtherTransaction/%') AND {NoRefusal}",
        Noticed = "error IS TRUE",
        ClassAttributes = ["error.class"],
        MessageAttributes = ["error.message"],
        Expected = "error.expected IS TRUE",
        // No event of an error holds grpc.statusCode, and these queries are among the longest.
        Marks = $"grpcStatusCode IS NULL AND ({WellByStatus})",
        EntrySpan = $"nr.entryPoint IS TRUE AND error.class IS NOT NULL AND {NoRefusal}",
    };

    public static CallSource Calls { get; } = new()
    {
        Call = "(span.kind IN ('client', 'producer') OR category IN ('http', 'datastore') OR name LIKE 'External/%' OR name LIKE 'MessageBroker/%/Produce/%')",
        // By an exception, by HTTP's status, by gRPC's code wherever the agent puts it (Java: where HTTP's stands), or by PHP's 0 for no answer at all.
        FailedCall = "((error.class IS NOT NULL OR error IS TRUE OR otel.status_code = 'ERROR' OR numeric(http.statusCode) >= 500 OR numeric(http.response.status_code) >= 500 "
            + $"OR numeric(grpc.statusCode) > 0 OR numeric(grpc_status) > 0 OR (component = 'gRPC' AND numeric(http.statusCode) > 0) OR (component = 'curl' AND numeric(http.statusCode) = 0)) AND {Unexpected})",
        // Go and Node say nothing of a refused call, and as little where nobody reads the answer; Java's is no call at all, and its message alone names the host.
        Suspected = "((category = 'http' AND http.statusCode IS NULL AND grpc.statusCode IS NULL AND grpc_status IS NULL AND (component IS NULL OR component NOT IN ('gRPC', 'grpc'))) "
            + "OR (category = 'generic' AND nr.entryPoint IS NULL AND (error.class LIKE '%Connect%' OR error.class LIKE '%UnknownHost%')))",
        Refused = "(category = 'http' AND numeric(http.statusCode) >= 400 AND numeric(http.statusCode) < 500)",
        StatusAttributes = ["http.statusCode", "http.response.status_code"],
        OutcomeAttributes = ["error.class", "error", "otel.status_code", "http.statusCode", "http.response.status_code", "grpc.statusCode", "grpc_status"],
        DependencyAttributes = ["peer.service", "server.address", "peer.hostname", "net.peer.name", "http.url", "messaging.destination.name", "db.instance", "db.system", "name"],
        MessageAttributes = ["error.message"],
        DurationAttribute = "duration",
        DurationUnit = DurationUnit.Seconds,
        RequestAttribute = "transactionId",
        RequestId = "guid",
        Id = "guid",
        ParentId = "parentId",
        TraceAttributes = ["trace.id", "traceId"],
        CountsOnRequests = true,
    };
}
