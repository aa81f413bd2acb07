namespace GateService.Core.Policies.Telemetry;

/// <summary>Envoy's response flags, such as <c>UF,URX</c>: what kept it from passing an answer on.</summary>
/// <seealso href="https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags">Envoy's list of them.</seealso>
internal static class ResponseFlags
{
    public const string Attribute = "response_flags";

    /// <summary>
    /// No connection, no healthy pod, too many at once, retries used up: no pod served the request. Or one did, and its answer was cut off (UC, UR), was none (UPE), did not come in time (UT, UMSDR), or was dropped by the proxy itself (LR).
    /// The caller has no whole answer, whatever status stands beside the flag: of gRPC it is 200, and of what broke after its first bytes too. Only what became a WebSocket (101) ends by either side closing it.
    /// </summary>
    public const string Failed = $"""
        (({Attribute} LIKE '%UF%' OR {Attribute} LIKE '%UH%' OR {Attribute} LIKE '%UO%' OR {Attribute} LIKE '%UR%' OR {Attribute} LIKE '%UC%' OR {Attribute} LIKE '%UPE%' OR {Attribute} LIKE '%UT%' OR {Attribute} LIKE '%UMSDR%' OR {Attribute} LIKE '%LR%') AND {NoSocket})
        """;

    /// <summary>The caller hung up before the answer, as nginx says by 499: its own doing, or it waited too long.</summary>
    public const string HungUp = $"(({Attribute} LIKE '%DC%' OR {Attribute} LIKE 'DR%' OR {Attribute} LIKE '%,DR%') AND {NoSocket})";

    private const string NoSocket = "(response_code IS NULL OR numeric(response_code) != 101)";
}
