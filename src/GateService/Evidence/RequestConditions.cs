using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>What counts as an error, and what as a failure, on a request of a kind of telemetry.</summary>
internal static class RequestConditions
{
    /// <summary>By what it answered.</summary>
    public static Nrql Error(TelemetrySource telemetry) => Nrql.Trusted(telemetry.Error);

    /// <summary>No error, but marked as one; null where the telemetry knows none.</summary>
    public static Nrql? Marked(TelemetrySource telemetry) => telemetry.Marked is { } marked ? Nrql.Trusted(marked) : null;

    /// <summary>Refused as the caller's mistake; null where the telemetry does not tell.</summary>
    public static Nrql? Refusal(TelemetrySource telemetry) => telemetry.Refusal is { } refusal ? Nrql.Trusted(refusal) : null;

    /// <summary>Refused for who asks, how, or how often; null where the telemetry does not tell.</summary>
    public static Nrql? Denial(TelemetrySource telemetry) => telemetry.Denial is { } denial ? Nrql.Trusted(denial) : null;

    /// <summary>Does not tell how it ended; null where all do.</summary>
    public static Nrql? Untold(TelemetrySource telemetry) => telemetry.Untold is { } untold ? Nrql.Trusted(untold) : null;

    /// <summary>Either.</summary>
    public static Nrql Failure(TelemetrySource telemetry) => Nrql.Trusted(telemetry.Marked is { } marked ? $"({telemetry.Error} OR ({marked}))" : $"({telemetry.Error})");
}
