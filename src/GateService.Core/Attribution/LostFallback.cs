using GateService.Core.Words;

namespace GateService.Core.Attribution;

/// <summary>
/// A dependency fails both slices alike, and what it fails stable answers all the same, by a cache, a default or a second try that its agent marks: the canary that hands it on as a 5xx has as many
/// failures as stable, and users have errors that they would not have. So where stable has such failures an account is weighed twice, for what failed and for what was answered by a 5xx, each at
/// half of its share of the error budget; more of the latter is the canary's.
/// </summary>
internal static class LostFallback
{
    /// <summary>Some of the canary's were answered by a 5xx, and some of stable's were not.</summary>
    public static bool MayBe(Account account) => account.Canary.Any(count => count.Errors > 0) && account.Stable.Any(count => count.Failures > count.Errors);

    /// <param name="failed">Concluded of all that failed.</param>
    /// <param name="answered">Concluded of what was answered by a 5xx.</param>
    public static AccountFinding Of(AccountFinding failed, AccountFinding answered) =>
        answered.Decision == AccountDecision.Excess && !failed.Fails ? answered with { Account = failed.Account, Reason = answered.Reason.With(AllTheSame(failed.Account)) }
        : answered.Decision == AccountDecision.Suspicious && failed.IsExcused ? answered with { Account = failed.Account }
        : failed;

    private static string AllTheSame(Account account) =>
        $"stable answers {Quantity.Say(account.Stable.Sum(count => count.Failures - count.Errors) / account.Stable.Sum(count => count.Failures), Unit.Share)} of those that fail there all the same";
}
