using System.Globalization;

namespace GateService.Core.Policies.Reading;

/// <summary>
/// A bypass is an exception with a date. One that is over no longer matches anything, and one that is far from over is no exception: the linter says so,
/// while a running gate is not stopped by the calendar.
/// </summary>
public static class BypassLint
{
    /// <summary>Longest time a bypass may run from today, in days.</summary>
    public const int LongestDays = 180;

    public static IEnumerable<PolicyFault> Faults(PolicyCatalog catalog, DateOnly today) => catalog.EffectivePolicies
        .SelectMany(policy => policy.Attribution.Signatures).Where(rule => rule.Until is not null)
        .Select(rule => (rule, Fault: rule.IsExpired(today) ? $"expired on {Day(rule.Until!.Value)}: remove the bypass, or say again why it is needed"
            : rule.Until > today.AddDays(LongestDays) ? $"ends on {Day(rule.Until!.Value)}: expected at most {LongestDays} days from today" : null))
        .Where(found => found.Fault is not null)
        .Select(found => new PolicyFault(found.rule.Position.File, found.rule.Position.Line, $"signatures.{found.rule.Name}.until", found.Fault!)).Distinct();

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
