using System.Globalization;
using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>Constants were chosen while the document's draws were looked at: the same worlds with draws that nobody looked at.</summary>
internal static class SeedsSection
{
    private const int HealthyRollouts = 1000;
    private const int DetectionRollouts = 200;
    private static readonly IReadOnlyList<int> Seeds = [1, 2];
    private static readonly IReadOnlyList<int> Several = [10, 3];

    public static Section Section { get; } = new("seeds", "Other draws of the same worlds", simulator =>
        $"""
        The judge's constants were chosen while the tables of this document were looked at. These are the same worlds with other random numbers, under ours alone: of each healthy world {simulator.Runs(HealthyRollouts):#,0} rollouts,
        of each bad one {simulator.Runs(DetectionRollouts):#,0}. *Mean* is over all cells of a row, each counted alike; *worst* is the largest of so many, chance included: of so few rollouts one in a hundred is ±{Error(simulator)}.
        Single tables of another draw: `-- seed=1 healthy`.

        {Markdown.Table(["worlds", "cells", .. Seeds.Select(seed => FormattableString.Invariant($"seed {seed}"))], Rows(simulator))}
        """);

    private static IEnumerable<IReadOnlyList<string>> Rows(Simulator simulator)
    {
        IReadOnlyList<Simulator> draws = [.. Seeds.Select(simulator.OfSeed)];
        yield return Row("healthy, three and ten pods: failed", draws, draw => FalseAborts(draw, Several, Cells.HealthyWorlds), Failed);
        yield return Row("healthy, one pod: failed", draws, draw => FalseAborts(draw, [1], Cells.HealthyWorlds), Failed);
        yield return Row("sticky tenant, three and ten pods: failed", draws, draw => FalseAborts(draw, Several, Cells.TenantWorlds), Failed);
        yield return Row("sticky tenant, one pod: failed", draws, draw => FalseAborts(draw, [1], Cells.TenantWorlds), Failed);
        yield return Row("all gates of a policy together, errors in twenties: failed", draws, draw => [.. FamilySection.InTwenties(draw)], Failed);
        yield return Row("errors: minutes to detect", draws, draw => Detection(draw, _ => true), Minutes);
        foreach (var pods in Cells.Pods)
        {
            yield return Row(FormattableString.Invariant($"of these: {pods} stable pod{(pods == 1 ? "" : "s")}"), draws, draw => Detection(draw, world => world.Pods == pods), Minutes);
        }
    }

    private static IReadOnlyList<string> Row(string what, IReadOnlyList<Simulator> draws, Func<Simulator, IReadOnlyList<(string World, Tally Tally)>> cells, Func<IReadOnlyList<(string World, Tally Tally)>, string> say)
    {
        var all = draws.Select(cells).ToList();
        return [what, all[0].Count.ToString(CultureInfo.InvariantCulture), .. all.Select(say)];
    }

    private static IReadOnlyList<(string World, Tally Tally)> FalseAborts(Simulator draw, IReadOnlyList<int> pods, Func<int, IEnumerable<ErrorWorld>> worlds) =>
        [.. pods.SelectMany(worlds).Select(world => (world.Name, Alone(draw, world, HealthyRollouts)))];

    private static IReadOnlyList<(string World, Tally Tally)> Detection(Simulator draw, Func<ErrorWorld, bool> isMeant) =>
        [.. MinutesSection.Regressions.Where(isMeant).Select(world => (world.Name, Alone(draw, world, DetectionRollouts)))];

    private static Tally Alone(Simulator draw, ErrorWorld world, int rollouts) => draw.Run(world, [Ours.Floor(world)], rollouts)[Ours.Name];

    /// <summary>Two standard errors of one in a hundred healthy rollouts, in percent.</summary>
    private static string Error(Simulator simulator) => (200 * Math.Sqrt(0.01 * 0.99 / simulator.Runs(HealthyRollouts))).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Failed(IReadOnlyList<(string World, Tally Tally)> cells)
    {
        var worst = cells.MaxBy(cell => cell.Tally.Share);
        return string.Create(CultureInfo.InvariantCulture, $"mean {100 * cells.Average(cell => cell.Tally.Share):0.00} %, worst {worst.Tally.Percent} % ({worst.World})");
    }

    private static string Minutes(IReadOnlyList<(string World, Tally Tally)> cells)
    {
        var (median, nineInTen) = Tally.Of([.. cells.Select(cell => cell.Tally)]);
        return string.Create(CultureInfo.InvariantCulture, $"median {Tally.Say(median)}, nine in ten {Tally.Say(nineInTen)}; {100 * cells.Average(cell => cell.Tally.Share):0.0} % failed");
    }
}
