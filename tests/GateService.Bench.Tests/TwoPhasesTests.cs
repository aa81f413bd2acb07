using System.Globalization;
using GateService.Bench.Chance;
using GateService.Bench.Rules.Shop;
using GateService.Bench.Worlds;
using GateService.Bench.Worlds.Shop;
using GateService.Core.Verdicts;

namespace GateService.Bench.Tests;

/// <summary>What explains errors and time is asked only where something is left open, and the verdict is the one that asking everything at once gives.</summary>
public sealed class TwoPhasesTests
{
    private static readonly ShopWorld[] Known =
    [
        .. ShopWorlds.Survey, ShopWorlds.LateAddress, ShopWorlds.MoreThanItsShare, ShopWorlds.WrongAddress, ShopWorlds.ShortTimeoutInOutage, ShopWorlds.Locks, ShopWorlds.OutageAtStart,
        ShopWorlds.AloneInOutage, ShopWorlds.AloneWithWrongAddress, ShopWorlds.Unreachable, ShopWorlds.RareBatches,
    ];

    [Fact]
    public async Task Every_world_of_the_shop_gets_the_same_verdict_and_the_same_words_for_it()
    {
        foreach (var world in Known)
        {
            await CompareAsync(world, rollouts: 4);
        }
    }

    /// <summary>A little of everything, around the floor and the limits, where leaving a question out could matter most.</summary>
    [Fact]
    public async Task Random_worlds_get_the_same_verdict()
    {
        var random = new Random(20261129);
        for (var i = 0; i < 150; i++)
        {
            await CompareAsync(Random(random, i), rollouts: 1);
        }
    }

    /// <summary>Half of a healthy service's errors are its own, the rest its dependencies': under the floor of what matters, and nobody need ask about them.</summary>
    [Fact]
    public async Task A_healthy_rollout_is_mostly_explained_by_its_counts_alone_and_an_ill_one_never()
    {
        (await OpenedAsync(ShopWorlds.Healthy)).ShouldBeLessThan(0.35);
        foreach (var world in new[] { ShopWorlds.HiddenRegression, ShopWorlds.NPlusOne, ShopWorlds.ShortTimeout, ShopWorlds.RetryStorm, ShopWorlds.Overload, ShopWorlds.SharedOutage })
        {
            (await OpenedAsync(world)).ShouldBe(1, world.What);
        }
    }

    private static async Task<double> OpenedAsync(ShopWorld world)
    {
        const int Rollouts = 40;
        var (gate, opened) = (new ShopGate(world, ShopPolicy.Attribution), 0);
        for (var rollout = 0; rollout < Rollouts; rollout++)
        {
            opened += (await gate.AskAsync(ShopRollout.Play(Dice.Of(world.Name, rollout), world), ShopWorld.Minutes, isAllAskedAtOnce: false)).Open.Errors ? 1 : 0;
        }

        return (double)opened / Rollouts;
    }

    private static async Task CompareAsync(ShopWorld world, int rollouts)
    {
        var gate = new ShopGate(world, ShopPolicy.Attribution);
        for (var i = 0; i < rollouts; i++)
        {
            var rollout = ShopRollout.Play(Dice.Of(world.Name, i), world);
            foreach (var minutes in new[] { 3, 6, ShopWorld.Minutes })
            {
                var (whole, _) = await gate.AskAsync(rollout, minutes, isAllAskedAtOnce: true);
                var (phased, open) = await gate.AskAsync(rollout, minutes, isAllAskedAtOnce: false);
                var where = string.Create(CultureInfo.InvariantCulture, $"{world.Number} {world.What}, rollout {i}, minute {minutes}, asked {open}: {whole.Summary}");

                phased.Verdict.ShouldBe(whole.Verdict, where);
                if (whole.Verdict != Verdict.Pass)
                {
                    (phased.Summary, phased.Blame).ShouldBe((whole.Summary, whole.Blame), where);
                }
            }
        }
    }

    private static ShopWorld Random(Random random, int number)
    {
        var (own, dependency, database, onset) = (Some(0.004), Some(0.006), Some(0.003), random.Next(-8, 9));
        var (canaryOwn, canaryDependency, calls, statements) = (own * Times(), dependency * Times(), random.Next(3) == 0 ? 1 + (3 * random.NextDouble()) : 1, random.Next(4) == 0 ? 3 : 1);
        var (givesUp, weights) = (random.Next(4) == 0 ? 0.3 : 2, new[] { 5.0, 10, 25, 50 });
        return new ShopWorld(string.Create(CultureInfo.InvariantCulture, $"random {number}"), "a little of everything", Right.Hold, (t, canary) => new()
        {
            OwnErrors = canary ? canaryOwn : own,
            DependencyFailures = t < onset ? 0.0005 : canary ? canaryDependency : dependency,
            DatabaseFailures = canary ? database * statements : database,
            ExternalCalls = canary ? calls : 1,
            DatabaseCalls = canary ? statements : 1,
            GivesUpAfter = canary ? givesUp : 2,
        })
        { Weight = weights[random.Next(weights.Length)], Noise = random.Next(3) == 0 ? Noise.ClustersOf20 : Noise.Iid };

        double Some(double most) => random.Next(2) == 0 ? most / 10 * random.NextDouble() : most * random.NextDouble();

        double Times() => random.Next(3) switch { 0 => 1, 1 => 1 + random.NextDouble(), _ => 4 * random.NextDouble() };
    }
}
