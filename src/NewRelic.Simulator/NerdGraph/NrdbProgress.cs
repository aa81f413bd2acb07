namespace NewRelic.Simulator.NerdGraph;

/// <summary>The fields of <c>NrdbQueryProgress</c>; durations in seconds.</summary>
internal sealed record NrdbProgress(bool Completed, string? QueryId = null, int? ResultExpiration = null, int? RetryAfter = null, int? RetryDeadline = null);
