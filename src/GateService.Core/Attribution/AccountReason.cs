using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Attribution;

/// <summary>The sentence of an account: who fails how much in both slices and what that means, and behind it the classes and counts it rests on.</summary>
internal static class AccountReason
{
    /// <summary>
    /// For example <c>payments-api fails 12 % of the canary's requests (stable 12 %): upstream, corroborated (HttpRequestException 503, 112 of 900 canary and 2,140 of 17,200 stable
    /// requests)</c>: what people read first stands in the first eighty characters, where Argo's UI cuts.
    /// </summary>
    /// <param name="finding">What was concluded.</param>
    /// <param name="tested">Of how long its counts are.</param>
    public static Statement Of(AccountFinding finding, TimeSpan tested) => new($"{Headline(finding)}: {Ground(finding)}")
    {
        Over = finding is { IsUnweighed: true, SeenSince: { } since } ? $"since {since:HH:mm}Z" : tested > TimeSpan.Zero ? $"{Durations.Say(tested)} of the rollout" : null,
        Counts = $"{What(finding.Account)}, {Counts(finding)}"
            + (finding.Decision == AccountDecision.BeganWithStep ? $"; an outage of its own falls that close with {Quantity.Say(finding.ChanceOfOnset ?? 0, Unit.Share)}" : ""),
    };

    /// <summary>Who fails how much, beside stable or whoever else calls it.</summary>
    private static string Headline(AccountFinding finding)
    {
        var (tested, account) = (Told(finding), finding.Account);
        var (unit, other) = finding.IsWitnessed ? ("calls", "other services'") : ("requests", "stable");
        var canary = Share(tested.CanaryBad, tested.CanaryExposure);
        var beside = tested.StableExposure > 0 ? $" ({other} {Share(tested.StableBad, tested.StableExposure)})" : "";
        return finding.Decision == AccountDecision.Amplified
            ? $"canary calls {account.Name} {(finding.CallRatio is { } times ? $"{Quantity.Times(times)} as often per request as" : "more often than")} stable, and overloads it: {canary} of its {unit} fail there{beside}"
            : account.Origin == SignatureOrigin.Dependency ? $"{account.Name} fails {canary} of the canary's {unit}{beside}"
            : $"{account.Name} errors in {canary} of the canary's {unit}{beside}";
    }

    /// <summary>What was put to the test; all that was seen where none of the canary's errors was.</summary>
    private static CountPair Told(AccountFinding finding) => finding.IsUnweighed ? finding.Seen : finding.Tested;

    private static string Share(double bad, double exposure) => Quantity.Say(exposure > 0 ? bad / exposure : 0, Unit.Share);

    /// <summary>The most frequent class stands for the account.</summary>
    private static string What(Account account)
    {
        var (first, others) = (account.Classes[0], account.Classes.Count - 1);
        return $"{Short(first)}{(others == 0 ? "" : $" and {others} more {(others == 1 ? "class" : "classes")}")}";
    }

    private static string Short(ErrorClass known) => known.Signature is { } signature ? (signature with { Message = null }).Said : "other errors";

    private static string Counts(AccountFinding finding)
    {
        var tested = Told(finding);
        var (unit, other) = finding.IsWitnessed ? ("calls", "other services'") : ("requests", "stable");
        return tested.StableExposure > 0
            ? $"{Quantity.Count(tested.CanaryBad)} of {Quantity.Count(tested.CanaryExposure)} canary and {Quantity.Count(tested.StableBad)} of {Quantity.Count(tested.StableExposure)} {other} {unit}"
            : $"{Quantity.Count(tested.CanaryBad)} of {Quantity.Count(tested.CanaryExposure)} canary {unit}";
    }

    private static string Ground(AccountFinding finding) => finding.Decision switch
    {
        AccountDecision.Excess => "self-inflicted, the canary has more of them than its share",
        AccountDecision.Amplified => "self-inflicted",
        AccountDecision.GivesUpSooner => "self-inflicted, the canary gives up sooner than stable",
        AccountDecision.Corroborated => $"{Whose(finding.Account)}, corroborated",
        AccountDecision.BeganWithStep when finding.Account.IsContended => $"suspected, it began in {(finding.IsShared ? "both slices" : "stable")} soon after a step of the canary, which may hold what both wait for",
        AccountDecision.BeganWithStep => $"suspected, it began in {(finding.IsShared ? "both slices" : "stable")} with a step of the canary",
        AccountDecision.CallsMore when finding.CallRatio is { } times => $"unresolved, the canary calls it {Quantity.Times(times)} as often per request",
        AccountDecision.CallsMore => "unresolved, the canary calls it more often",
        AccountDecision.CallsUnknown => "unresolved, New Relic did not say how often the canary calls it",
        AccountDecision.Suspicious => "unresolved, the canary may have more of them than its share",
        AccountDecision.NoControl => "unresolved, nothing beside the canary corroborates them",
        AccountDecision.Unsettled when finding is { IsUnweighed: true, Seen.StableExposure: <= 0 } => "unresolved, nothing beside the canary corroborates them",
        AccountDecision.Unsettled when finding is { IsUnweighed: true, IsProbablyUpstream: false } => finding.Tested.CanaryExposure > 0 ? "unresolved, all of them came at once, and not as many as stable's for certain" : "unresolved, none of them weighed yet",
        AccountDecision.Unsettled when finding.IsProbablyUpstream => $"unresolved, probably {Whose(finding.Account)} as stable has as many, but not for certain",
        AccountDecision.Unsettled => "unresolved, neither more than its share nor as many as stable's for certain",
        AccountDecision.TooFew when finding.IsProbablyUpstream => $"unresolved, too few to tell for certain, probably {Whose(finding.Account)} as stable has as many",
        AccountDecision.TooFew => "unresolved, too few to tell",
    };

    /// <summary>What is not the service's own is upstream's, its callers' or the platform's.</summary>
    private static string Whose(Account account) => account.Origin switch
    {
        SignatureOrigin.Client => "the callers'",
        SignatureOrigin.Platform => "the platform's",
        SignatureOrigin.Dependency or SignatureOrigin.Own or SignatureOrigin.Bypass => "upstream",
    };
}
