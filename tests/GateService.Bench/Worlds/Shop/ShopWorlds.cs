using GateService.Core.Requests;

namespace GateService.Bench.Worlds.Shop;

/// <summary>Scenarios 1 to 11, 15, 19, 20, 22 and 25 of the field survey with the simulator's numbers, and what is needed to see what each mechanism is for.</summary>
internal static class ShopWorlds
{
    public static ShopWorld Healthy { get; } = new("1", "quiet and healthy", Right.Pass, (_, _) => new());

    public static ShopWorld OwnRegression { get; } = new("2", "own errors 1 %", Right.Fail, (_, canary) => new() { OwnErrors = canary ? 0.01 : 0 });

    public static ShopWorld TotalFailure { get; } = new("3", "dead in minutes 3 and 4", Right.Fail, (t, canary) => new() { OwnErrors = canary && t is 3 or 4 ? 1 : 0 });

    public static ShopWorld OutageBefore { get; } = new("4", "payments-api fails 5 % of both since 8 minutes before", Right.Hold, (t, _) => new() { DependencyFailures = t >= -8 ? 0.05 : 0 })
    { Mode = GateMode.Preflight };

    public static ShopWorld SharedOutage { get; } = Outage("5", 0.09);

    public static ShopWorld HiddenRegression { get; } = new(
        "6", "own errors 1 % in an outage of 5 %", Right.Fail, (t, canary) => new() { DependencyFailures = t >= -8 ? 0.05 : 0, OwnErrors = canary && t >= 0 ? 0.01 : 0 });

    public static ShopWorld NPlusOne { get; } = new(
        "7", "4x the statements, own pool exhausted in 3 %", Right.Fail,
        (_, canary) => new() { DatabaseFailures = canary ? 0.03 : 0.0005, DatabaseCalls = canary ? 4 : 1 })
    { CanaryMadeItFail = true };

    /// <summary>The simulator's: six times the calls, after two minutes 9 % of both slices fail.</summary>
    public static ShopWorld Overload { get; } = Overloaded("8", 6, 0.09, 2);

    public static ShopWorld ShortTimeout { get; } = new(
        "9", "gives up after 0.2 s, not 2 s: 2 % are 504", Right.Fail,
        (_, canary) => new() { DependencyFailures = canary ? 0.02 : 0.0005, GivesUpAfter = canary ? 0.2 : 2 })
    { CanaryMadeItFail = true };

    public static ShopWorld ZoneSkew { get; } = Skewed("10", 0.065);

    public static ShopWorld RetryMasking { get; } = new("11", "2.6 tries a call, all succeed", Right.Pass, (_, canary) => new() { ExternalCalls = canary ? 2.6 : 1 });

    public static ShopWorld RetryStorm { get; } = new(
        "-", "3x the calls, payments-api fails 5 % of both from then on", Right.Fail, (t, canary) => new() { ExternalCalls = canary ? 3 : 1, DependencyFailures = t >= 0 ? 0.05 : 0 })
    { CanaryMadeItFail = true };

    public static ShopWorld NoTraffic { get; } = new("15", "no requests, stable busy", Right.Hold, (_, _) => new()) { Routed = 0 };

    /// <summary>Pods are slow for 90 s, the second begins 20 s after the first: of the minute after the warm-up two thirds.</summary>
    public static ShopWorld ColdStart { get; } = new("19", "slow for 90 s", Right.Pass, (t, canary) => new() { Cold = !canary || t > 1 ? (1, 0) : (12, t == 0 ? 1 : 0.67) });

    public static ShopWorld WrongShare { get; } = new("20", "4.4 times its share, worse clients", Right.Hold, (t, canary) => new() { OwnErrors = t < 0 ? 0.003 : canary ? 0.009 : 0.003 }) { Routed = 4.4 };

    public static ShopWorld BadClient { get; } = new("22", "one client's 40 errors in 20 s", Right.NotFail, (t, canary) => new() { BadClientRequests = canary && t == 4 ? 40 : 0 });

    public static ShopWorld Fix { get; } = new("25", "a fix: stable fails 8 %, the canary 1 %, http-fix", Right.Pass, (_, canary) => new() { OwnErrors = canary ? 0.01 : 0.08 }) { Weight = 50, IsFix = true };

    public static IReadOnlyList<ShopWorld> Survey { get; } =
    [
        Healthy, OwnRegression, TotalFailure,
        OutageBefore, OutageBefore with { Number = "4", What = "the same, started nevertheless", Mode = GateMode.Step, Right = Right.NotFail },
        SharedOutage, Outage("5", 0.05), HiddenRegression, NPlusOne, Overload, Overloaded("8", 4, 0.03, 0), ShortTimeout, ZoneSkew, RetryMasking, RetryStorm, NoTraffic, ColdStart,
        WrongShare, BadClient, Fix,
    ];

