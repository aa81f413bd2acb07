using static GateService.Bench.Worlds.Shop.ShopError;

namespace GateService.Bench.Worlds.Shop;

/// <summary>Kinds of wrong found in whole rollouts that the authors had not seen (issue 17), with the numbers of those rollouts: harm beside what only looks like it.</summary>
internal static class ShopKinds
{
    private const string BlindSpots = "BlindSpotCases";
    private const string StableHarm = "StableHarmCases";
    private const string Worse = "WorseCases";
    private const string Origins = "OriginCases";
    private const string SmallService = "a small service, three steps";

    public static IReadOnlyList<ShopKind> All { get; } =
    [
        new("falls silent", BlindSpots,
        [
            Of("reports nothing from minute 6 on, stable busy", Right.Hold, (t, canary) => new() { IsSilent = canary && t >= 6 }),
            Of("reports nothing in minutes 4 to 6, then again", Right.Hold, (t, canary) => new() { IsSilent = canary && t is >= 4 and < 7 }),
            Of("both versions report nothing from minute 6 on", Right.Hold, (t, _) => new() { IsSilent = t >= 6 }),
            Of("both versions report nothing in minutes 5 and 6", Right.Pass, (t, _) => new() { IsSilent = t is 5 or 6 }),
            Of("half of the traffic from minute 6 on", Right.Pass, (t, _) => new() { Traffic = t >= 6 ? 0.5 : 1 }),
        ]),
        new("breaks stable", StableHarm,
        [
            Of("stable fails 5 % from minute 1 on, the canary is well", Right.Hold, (t, canary) => new() { OwnErrors = !canary && t >= 1 ? 0.05 : 0 }),
            Of("stable is twice as slow from minute 1 on, the canary is not", Right.Hold, (t, canary) => new() { Slowness = !canary && t >= 1 ? 2 : 1 }),
            Of("stable fails 8 % and did before, the canary is well", Right.Pass, (_, canary) => new() { OwnErrors = canary ? 0 : 0.08 }),
            Of("one of stable's minutes before was as bad, and one is now", Right.Pass, (t, canary) => new() { OwnErrors = !canary && t is -30 or -29 or -28 or 5 ? 0.05 : 0 }),
        ]),
        new("worse than stable within the limit", Worse,
        [
            Of("1.6 times as slow: p95 357 ms, 1.5 s may be", Right.Fail, (_, canary) => new() { Slowness = canary ? 1.775 : 1 }),
            Of("its query plan: half of the requests wait 0.6 s for the database", Right.Fail, (_, canary) => new() { Waits = canary ? (0.6, 0.5) : default }),
            Of("1.15 times as slow: p95 258 ms", Right.Pass, (_, canary) => new() { Slowness = canary ? 1.2 : 1 }),
        ]),
        new("its median alone", Worse,
        [
            Of("three times the median on some 40 requests, 20 are enough", Right.NotPass, (_, canary) => new() { Slowness = canary ? 4.4 : 1 }) with { RequestsPerSecond = 1.4, LooksAtMedian = true },
            Of("the same median on some 40 requests, 20 are enough", Right.NotFail, (_, _) => new()) with { RequestsPerSecond = 1.4, LooksAtMedian = true },
        ]),
        new("fails at once", Worse,
        [
            Of("half of its requests fail from minute 6 on", Right.Fail, (t, canary) => new() { OwnErrors = canary && t >= 6 ? 0.5 : 0 }) with { OnsetMinute = 6 },
            Of("half of its requests fail in minute 6, at a weight of 25 %", Right.Fail, (t, canary) => new() { OwnErrors = canary && t == 6 ? 0.5 : 0 }) with { Weight = 25, OnsetMinute = 6 },
            Of("half of its requests fail in minute 4 alone", Right.NotPass, (t, canary) => new() { OwnErrors = canary && t == 4 ? 0.5 : 0 }) with { OnsetMinute = 4 },
            Of("one in fifty fails in minute 4 alone", Right.NotFail, (t, canary) => new() { OwnErrors = canary && t == 4 ? 0.02 : 0 }),
            Of("a client's 300 broken requests in minute 6, on top of 300", Right.NotFail, (t, canary) => new() { BadClientRequests = canary && t == 6 ? 300 : 0 }),
        ]),
        new("refuses good requests, or only bad ones", "RefusalCases",
        [
            Of("11 % answered 422, 1 % of stable's", Right.Fail, (_, canary) => new() { Refused = canary ? 0.11 : 0.01 }),
            Of("4 % answered 401, 1 % of stable's", Right.Fail, (_, canary) => new() { Mistakes = (Unauthorized, canary ? 0.04 : 0.01) }),
            Of("5 % GraphQL errors in a 200, 1.2 % of stable's", Right.Fail, (_, canary) => new() { Mistakes = (GraphQl, canary ? 0.05 : 0.012) }),
            Of("1 % answered 401 in both, as ever", Right.Pass, (_, _) => new() { Mistakes = (Unauthorized, 0.01) }),
            Of("3 % hung up (499) in both, as ever", Right.Pass, (_, _) => new() { Mistakes = (HungUp, 0.03) }),
            Of("1.2 % GraphQL errors in a 200 in both, as ever", Right.Pass, (_, _) => new() { Mistakes = (GraphQl, 0.012) }),
        ]),
        new("only the log knows", "LogCases",
        [
            Of("answers 200 and logs an error line for 3 %, stable for 0.3 %", Right.Fail, (_, canary) => new() { LogLines = canary ? 0.03 : 0.003 }) with { LooksAtLog = true },
            Of("both log an error line for 3 %, as ever", Right.Pass, (_, _) => new() { LogLines = 0.03 }) with { LooksAtLog = true },
        ]),
        new("no two messages alike", Origins,
        [
            Of("own errors 1.5 % in an outage of 6.5 %, an id in each message", Right.Fail, (t, canary) => new() { DependencyFailures = t >= -25 ? 0.065 : 0, OwnErrors = canary ? 0.015 : 0 }) with { VariesMessages = true },
            Of("payments-api fails 9 % of the canary alone, an id in each message", Right.Fail, (t, canary) => new() { DependencyFailures = canary ? 0.09 : 0 }) with { VariesMessages = true, CanaryMadeItFail = true },
            Of("payments-api fails 9 % of both, an id in each message", Right.NotFail, (t, _) => new() { DependencyFailures = t >= -25 ? 0.09 : 0 }) with { VariesMessages = true },
        ]),
        new("one class over two peers", Origins,
        [
            Of("payments-api fails 6 % of both, inventory-api 4.5 % of the canary", Right.Fail, (t, canary) => new() { DependencyFailures = t >= -25 ? 0.06 : 0, InventoryFailures = canary ? 0.045 : 0 }) with { Unreachable = Inventory },
            Of("payments-api fails 6 %, inventory-api 4.5 % of both", Right.NotFail, (t, _) => new() { DependencyFailures = t >= -25 ? 0.06 : 0, InventoryFailures = t >= -25 ? 0.045 : 0 }),
        ]),
        new("one trouble under two names", "OtherNameTests",
        [
            Of("payments-api fails 6.5 % of both, the canary says it by a class of its own", Right.NotFail, (t, canary) => Renamed(t, canary, 0.065)),
            Of("payments-api fails 6.5 % of stable, the canary 13 % by a class of its own", Right.Fail, (t, canary) => Renamed(t, canary, 0.13)),
        ]),
        new("unresolved errors", "UnresolvedErrorsTests",
        [
            ShopWorlds.LateAddress,
            Of("0.52 % fail in both with the dependency's few, 0.5 % may", Right.Pass, (_, _) => new() { OwnErrors = 0.0039, DependencyFailures = 0.0007 }) with { Weight = 50 },
            Of("a lost retry in an outage, in clusters: payments-api fails 5 % of stable and 9 % of the canary", Right.NotPass, (t, canary) => new() { DependencyFailures = t < -8 ? 0 : canary ? 0.09 : 0.05 })
                with { Noise = Noise.Noisy, IsWhole = true, CanaryMadeItFail = true },
            Of("some seven errors of a dependency, stable fails seven times as many of its own", Right.Pass, (_, canary) => new() { OwnErrors = canary ? 0 : 0.0045, DependencyFailures = canary ? 0.0005 : 0 }) with { Weight = 25 },
        ]),
        new("other clients", Worse,
        [
            Of("4.2 times its share, and a fifth of it fails", Right.Fail, (t, canary) => new() { OwnErrors = canary ? 0.2 : 0 }) with { Routed = 4.2 },
            ShopWorlds.WrongShare,
            Of("a new client on top: 7 times its share, a fifth of it fails", Right.Hold, (_, canary) => new() { OwnErrors = canary ? 0.2 : 0 }) with { Routed = 7, HasNewClients = true },
        ]),
        new("young pods", "YoungPodCases",
        [
            Of("three times as slow, and two pods more meanwhile", Right.Fail, (_, canary) => new() { Slowness = canary ? 3.6 : 1 }) with { CanaryLives = [(0, 10), (0, 10), (4, 10), (6, 10)] },
            Of("two pods more in minutes 4 and 6, each cold for 90 s", Right.Pass, (_, _) => new()) with { CanaryLives = [(0, 10), (0, 10), (4, 10), (6, 10)] },
            Of("a pod of two is new in minute 5 and cold for a minute", Right.Pass, (t, canary) => new() { Cold = canary && t == 5 ? (12, 0.5) : (1, 0) }),
        ]),
        new(SmallService, Worse,
        [
            .. Small.SelectMany(rate => new[]
            {
                Of("three times as slow", Right.NotPass, (_, canary) => new() { Slowness = canary ? 3.6 : 1 }) with { RequestsPerSecond = rate, IsWhole = true },
                Of("errors of 1 % become 5 %", Right.NotPass, (_, canary) => new() { OwnErrors = canary ? 0.05 : 0.01 }) with { RequestsPerSecond = rate, IsWhole = true },
                Of("quiet and healthy", Right.NotFail, (_, _) => new()) with { RequestsPerSecond = rate, IsWhole = true },
            }),
        ]),
    ];

