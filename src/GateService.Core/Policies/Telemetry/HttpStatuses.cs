namespace GateService.Core.Policies.Telemetry;

/// <summary>Status codes of HTTP.</summary>
internal static class HttpStatuses
{
    /// <summary>Unauthorised, forbidden, not found, conflicting, unprocessable, too many: refused as the caller's mistake.</summary>
    public const string Refusals = "401,403,404,409,422,429";
}
