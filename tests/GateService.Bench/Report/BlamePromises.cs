using GateService.Bench.Rules.Shop;
using GateService.Bench.Sections;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;
using GateService.Bench.Worlds.Shop;

namespace GateService.Bench.Report;

/// <summary>Targets of attribution, beside what was measured.</summary>
internal static class BlamePromises
{
    private const double Enough = 95;

    /// <summary>Where a handful of errors is one event.</summary>
    private const double Clustered = 90;

    private const string Calm = "independent errors";

    public static IEnumerable<Promise> Of(Simulator simulator)
    {
        var all = BlameSection.Worlds.Select(world => (World: world, Ours: BlameSection.Ours(simulator, world))).ToList();
        var calm = all.Where(cell => cell.World.Noise == Noise.Iid).ToList();
        var noisy = all.Except(calm).ToList();

        yield return MustShow.AtMost("a shared outage, or nothing, failed (scenarios 1, 4, 5, 10, 11, 15, 19, 20, 22, 25)", 1, Tallies(all.Where(cell => cell.World.Right != Right.Fail)));
        foreach (var must in ShopWorlds.MustFail)
        {
            yield return MustShow.Detected($"failed within ten minutes at 100 rps and 5 %: {must.What} ({Scenario(must)})", Enough, null, Tallies(calm.Where(cell => cell.World == must)));
        }

        yield return MustShow.Stated("apart: the same in clusters of 5 with jitter, in which a handful of errors is one event", Tallies(noisy.Where(cell => ShopWorlds.MustFail.Contains(cell.World with { Noise = Noise.Iid }))), isDetection: true);
        yield return MustShow.Stated("apart: the same, at 25 % of the traffic", Tallies(BlameSection.WithMoreTraffic.Select(world => (world, BlameSection.Ours(simulator, world)))), isDetection: true);

        yield return Labels($"classes of errors that get their true origin, all scenarios, {Calm}", calm, ours => ours.Right, Enough);
        yield return Labels("the same in clusters of 5 with jitter, with those that are probable", noisy, ours => ours.Right, Clustered) with { Before = Before.Measured("apart: in clusters of 5 with jitter") ?? "" };
        yield return Labels($"of the origins that are given, right, {Calm}", calm, ours => ours.Right / (1 - ours.Undetermined), Enough);
        yield return Labels("apart: of the origins that are given, in clusters of 5 with jitter", noisy, ours => ours.Right / (1 - ours.Undetermined)) with { Before = Before.Measured("apart: in clusters of 5 with jitter", 1) ?? "" };
        yield return Excused(all.Where(cell => cell.World.Right == Right.Fail).Select(cell => cell.Ours).ToList());
        yield return Accepted();
        yield return WrongSide();
    }

    private static IEnumerable<(string, Tally)> Tallies(IEnumerable<(ShopWorld World, ShopTally Ours)> cells) => cells.Select(cell => (cell.World.Name, cell.Ours.Failures));

    private static string Scenario(ShopWorld world) => world.Number == "-" ? "ours" : $"scenario {world.Number}";

    /// <summary>Of all errors together; scenario by scenario, and the worst.</summary>
    private static Promise Labels(string what, IReadOnlyList<(ShopWorld World, ShopTally Ours)> cells, Func<ShopTally, double?> share, double? enough = null)
    {
        var known = cells.Where(cell => cell.Ours.Labelled > 0).Select(cell => (cell.World, Share: share(cell.Ours) ?? 0)).ToList();
        var together = share(new ShopTally([.. cells.SelectMany(cell => cell.Ours.Outcomes)])) ?? 0;
        var worst = known.MinBy(cell => cell.Share);
        return new Promise(
            what,
            enough is null ? "" : FormattableString.Invariant($"≥ {enough:0} % of errors"),
            $"{ShopTally.Percent(together)} %; mean of {known.Count} scenarios {ShopTally.Percent(known.Average(cell => cell.Share))} %, worst {ShopTally.Percent(worst.Share)} % ({worst.World.Number} {worst.World.What})",
            enough is null ? null : 100 * together >= enough)
        { Why = "see [What it does not reach](#what-it-does-not-reach)" };
    }

    private static Promise Excused(List<ShopTally> bad)
    {
        var wrong = bad.Sum(ours => ours.Wrong * ours.Labelled) / bad.Sum(ours => ours.Labelled);
        return new Promise(
            "errors of a bad canary given a wrong origin: its own excused, or a dependency's held against it", "≤ 1 % of errors",
            FormattableString.Invariant($"{100 * wrong:0.00} % of {bad.Sum(ours => ours.Labelled):#,0}, the worst of {bad.Count} cells {100 * bad.Max(ours => ours.Wrong):0.00} %"), wrong <= 0.01)
        { Why = "see [Whose fault is it](#whose-fault-is-it)" };
    }

    private static Promise Accepted()
    {
        var (accepted, all) = (RealCase.All.Count(real => real.IsAcceptable), RealCase.All.Count);
        return new Promise("real faults: verdicts that an expert accepts", "all", $"{accepted} of {all}", accepted == all) { Why = "see [Real faults](#real-faults-of-real-systems)" };
    }

    private static Promise WrongSide()
    {
        var wrong = RealCase.All.Sum(real => real.Wrong);
        return new Promise("real faults: failed requests booked on the wrong side", "0", FormattableString.Invariant($"{wrong:0} of {RealCase.All.Sum(real => real.Errors):#,0}"), wrong <= 0)
        { Why = "see [Real faults](#real-faults-of-real-systems)" };
    }
}
