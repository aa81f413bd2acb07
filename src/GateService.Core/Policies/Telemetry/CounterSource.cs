namespace GateService.Core.Policies.Telemetry;

/// <summary>
/// Counters of Prometheus: one of requests, and one for each bound of a histogram that counts those that took at most so long. The histogram is
/// <see cref="TelemetrySource.DurationAttribute"/>, its bounds are in <see cref="TelemetrySource.DurationUnit"/> and named by <c>le</c>.
/// </summary>
/// <param name="Requests">Metric that counts requests.</param>
/// <param name="Bounds">Bounds of the histogram, rising, without the infinite one.</param>
public sealed record CounterSource(string Requests, IReadOnlyList<double> Bounds);
