using GateService.Bench.Report;
using GateService.Bench.Rules.Shop;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds.Shop;
using GateService.Core.Policies;

namespace GateService.Bench.Sections;

/// <summary>Each mechanism of attribution left out in turn, where it is for something.</summary>
internal static class AblationSection
{
    private const int Rollouts = 500;

    public static Section Section { get; } = new("ablation", "What each mechanism is for", simulator =>
        $"""
        Attribution with one mechanism left out, in the scenarios of the section before and in ones made for it: percent of {simulator.Runs(Rollouts):#,0} rollouts *failed / held / passed*, and of the
        canary's failed requests whose class gets its true origin. The last column says what the difference is. No policy can leave one out; the bench can.
        Where nothing is seen, the mechanism keeps α to what is promised however many accounts are opened, which is too rare to be seen in so few rollouts, the more so as no verdict rests on
        fewer than two or three bad minutes.

        {Markdown.Table(
            ["left out", "what happens", "right", "with all", "classes right", "**without it**", "classes right", "what breaks"],
            ShopMechanism.All.SelectMany(mechanism => mechanism.Worlds.Select(world => Row(simulator, mechanism, world))))}
        """);

    private static IReadOnlyList<string> Row(Simulator simulator, ShopMechanism mechanism, ShopWorld world)
    {
        var all = Play(simulator, world, "ours", Mechanisms.All);
        var without = Play(simulator, world, $"without {mechanism.Name}", mechanism.Off);
        return [mechanism.Name, world.What, world.RightVerdict, Said(all), Right(all), Said(without), Right(without), ShopMechanism.Difference(world, all, without)];
    }

    private static ShopTally Play(Simulator simulator, ShopWorld world, string name, Mechanisms mechanisms) =>
        BlameSection.Ours(simulator, world, ShopPolicy.Attribution with { Mechanisms = mechanisms }, name, Rollouts);

    private static string Said(ShopTally tally) => tally.Failures.Median is { } median ? $"{tally.Verdicts} (minute {Tally.Say(median)})" : tally.Verdicts;

    private static string Right(ShopTally tally) => tally.Right is { } right ? ShopTally.Percent(right) : "-";
}
