namespace GateService.Core.Policies.Telemetry;

/// <summary>Status codes of HTTP.</summary>
internal static class HttpStatuses
{
    /// <summary>
    /// Refused as the caller's mistake: a bad request, unauthorised, forbidden, not found, a method or form that is not taken, too slow, conflicting, gone, too large, unprocessable, too many; and
    /// 499, which proxies write for a caller that hung up before there was an answer. Not 402, 412 and the like, which are answers.
    /// </summary>
    public const string Refusals = "400,401,403,404,405,406,408,409,410,413,415,422,429,499";
}
