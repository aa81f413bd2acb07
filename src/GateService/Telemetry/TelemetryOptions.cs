namespace GateService.Telemetry;

/// <summary>Section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Whether the gate measures itself at all. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Where traces, metrics and logs are sent by OTLP, e.g. <c>http://collector:4317</c>; default: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, else nowhere.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>Serves <c>/metrics</c> for Prometheus. Default true.</summary>
    public bool Prometheus { get; set; } = true;

    /// <summary>Port of its own for <c>/metrics</c>, where nothing else but health is answered; null: with everything else. 1 to 65535.</summary>
    public int? PrometheusPort { get; set; }

    /// <summary>Whether <c>/metrics</c> asks for a token with the role readAll. Default false: whoever reaches it reads it.</summary>
    public bool PrometheusNeedsToken { get; set; }

    /// <summary>Share of traces begun here that are recorded, 0 to 1; one that comes in decides for itself. Default 1.</summary>
    public double SampleRatio { get; set; } = 1;
}
