using GateService.Bench.Chance;
using GateService.Bench.Report;
using GateService.Bench.Rules.Shop;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;
using GateService.Bench.Worlds.Shop;

namespace GateService.Bench.Sections;

/// <summary>Whose fault it is: the labelled scenarios of the field survey, with attribution and beside what is used today.</summary>
internal static class BlameSection
{
    public const int Rollouts = 400;

    private static readonly IReadOnlyList<Noise> Noises = [Noise.Iid, Noise.Noisy];

    public static Section Section { get; } = new("blame", "Whose fault is it", simulator =>
        $"""
        {string.Join('\n', Noises.Select(noise => $"### {noise.Name}\n\n{Table(simulator, noise)}"))}
        """);

    public static ShopTally Ours(Simulator simulator, ShopWorld world, int rollouts = Rollouts)
    {
        var gate = new ShopGate(world, ShopPolicy.Attribution);
        return new ShopTally(simulator.Run($"{world.Name}|ours", rollouts, run => gate.Judge(ShopRollout.Play(Dice.Of(world.Name, run), world))));
    }

    private static string Table(Simulator simulator, Noise noise) => Markdown.Table(
        ["#", "what happens", "right", "**ours**: failed / held / passed", "median minute", "classes right / undetermined", .. ShopRivals.Names],
        ShopWorlds.Survey.Select(world => Row(simulator, world with { Noise = noise })));

    private static IReadOnlyList<string> Row(Simulator simulator, ShopWorld world)
    {
        var ours = Ours(simulator, world);
        var fails = ShopRivals.Of(world);
        var rivals = simulator.Run($"{world.Name}|rivals", Rollouts, run => fails(ShopRollout.Play(Dice.Of(world.Name, run), world)));
        return
        [
            world.Number,
            world.What,
            world.Right.ToString(),
            ours.Verdicts,
            Tally.Say(ours.Failures.Median),
            ours.Right is { } right ? $"{ShopTally.Percent(right)} / {ShopTally.Percent(ours.Undetermined ?? 0)}" : "-",
            .. ShopRivals.Names.Select((_, rule) => ShopTally.Percent((double)rivals.Count(failed => failed[rule]) / rivals.Count)),
        ];
    }
}
