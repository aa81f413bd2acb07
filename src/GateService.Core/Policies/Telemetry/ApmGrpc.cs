namespace GateService.Core.Policies.Telemetry;

/// <summary>gRPC calls that a service with one of New Relic's agents answers: web transactions, whose code stands where each agent puts it.</summary>
public static class ApmGrpc
{
    public const string Name = "apm-grpc";

    /// <summary>.NET answers 200 as HTTP whatever the trailers say; what it marks besides is an exception that reached ASP.NET, or a call to another service that failed.</summary>
    private const string MarkedWithoutCode = $"(error IS TRUE AND {Agent.Unexpected} AND numeric(http.statusCode) >= 100 AND numeric(http.statusCode) < 400 AND {NoCode})";

    /// <summary>No code: Ruby's, which sends none, and .NET's; or one as a name where a number is read.</summary>
    private const string Untold =
        NoCode + " AND (error IS NULL OR error IS FALSE) AND ((http.statusCode IS NULL AND httpResponseCode IS NULL AND response.status IS NULL) "
        + "OR (numeric(http.statusCode) = 200 AND (request.method = 'POST' OR request.method IS NULL)))";

    private const string NoCode = "grpcStatusCode IS NULL AND numeric(grpc.statusCode) IS NULL";

    /// <summary>What is an error above is not counted once more.</summary>
    private const string Marked = $"error IS TRUE AND {Agent.Unexpected} AND {Agent.NoGrpcFault} AND (numeric(http.statusCode) = 0 OR (http.statusCode IS NULL AND ({Agent.AnsweredElsewhere})))";

    public static TelemetrySource Source { get; } = ApmHttp.Source with
    {
        Kind = Name,
        Error = $"{Agent.Error} OR {MarkedWithoutCode}",
        Marked = Marked,
        Untold = Untold,
    };
}
