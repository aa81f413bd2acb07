using GateService.Bench.Report;
using GateService.Bench.Rules.Shop;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds.Shop;

namespace GateService.Bench.Sections;

/// <summary>Blind spots, and what looks like one: kinds of wrong that were found by playing whole rollouts.</summary>
internal static class KindSection
{
    private const int Rollouts = 400;

    public static Section Section { get; } = new("kinds", "Blind spots and needless holds", simulator =>
        $"""
        Each kind of wrong that was found by playing whole rollouts which the authors had not seen, as what does harm and as its harmless twin: the shop of the section before, by the shipped `http-default`
        (`http-logs` where it says log), asked every minute. A rollout of three steps ends where it is held. Percent of {simulator.Runs(Rollouts):#,0} rollouts; minutes from the onset, of which the first is warm-up
        where it begins with the rollout; *says how long* are those held whose answer says how much longer it takes to fail. *Before* is the judge of 2026-11-28 before it learnt of
        messy worlds, in the same worlds ([failed / held / passed](../../tests/GateService.Bench/Report/before-kinds.csv)). The others are told the limit, of errors: what is no error they cannot see.

        {string.Join('\n', ShopKinds.All.Select(kind => $"### {char.ToUpperInvariant(kind.Name[0])}{kind.Name[1..]}\n\nPlayed through simulator and service by `{kind.Played}`.\n\n{Table(simulator, kind.Worlds)}"))}
        ### Known limits

        What is not judged as a perfect gate would: each stands with its reason in [judging.md](../judging.md#known-limits).

        {Table(simulator, ShopKinds.KnownLimits)}
        """);

    public static ShopTally Ours(Simulator simulator, ShopWorld world) => BlameSection.Ours(simulator, world, ShopPolicy.Attribution, "ours", Rollouts);

    private static string Table(Simulator simulator, IReadOnlyList<ShopWorld> worlds) => Markdown.Table(
        ["what happens", "service", "right", "before", "**ours**: failed / held / passed", "median / nine in ten", "held for", "says how long", .. ShopRivals.Names],
        worlds.Select(world => Row(simulator, world)));

    private static IReadOnlyList<string> Row(Simulator simulator, ShopWorld world)
    {
        var (ours, fails) = (Ours(simulator, world), ShopRivals.Of(world));
        var rivals = simulator.Run($"{world.Name}|rivals", Rollouts, run => fails(ShopRollout.Play(simulator.Dice(world.Name, run), world)));
        return
        [
            world.What,
            FormattableString.Invariant($"{world.RequestsPerSecond} rps, {string.Join(", ", world.Steps)} %"),
            world.RightVerdict,
            BeforeKinds.Of(world),
            ours.Verdicts,
            $"{Tally.Say(ours.Failures.Median)} / {Tally.Say(ours.Failures.NineInTen)}",
            ours.HeldFor,
            ShopTally.Percent(ours.HeldSayingHowLong),
            .. ShopRivals.Names.Select((_, rule) => ShopTally.Percent((double)rivals.Count(failed => failed[rule]) / rivals.Count)),
        ];
    }
}
