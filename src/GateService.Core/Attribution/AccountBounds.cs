using GateService.Core.Evidence;

namespace GateService.Core.Attribution;

/// <summary>Between which bounds the failures of an account lie, bucket by bucket, where some of them are estimated and not counted.</summary>
/// <param name="Canary">Fewest and most of the canary's.</param>
/// <param name="Stable">Fewest and most of stable's.</param>
internal sealed record AccountBounds(IReadOnlyList<(double Low, double High)> Canary, IReadOnlyList<(double Low, double High)> Stable)
{
    /// <summary>The same of what was answered by a 5xx: its part of what failed.</summary>
    /// <param name="account">That is bounded.</param>
    public AccountBounds Answered(Account account) => new(ByStatus(Canary, account.Canary), ByStatus(Stable, account.Stable));

    private static IReadOnlyList<(double Low, double High)> ByStatus(IReadOnlyList<(double Low, double High)> bounds, IReadOnlyList<ErrorCount> counts) =>
        [.. bounds.Zip(counts, (bound, count) => count.Failures > 0 ? (bound.Low * count.Errors / count.Failures, bound.High * count.Errors / count.Failures) : (0.0, 0.0))];
}
