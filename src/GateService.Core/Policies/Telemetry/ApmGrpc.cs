namespace GateService.Core.Policies.Telemetry;

/// <summary>gRPC calls that a service with one of New Relic's agents answers: web transactions, whose code stands where each agent puts it.</summary>
public static class ApmGrpc
{
    public const string Name = "apm-grpc";

    /// <summary>No code: Ruby's, which sends none, and .NET's, which answers 200 as HTTP whatever the trailers say.</summary>
    private const string Untold =
        "grpcStatusCode IS NULL AND grpc.statusCode IS NULL AND ((http.statusCode IS NULL AND httpResponseCode IS NULL AND response.status IS NULL AND (error IS NULL OR error IS FALSE)) "
        + "OR (numeric(http.statusCode) = 200 AND (request.method = 'POST' OR request.method IS NULL)))";

    /// <remarks>Go and Java say on the request what the status says in words, for failures without an exception too.</remarks>
    public static TelemetrySource Source { get; } = ApmHttp.Source with { Kind = Name, Untold = Untold, MessageAttributes = [.. Agent.MessageAttributes, "grpcStatusMessage", "response.statusMessage"] };
}
