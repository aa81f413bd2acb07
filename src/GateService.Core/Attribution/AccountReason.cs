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
    /// <param name="until">When the last of its errors was over; null while they come.</param>
    public static Statement Of(AccountFinding finding, TimeSpan tested, DateTimeOffset? until = null) => new($"{Headline(finding, until)}: {Ground(finding)}")
    {
        Over = finding is { IsUnweighed: true, SeenSince: { } since } ? $"since {since:HH:mm}Z" : tested > TimeSpan.Zero ? $"{Durations.Say(tested)} of the rollout" : null,
        Counts = $"{What(finding)}, {Counts(finding)}"
            + (finding.Decision == AccountDecision.BeganWithStep ? $"; an outage of its own falls that close with {Quantity.Say(finding.ChanceOfOnset ?? 0, Unit.Share)}" : ""),
    };

    /// <summary>Who fails how much, beside stable or whoever else calls it.</summary>
    private static string Headline(AccountFinding finding, DateTimeOffset? until)
    {
        var (tested, account) = (Told(finding), finding.Account);
        var (unit, other) = finding.IsWitnessed ? ("calls", "other services'") : ("requests", "stable");
        var canary = Share(tested.CanaryBad, tested.CanaryExposure);
        var over = until is { } end ? $" until {end:HH:mm}Z" : "";
        var beside = tested.StableExposure > 0 ? $" ({other} {Share(tested.StableBad, tested.StableExposure)})" : "";
        return finding.Decision == AccountDecision.Amplified ? $"canary calls {Calls(finding)}: {canary} of its {unit} fail there{beside}"
            : account.Origin == SignatureOrigin.Dependency ? $"{account.Name} {(until is null ? "fails" : "failed")} {canary} of the canary's {unit}{over}{beside}"
            : IsOfItsOwn(finding) ? $"{Class(finding)} in {canary} of the canary's {unit}{over}{beside}"
            : $"{account.Name} errors in {canary} of the canary's {unit}{over}{beside}";
    }

    /// <summary>Whom the canary calls, and how much more often: agents count all calls of other services, or of datastores, together.</summary>
    private static string Calls(AccountFinding finding) => (finding.CallRatio, finding.CallsTogether) switch
    {
        ({ } times, null) => $"{finding.Account.Name} {Quantity.Times(times)} as often per request as stable, and overloads it",
        ({ } times, { } all) => $"{all} {Quantity.Times(times)} as often per request as stable, and overloads {finding.Account.Name}",
        (null, { } all) => $"{all}, which stable does not, and overloads {finding.Account.Name}",
        (null, null) => $"{finding.Account.Name}, which stable does not, and overloads it",
    };

    /// <summary>Both slices run on the same platform: what the canary has more of there it asks for itself.</summary>
    private static bool IsOfItsOwn(AccountFinding finding) => finding is { Decision: AccountDecision.Excess, Account.Origin: SignatureOrigin.Platform };

    /// <summary>What was put to the test; all that was seen where none of the canary's errors was.</summary>
    private static CountPair Told(AccountFinding finding) => finding.IsUnweighed ? finding.Seen : finding.Tested;

    private static string Share(double bad, double exposure) => Quantity.Say(exposure > 0 ? bad / exposure : 0, Unit.Share);

    /// <summary>The most frequent class stands for the account; of what the canary has more of the one that stable has not.</summary>
    private static string What(AccountFinding finding) => $"{Class(finding)}{(finding.Account.Classes.Count - 1 is var others and > 0 ? $" and {others} more {(others == 1 ? "class" : "classes")}" : "")}";

    private static string Class(AccountFinding finding) => Short(
        finding.Decision is AccountDecision.Excess or AccountDecision.Suspicious && finding is { Seen: { StableExposure: > 0 } seen, Account.Classes: var classes }
            ? classes.MaxBy(known => known.Surplus(seen.CanaryExposure / seen.StableExposure))!
            : finding.Account.Classes[0]);

    private static string Short(ErrorClass known) => known.Signature is { } signature ? (signature with { Message = null }).Said : "other errors";

    private static string Counts(AccountFinding finding)
    {
        var tested = Told(finding);
        var (unit, other) = finding.IsWitnessed ? ("calls", "other services'") : ("requests", "stable");
        return tested.StableExposure > 0
            ? $"{Whole(tested.CanaryBad)} of {Whole(tested.CanaryExposure)} canary and {Whole(tested.StableBad)} of {Whole(tested.StableExposure)} {other} {unit}"
            : $"{Whole(tested.CanaryBad)} of {Whole(tested.CanaryExposure)} canary {unit}";
    }

    /// <summary>Requests and calls are whole: what was asked in wide buckets, or told apart by a sample, is told as about so many.</summary>
    private static string Whole(double count) => Quantity.Count(count is > 0 and < 1 ? 1 : Math.Round(count));

    private static string Ground(AccountFinding finding) => finding.Decision switch
    {
        AccountDecision.Excess when IsOfItsOwn(finding) => "self-inflicted, stable runs on the same platform and has fewer: its own configuration, such as the name of a host",
        AccountDecision.Excess => "self-inflicted, the canary has more of them than its share",
        AccountDecision.Amplified => "self-inflicted",
        AccountDecision.GivesUpSooner when finding.CostsNothing => $"{Whose(finding.Account)}, the canary gives up sooner than stable, and fails fewer",
        AccountDecision.GivesUpSooner => "self-inflicted, the canary gives up sooner than stable",
        AccountDecision.Corroborated when finding.Tested.CanaryBad <= 0 => $"{Whose(finding.Account)}, and stable's alone",
        AccountDecision.Corroborated => $"{Whose(finding.Account)}, corroborated",
        AccountDecision.BeganWithStep when finding.Account.IsContended => $"suspected, it began in {(finding.IsShared ? "both slices" : "stable")} soon after a step of the canary, which may hold what both wait for",
        AccountDecision.BeganWithStep => $"suspected, it began in {(finding.IsShared ? "both slices" : "stable")} with a step of the canary",
        AccountDecision.CallsMore => (finding.CallRatio, finding.CallsTogether) switch
        {
            ({ } times, null) => $"unresolved, the canary calls it {Quantity.Times(times)} as often per request",
            ({ } times, { } all) => $"unresolved, the canary calls {all} {Quantity.Times(times)} as often per request",
            (null, { } all) => $"unresolved, the canary calls {all}, and stable does not",
            (null, null) => "unresolved, the canary calls it, and stable does not",
        },
        AccountDecision.FailsElsewhere => "unresolved, those of the canary that were traced failed at another of them than stable's",
        AccountDecision.CallsUnknown => "unresolved, New Relic did not say how often the canary calls it",
        AccountDecision.Suspicious when finding.IllPod is { } pod => $"suspicious, stable's pod {pod} has most of stable's, and the canary more than its other pods",
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
