using GateService.Core.Planning;

namespace GateService.Core.Judging;

/// <summary>What a judge knows beside the evidence.</summary>
/// <param name="Weight">Canary share of traffic in percent; null when unknown.</param>
/// <param name="Window">The window the evidence covers.</param>
/// <param name="Slice">Name of the judged slice: <c>canary</c>, <c>stable</c> or <c>all</c>.</param>
public sealed record JudgingContext(double? Weight, EvaluationWindow Window, string Slice);
