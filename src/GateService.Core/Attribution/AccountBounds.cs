namespace GateService.Core.Attribution;

/// <summary>Between which bounds the failures of an account lie, bucket by bucket, where some of them are estimated and not counted.</summary>
/// <param name="Canary">Fewest and most of the canary's.</param>
/// <param name="Stable">Fewest and most of stable's.</param>
internal sealed record AccountBounds(IReadOnlyList<(double Low, double High)> Canary, IReadOnlyList<(double Low, double High)> Stable);
