namespace GateService.Core.Policies.Telemetry;

/// <summary>Messages that a service consumes, as OpenTelemetry describes them: spans of kind consumer.</summary>
public static class OtelConsumers
{
    public const string Name = "otel-consumers";

    public static TelemetrySource Source { get; } = OtelSpans.Source with
    {
        Kind = Name,
        Population = "span.kind = 'consumer'",
        ProbeAgents = [],
        ProbePaths = [],
        Error = "otel.status_code = 'ERROR'",
        Marked = null,
        Refusal = null,
        Denial = null,
        Untold = null,
        StatusAttributes = [],
    };
}
