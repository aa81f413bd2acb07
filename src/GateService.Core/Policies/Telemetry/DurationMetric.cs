namespace GateService.Core.Policies.Telemetry;

/// <summary>A metric whose observations are the durations of requests, each request one. It is kept whole, not sampled.</summary>
/// <param name="Protocol">
/// Whose requests. Metrics of one protocol are names of the same requests, newest first, and the first that is sent counts; protocols add up.
/// </param>
/// <param name="Name">Of the metric, and of the attribute that holds its distribution.</param>
/// <param name="Unit">Of its observations.</param>
/// <param name="Conditions">What its attributes mean; null: as the telemetry says.</param>
public sealed record DurationMetric(string Protocol, string Name, DurationUnit Unit, MetricConditions? Conditions);
