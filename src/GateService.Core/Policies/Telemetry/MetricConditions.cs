namespace GateService.Core.Policies.Telemetry;

/// <summary>What the conditions of <see cref="TelemetrySource"/> are on one metric alone, which makes queries short.</summary>
/// <param name="Error">A request that the service failed, by what it answered.</param>
/// <param name="Marked">No error, and marked as one though the answer says success; null where nothing is marked.</param>
/// <param name="Refusal">Refused as the caller's mistake; null where nothing tells.</param>
/// <param name="Denial">Refused for who asks, how, or how often; null where nothing tells.</param>
/// <param name="Untold">Does not tell how it ended; null where all do.</param>
public sealed record MetricConditions(string Error, string? Marked, string? Refusal, string? Denial, string? Untold);
