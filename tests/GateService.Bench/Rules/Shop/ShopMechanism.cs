using GateService.Bench.Worlds.Shop;
using GateService.Core.Policies;

namespace GateService.Bench.Rules.Shop;

/// <summary>A mechanism of attribution, and worlds in which it is for something.</summary>
/// <param name="Name">In words.</param>
/// <param name="Off">All mechanisms but this one.</param>
/// <param name="Worlds">Where it is looked at.</param>
internal sealed record ShopMechanism(string Name, Mechanisms Off, IReadOnlyList<ShopWorld> Worlds)
{
    /// <summary>Differences below this many points of a hundred are none.</summary>
    private const double Told = 0.03;

    public static IReadOnlyList<ShopMechanism> All { get; } =
    [
        new("corroboration", new() { Corroboration = false }, [ShopWorlds.LateAddress, ShopWorlds.MoreThanItsShare]),
        new("excess", new() { Excess = false }, [ShopWorlds.ShortTimeout, ShopWorlds.WrongAddress]),
        new("amplification guard", new() { Amplification = false }, [ShopWorlds.Overload, ShopWorlds.RetryStorm]),
        new("giving up sooner", new() { GivingUp = false }, [ShopWorlds.ShortTimeoutInOutage]),
        new("dose and response", new() { DoseResponse = false }, [ShopWorlds.Locks, ShopWorlds.OutageAtStart]),
        new("unresolved counts", new() { Unresolved = false }, [ShopWorlds.LateAddress, ShopWorlds.MoreThanItsShare]),
        new("witnesses", new() { Witnesses = false }, [ShopWorlds.AloneInOutage]),
        new("no control, no excuse", new() { AloneCounts = false }, [ShopWorlds.AloneWithWrongAddress]),
        new("emergency gate counts all", new() { EmergencyCountsAll = false }, [ShopWorlds.Unreachable]),
        new("bets after first sight", new() { BetsAfterFirstSight = false }, [ShopWorlds.RareBatches]),
        new("shared budget", new() { SharedBudget = false }, [ShopWorlds.RareBatches]),
    ];

    /// <summary>What is worse without it, from what was measured.</summary>
    /// <param name="world">With its right verdict.</param>
    /// <param name="all">With every mechanism.</param>
    /// <param name="without">Without this one.</param>
    public static string Difference(ShopWorld world, ShopTally all, ShopTally without)
    {
        var later = without.Failures.Median - all.Failures.Median;
        List<string> said =
        [
            .. world.Right is Right.Fail or Right.Hold && without.Passed - all.Passed > Told ? [$"{Points(without.Passed - all.Passed)} more are promoted"] : Array.Empty<string>(),
            .. world.Right == Right.Fail && all.Failed - without.Failed > Told && without.Held - all.Held > Told ? [$"{Points(without.Held - all.Held)} are only held"] : Array.Empty<string>(),
            .. world.Right != Right.Fail && without.Failed - all.Failed > Told ? [$"{Points(without.Failed - all.Failed)} more good ones are failed"] : Array.Empty<string>(),
            .. world.Right is Right.Pass or Right.NotFail && all.Held - without.Held > Told ? [$"nothing: {Points(all.Held - without.Held)} fewer are held, its price"] : Array.Empty<string>(),
            .. world.Right == Right.Fail && later >= 1 ? [FormattableString.Invariant($"{later:0.#} minutes later")] : Array.Empty<string>(),
            .. without.Wrong - all.Wrong > Told ? [$"{Points(without.Wrong)} of the errors are given a wrong origin"] : Array.Empty<string>(),
        ];
        return said.Count > 0 ? string.Join("; ", said) : "nothing that can be seen here";
    }

    private static string Points(double share) => ShopTally.Percent(share) + " %";
}
