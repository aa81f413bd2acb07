namespace NewRelic.Simulator.Worlds;

/// <summary>How one request went. Durations in seconds.</summary>
/// <param name="ErrorClass">Null: no error.</param>
/// <param name="UpstreamStatus">What the dependency answered; null: it was not called.</param>
internal sealed record RequestOutcome(
    double Duration, double DatabaseDuration, int DatabaseCalls, double ExternalDuration, int ExternalCalls, int Status, string? ErrorClass, string? ErrorMessage, int? UpstreamStatus);
