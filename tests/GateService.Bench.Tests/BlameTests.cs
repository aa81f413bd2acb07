using GateService.Bench.Rules.Shop;
using GateService.Bench.Sections;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds.Shop;
using GateService.Core.Policies;

namespace GateService.Bench.Tests;

/// <summary>A few cells of "Whose fault is it" and of what each mechanism is for, with fewer rollouts.</summary>
public sealed class BlameTests
{
    private const int Rollouts = 20;

    [Fact]
    public void A_shared_outage_is_not_failed_and_its_errors_are_upstream()
    {
        var ours = Play(ShopWorlds.SharedOutage, Mechanisms.All);

        ours.Failed.ShouldBe(0);
        ours.Right.ShouldNotBeNull().ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public void What_the_canary_does_to_itself_and_to_its_dependencies_is_failed()
    {
        foreach (var world in ShopWorlds.MustFail)
        {
            Play(world, Mechanisms.All).Failed.ShouldBeGreaterThan(0.9, world.Name);
        }
    }

    [Fact]
    public void Excluding_what_names_a_dependency_promotes_what_overloads_it()
    {
        var fails = ShopRivals.Of(ShopWorlds.Overload);
        var naive = ShopRivals.Names.Index().Single(rule => rule.Item == "exclude upstream").Index;

        for (var rollout = 0; rollout < 5; rollout++)
        {
            fails(ShopRollout.Play(GateService.Bench.Chance.Dice.Of(ShopWorlds.Overload.Name, rollout), ShopWorlds.Overload))[naive].ShouldBeFalse();
        }
    }

    /// <summary>Mechanisms whose last row of the document says that something breaks.</summary>
    [Fact]
    public void Without_a_mechanism_what_it_is_for_breaks()
    {
        foreach (var mechanism in ShopMechanism.All.Where(mechanism => mechanism.Name is not ("bets after first sight" or "shared budget")))
        {
            var (all, without) = (Play(mechanism.Worlds[0], Mechanisms.All), Play(mechanism.Worlds[0], mechanism.Off));

            ShopMechanism.Difference(mechanism.Worlds[0], all, without).ShouldNotStartWith("nothing", customMessage: mechanism.Name);
        }
    }

    private static ShopTally Play(ShopWorld world, Mechanisms mechanisms) =>
        BlameSection.Ours(new Simulator(1, TextWriter.Null), world, ShopPolicy.Attribution with { Mechanisms = mechanisms }, "ours", Rollouts);
}