    /// <summary>Five and ten requests a second.</summary>
    public static ShopKind SmallServices => All.Single(kind => kind.Name == SmallService);

    /// <summary>What is not judged as a perfect gate would, and is said to be so in docs/judging.md.</summary>
    public static IReadOnlyList<ShopWorld> KnownLimits { get; } =
    [
        Of("an unnamed 500 fails 8 % of both in minutes 4 to 8", Right.NotFail, (t, _) => new() { OwnErrors = t is >= 4 and < 9 ? 0.08 : 0 }),
        ShopWorlds.OutageAtStart,
        Of("own errors 0.3 %, stable has 0.06 %", Right.Fail, (_, canary) => new() { OwnErrors = canary ? 0.0024 : 0 }) with { RequestsPerSecond = 20 },
        Of("1.23 times as slow as stable: p95 275 ms, 290 ms would be over the floor", Right.NotPass, (_, canary) => new() { Slowness = canary ? 1.3 : 1 }),
        Of("a tenth of the requests answers 200 with nothing in it", Right.Fail, (_, _) => new()),
        Of("quiet and healthy, an order a second", Right.NotFail, (_, _) => new()) with { RequestsPerSecond = 1 },
        Of("the canary breaks one of stable's pods: a sixth of stable fails 30 %", Right.NotPass, (t, canary) => new() { OwnErrorsOfOnePod = !canary && t >= 1 ? 0.3 : 0 }),
    ];

