using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>What counts as an error, and what as a failure, on a request event.</summary>
internal static class RequestConditions
{
    private const string Answered5xx = "numeric(http.statusCode) >= 500 OR numeric(httpResponseCode) >= 500 OR numeric(response.status) >= 500";

    private const string RefusingStatuses = "(401, 403, 404, 409, 422, 429)";

    private const string RefusingCodes = "(3, 5, 6, 7, 8, 9, 16)";

    private const string RefusingNames = "('InvalidArgument', 'NotFound', 'AlreadyExists', 'PermissionDenied', 'ResourceExhausted', 'FailedPrecondition', 'Unauthenticated')";

    private const string NoHttpStatus = "http.statusCode IS NULL AND httpResponseCode IS NULL AND response.status IS NULL";

    /// <summary>
    /// Answered with 5xx, under any of the names agents give the status. Where there is no HTTP status, or it says nothing because the
    /// call is gRPC, what the agent marked as an error. A comparison with an absent attribute is false in NRQL.
    /// </summary>
    public static Nrql Error { get; } = Nrql.Trusted($"{Answered5xx} OR (error IS TRUE AND (grpc.statusCode IS NOT NULL OR ({NoHttpStatus})))");

    /// <summary>
    /// Refused to its caller: by HTTP status, or by gRPC's codes for the same (invalid, not found, exists, denied, exhausted, precondition, unauthenticated), under
    /// whatever name agents give them: no HTTP status is below 100, so the two cannot be mixed up.
    /// </summary>
    public static Nrql Refusal { get; } = Nrql.Trusted(
        $"numeric(http.statusCode) IN {RefusingStatuses} OR numeric(httpResponseCode) IN {RefusingStatuses} OR numeric(response.status) IN {RefusingStatuses}"
        + $" OR numeric(http.statusCode) IN {RefusingCodes} OR numeric(response.status) IN {RefusingCodes} OR numeric(grpc.statusCode) IN {RefusingCodes} OR grpcStatusCode IN {RefusingNames}");

    /// <summary>An error, or anything the agent marked as one: a 200 whose handler threw is no success.</summary>
    public static Nrql Failure { get; } = Nrql.Trusted($"{Answered5xx} OR error IS TRUE");
}
