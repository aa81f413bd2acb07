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
    /// are not the service's.
    /// </summary>
    public const string Marked =
        "error IS TRUE AND grpcStatusCode IS NULL AND ((numeric(http.statusCode) >= 100 AND numeric(http.statusCode) < 400) OR numeric(http.statusCode) = 0 "
        + "OR (numeric(httpResponseCode) >= 100 AND numeric(httpResponseCode) < 400) OR (numeric(response.status) >= 100 AND numeric(response.status) < 400) OR numeric(response.status) = 0)";

    public const string Refusal =
        $"numeric(http.statusCode) IN (401, 403, 404, 409, 422, 429, {GrpcCodes.Refusals}) OR numeric(httpResponseCode) IN (401, 403, 404, 409, 422, 429) "
        + $"OR numeric(response.status) IN (401, 403, 404, 409, 422, 429, {GrpcCodes.Refusals}) OR numeric(grpc.statusCode) IN ({GrpcCodes.Refusals}) OR grpcStatusCode IN ({GrpcCodes.GoRefusals})";

    /// <summary>
    /// Neither status nor mark; or a gRPC call whose code is nowhere: Ruby sends the exceptions of one alone, and .NET the 200 of HTTP/2 whatever the trailers say.
    /// </summary>
    public const string Untold =
        $"({NoStatus} AND (error IS NULL OR (request.grpc_type IS NOT NULL AND error IS FALSE))) "
        + "OR (numeric(http.statusCode) = 200 AND request.method = 'POST' AND grpcStatusCode IS NULL AND grpc.statusCode IS NULL AND request.uri RLIKE r'/([A-Za-z0-9_]+[.])+[A-Z][A-Za-z0-9_]*/[A-Z][A-Za-z0-9_]*')";

    private const string NoStatus = "http.statusCode IS NULL AND httpResponseCode IS NULL AND response.status IS NULL AND grpcStatusCode IS NULL AND grpc.statusCode IS NULL";

    public static IReadOnlyList<string> NamespaceAttributes { get; } = ["k8s.namespaceName", "namespaceName"];

    public static IReadOnlyList<string> ClusterAttributes { get; } = ["k8s.clusterName", "clusterName"];

    public static IReadOnlyList<string> PodAttributes { get; } = ["k8s.podName", "podName", "host"];

    /// <summary>The second is .NET's.</summary>
    public static IReadOnlyList<string> AgentAttributes { get; } = ["request.headers.userAgent", "request.headers.user-agent"];

    public static IReadOnlyList<string> PathAttributes { get; } = ["request.uri"];

    /// <summary>Go's gRPC code first: its HTTP status is 0 always.</summary>
    public static IReadOnlyList<string> StatusAttributes { get; } = ["grpcStatusCode", "grpc.statusCode", "http.statusCode", "httpResponseCode", "response.status"];

    /// <summary>On Transaction of .NET and PHP only.</summary>
    public static IReadOnlyList<string> ClassAttributes { get; } = ["error.class", "errorType"];

    public static IReadOnlyList<string> MessageAttributes { get; } = ["error.message", "errorMessage"];

    public static CallSource Calls { get; } = new()
    {
        Call = "(span.kind = 'client' OR category IN ('http', 'datastore'))",
        FailedCall = "(error.class IS NOT NULL OR error IS TRUE OR otel.status_code = 'ERROR' OR numeric(http.statusCode) >= 500 OR numeric(http.response.status_code) >= 500)",
        DependencyAttributes = ["peer.service", "server.address", "peer.hostname", "db.instance", "db.system"],
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
