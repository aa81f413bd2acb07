namespace GateService.Gates;

/// <summary>What belongs to the call and not to the question.</summary>
/// <param name="BaseUrl">Under which the caller reached us.</param>
/// <param name="Timeout">How long the caller says it waits; null when it does not say.</param>
/// <param name="Warnings">What was noticed while reading the request.</param>
internal sealed record EvaluationCall(Uri BaseUrl, TimeSpan? Timeout, IReadOnlyList<string> Warnings);