    /// <summary>What the canary does to its dependency and to itself: each must be failed.</summary>
    public static IReadOnlyList<ShopWorld> MustFail { get; } = [HiddenRegression, NPlusOne, ShortTimeout, RetryStorm, Overload];

    /// <summary>From minute 8 on the canary calls another address: two bad minutes are too few for a verdict of failure.</summary>
    public static ShopWorld LateAddress { get; } = new("-", "the canary's payments-api alone fails 15 % from minute 8", Right.Hold, (t, canary) => new() { DependencyFailures = canary && t >= 8 ? 0.15 : 0 })
    { CanaryMadeItFail = true };

    /// <summary>More than its share, and less than the margin shows within ten minutes.</summary>
    public static ShopWorld MoreThanItsShare { get; } = new(
        "-", "a lost retry in an outage: payments-api fails 5 % of stable and 9 % of the canary", Right.Hold, (t, canary) => new() { DependencyFailures = t < -8 ? 0 : canary ? 0.09 : 0.05 })
    { CanaryMadeItFail = true };

    public static ShopWorld WrongAddress { get; } = new(
        "-", "another address: payments-api fails 1.5 % of the canary", Right.Fail, (_, canary) => new() { DependencyFailures = canary ? 0.015 : 0.0005 })
    { CanaryMadeItFail = true };

    /// <summary>Who waits less long than the other fails where both would; only somewhat more often.</summary>
    public static ShopWorld ShortTimeoutInOutage { get; } = new(
        "-", "a slow payments-api: 6 % of stable give up after 2 s, 6.5 % of the canary after 0.2 s", Right.Hold,
        (t, canary) => new() { DependencyFailures = t < -8 ? 0 : canary ? 0.065 : 0.06, GivesUpAfter = canary ? 0.2 : 2 })
    { CanaryMadeItFail = true };

    /// <summary>What calls per request do not show: larger requests, locks.</summary>
    public static ShopWorld Locks { get; } = new("-", "the canary's locks: payments-api fails 5 % of both from minute 0, calls as ever", Right.Hold, (t, _) => new() { DependencyFailures = t >= 0 ? 0.05 : 0 })
    { CanaryMadeItFail = true };

    public static ShopWorld OutageAtStart { get; } = new("-", "an outage of its own that happens to begin then: 5 % of both from minute 1", Right.NotFail, (t, _) => new() { DependencyFailures = t >= 1 ? 0.05 : 0 });

    public static ShopWorld AloneInOutage { get; } = new("-", "blue/green, payments-api fails 9 % of everybody, another service calls it too", Right.NotFail, (t, _) => new() { DependencyFailures = t >= -8 ? 0.09 : 0 })
    { Strategy = Strategy.BlueGreen, HasWitnesses = true, Weight = 100 };

    public static ShopWorld AloneWithWrongAddress { get; } = new("-", "blue/green, another address: payments-api fails 9 % of the canary", Right.Fail, (_, canary) => new() { DependencyFailures = canary ? 0.09 : 0 })
    { Strategy = Strategy.BlueGreen, Weight = 100, CanaryMadeItFail = true };

    public static ShopWorld Unreachable { get; } = new("-", "another address that answers nothing: all of the canary's requests fail", Right.Fail, (_, canary) => new() { DependencyFailures = canary ? 1 : 0 })
    { CanaryMadeItFail = true };

    /// <summary>An account is opened by its first batch of errors, wherever that falls.</summary>
    public static ShopWorld RareBatches { get; } = new("-", "healthy, payments-api and the database fail 0.1 % in batches of 20", Right.Pass, (_, _) => new() { DependencyFailures = 0.001, DatabaseFailures = 0.001 })
    { Noise = Noise.ClustersOf20 };

    /// <summary>Both slices alike, from minute 3 on.</summary>
    public static ShopWorld Outage(string number, double share) => new(
        number, FormattableString.Invariant($"payments-api fails {100 * share:0.#} % of both from minute 3"), Right.NotFail, (t, _) => new() { DependencyFailures = t >= 3 ? share : 0 });

    /// <summary>The canary's zone is hit harder.</summary>
    public static ShopWorld Skewed(string number, double canaryShare) => new(
        number, FormattableString.Invariant($"payments-api fails 5 % of stable and {100 * canaryShare:0.#} % of the canary"), Right.NotFail,
        (t, canary) => new() { DependencyFailures = t < 3 ? 0 : canary ? canaryShare : 0.05 });

    private static ShopWorld Overloaded(string number, double calls, double share, int from) => new(
        number, FormattableString.Invariant($"{calls}x the calls, payments-api fails {100 * share:0.#} % of both from minute {from}"), Right.Fail,
        (t, canary) => new() { ExternalCalls = canary ? calls : 1, DependencyFailures = t >= from ? share : 0 })
    { CanaryMadeItFail = true };
}