    /// <summary>Whole rollouts in which nothing happens: who holds one holds it for nothing.</summary>
    public static IReadOnlyList<ShopWorld> Quiet { get; } =
    [
        .. from noise in Noises
           from rate in new double[] { 20, 100, 500 }
           select Whole("quiet and healthy", Right.Pass, (_, _) => new()) with { RequestsPerSecond = rate, Noise = noise },
        .. from noise in Noises
           from world in new[]
           {
               Whole("1 % answered 401 in both, as ever", Right.Pass, (_, _) => new() { Mistakes = (Unauthorized, 0.01) }),
               Whole("2.6 tries a call, all succeed", Right.Pass, (_, canary) => new() { ExternalCalls = canary ? 2.6 : 1 }),
               Whole("the canary's pods are slow for the first 90 s of each step", Right.Pass, (t, canary) => new() { Cold = canary && t % ShopWorld.Minutes is 0 or 1 ? (12, t % ShopWorld.Minutes == 0 ? 1 : 0.5) : (1, 0) }),
               Whole("stable fails 0.4 % by itself, and the canary alike", Right.Pass, (_, _) => new() { OwnErrors = 0.0034 }),
           }
           select world with { Noise = noise },
    ];

    /// <summary>Whole rollouts of a healthy canary in somebody else's trouble.</summary>
    public static IReadOnlyList<ShopWorld> Incidents { get; } =
    [
        .. from noise in Noises
           from world in new[]
           {
               Whole("payments-api fails 9 % of both in minutes 3 to 8", Right.NotFail, (t, _) => new() { DependencyFailures = t is >= 3 and < 8 ? 0.09 : 0 }),
               Whole("payments-api fails 5 % of both since 8 minutes before", Right.NotFail, (t, _) => new() { DependencyFailures = t >= -8 ? 0.05 : 0 }),
               Whole("payments-api fails 5 % of both from minute 14 on", Right.NotFail, (t, _) => new() { DependencyFailures = t >= 14 ? 0.05 : 0 }),
               Whole("the database fails 2 % of both in minutes 13 to 19", Right.NotFail, (t, _) => new() { DatabaseFailures = t is >= 13 and < 19 ? 0.02 : 0 }),
               Whole("half of both wait 0.3 s for the database in minutes 13 to 19", Right.NotFail, (t, _) => new() { Waits = t is >= 13 and < 19 ? (0.3, 0.5) : default }),
           }
           select world with { Noise = noise },
    ];

    /// <summary>Of <see cref="All"/>, what must be failed.</summary>
    public static IEnumerable<ShopWorld> Regressions => All.SelectMany(kind => kind.Worlds).Where(world => world.Right == Right.Fail);

    private static IEnumerable<Noise> Noises => [Noise.Iid, Noise.Noisy];

    private static IEnumerable<double> Small => [5, 10];

    /// <summary>Stable says an outage by the class of its client, the canary by one of its own.</summary>
    private static ShopSlice Renamed(int t, bool canary, double share) => new() { DependencyFailures = !canary && t >= -25 ? 0.065 : 0, OwnErrors = canary && t >= -25 ? share : 0 };

    private static ShopWorld Of(string what, Right right, Func<int, bool, ShopSlice> slice) => new("-", what, right, slice);

    private static ShopWorld Whole(string what, Right right, Func<int, bool, ShopSlice> slice) => Of(what, right, slice) with { IsWhole = true };
}
