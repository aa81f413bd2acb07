using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>What counts as an error, and what as a failure, on a request event.</summary>
internal static class RequestConditions
{
    private const string Answered5xx = "numeric(http.statusCode) >= 500 OR numeric(httpResponseCode) >= 500 OR numeric(response.status) >= 500";

    private const string NoHttpStatus = "http.statusCode IS NULL AND httpResponseCode IS NULL AND response.status IS NULL";

    /// <summary>
    /// Answered with 5xx, under any of the names agents give the status. Where there is no HTTP status, or it says nothing because the
    /// call is gRPC, what the agent marked as an error. A comparison with an absent attribute is false in NRQL.
    /// </summary>
    public static Nrql Error { get; } = Nrql.Trusted($"{Answered5xx} OR (error IS TRUE AND (grpc.statusCode IS NOT NULL OR ({NoHttpStatus})))");

    /// <summary>An error, or anything the agent marked as one: a 200 whose handler threw is no success.</summary>
    public static Nrql Failure { get; } = Nrql.Trusted($"{Answered5xx} OR error IS TRUE");
}
