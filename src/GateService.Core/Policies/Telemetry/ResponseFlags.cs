namespace GateService.Core.Policies.Telemetry;

/// <summary>Envoy's response flags, such as <c>UF,URX</c>: what kept it from passing an answer on.</summary>
/// <seealso href="https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags">Envoy's list of them.</seealso>
internal static class ResponseFlags
{
    public const string Attribute = "response_flags";

    /// <summary>
    /// No connection, no healthy pod, too many at once, retries used up: no pod served the request, whatever status stands beside it. Of gRPC that is 200.
    /// A caller that hung up (DC) is no failure.
    /// </summary>
    public const string Unserved = $"{Attribute} LIKE '%UF%' OR {Attribute} LIKE '%UH%' OR {Attribute} LIKE '%UO%' OR {Attribute} LIKE '%URX%'";
}
