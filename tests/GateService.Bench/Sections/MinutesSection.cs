using System.Globalization;
using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Rules.Shop;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;
using GateService.Bench.Worlds.Shop;

namespace GateService.Bench.Sections;

/// <summary>How soon regressions are seen, all of the bench together, and how often a healthy rollout is held.</summary>
internal static class MinutesSection
{
    private const int Rollouts = 300;

    public static Section Section { get; } = new("minutes", "Minutes to detect, and what is held", simulator =>
        $"""
        Minutes from the onset to the look that fails it, over all regressions of this document, each cell counted alike whatever its traffic; a rollout that is never failed took for ever, and a dash is for ever.
        *Cells' medians* are the medians of the tables' cells, the median and nine in ten of them, of the cells that the document before had too.

        {Markdown.Table(
            ["regressions", "cells", "failed, %", "**ours**: median", "nine in ten", "cells' medians before: median", "nine in ten", "the same now: median", "nine in ten"],
            Groups(simulator).Select(Row))}
        Whole rollouts of a healthy canary, three steps at 5, 25 and 50 % of ten minutes each, the last of which asks for proof: by the shipped `http-default`, {simulator.Runs(Rollouts):#,0} of each. *Held* is held at the end of
        any step.

        {Markdown.Table(
            ["", "what happens", "service", "noise", "before", "**ours**: failed / held / passed", "held for"],
            ShopKinds.Quiet.Select(world => Row(simulator, "no incident", world)).Concat(ShopKinds.Incidents.Select(world => Row(simulator, "an incident", world))))}
        """);

    /// <summary>Regressions by where they stand in the document.</summary>
    public static IReadOnlyList<MinutesGroup> Groups(Simulator simulator)
    {
        MinutesGroup[] groups =
        [
            new("errors ([detection](#bad-canaries-detection))", [.. Errors(simulator).Select(cell => cell.Tally)], Before.MediansOf("detection")),
            new("slowness ([latency and Apdex](#latency-and-apdex))", [.. LatencySection.Regressions(simulator)], Before.MediansOf("latency")),
            new("of a service that calls others ([whose fault](#whose-fault-is-it))", [.. Blamed(simulator)], Before.MediansOf("blame")),
            new("blind spots ([kinds](#blind-spots-and-needless-holds))", [.. ShopKinds.Regressions.Select(world => KindSection.Ours(simulator, world).Failures)], null),
        ];
        return [.. groups, new("**all of them**", [.. groups.SelectMany(group => group.Cells)], null), new("errors that any test with these odds could see within a minute (*Wald*)", Plain(simulator), null)];
    }

    public static ShopTally Held(Simulator simulator, ShopWorld world) => BlameSection.Ours(simulator, world, ShopPolicy.Attribution, "ours", Rollouts);

    /// <summary>Cells of the detection tables in which Wald's test needs a minute at the most.</summary>
    public static IReadOnlyList<Tally> Plain(Simulator simulator) =>
        [.. Errors(simulator).Where(cell => Wald.Minutes(cell.World with { Noise = Noise.Iid, Pods = 10 }, margin: 1.15) - (cell.World.Schedule.IsYoung((int)cell.World.Onset) ? 1 : 0) <= 1).Select(cell => cell.Tally)];

    private static IEnumerable<(ErrorWorld World, Tally Tally)> Errors(Simulator simulator) => Regressions.Select(bad => (bad, Cells.Bad(simulator, bad with { Regression = Regression.None }, bad.Regression)[Ours.Name]));

    /// <summary>All worlds of the detection tables.</summary>
    public static IEnumerable<ErrorWorld> Regressions { get; } =
    [
        ..
        from noise in Cells.DetectionNoises
        from service in noise.Services
        from pods in Cells.Pods
        from regression in Regression.All
        select Cells.World(service, pods, noise.Noise) with { Regression = regression },
    ];

    private static IEnumerable<Tally> Blamed(Simulator simulator) =>
        BlameSection.Worlds.Concat(BlameSection.WithMoreTraffic).Where(world => world.Right == Right.Fail).Select(world => BlameSection.Ours(simulator, world).Failures);

    private static IReadOnlyList<string> Row(MinutesGroup group) =>
    [
        group.Name,
        group.Cells.Count.ToString(CultureInfo.InvariantCulture),
        (100 * group.Cells.Average(cell => cell.Share)).ToString("0.0", CultureInfo.InvariantCulture),
        Tally.Say(group.Minutes.Median),
        Tally.Say(group.Minutes.NineInTen),
        .. group.Before is { } before ? Both(before) : ["", ""],
        .. group.Before is null ? ["", ""] : Both([.. group.Cells.Select(cell => cell.Median)]),
    ];

    private static string[] Both(IReadOnlyList<double?> medians)
    {
        var sorted = medians.Select(median => median ?? double.PositiveInfinity).Order().ToList();
        return [Said(sorted[(sorted.Count - 1) / 2]), Said(sorted[(int)Math.Ceiling(0.9 * sorted.Count) - 1])];
    }

    private static string Said(double minutes) => Tally.Say(double.IsInfinity(minutes) ? null : minutes);

    private static IReadOnlyList<string> Row(Simulator simulator, string kind, ShopWorld world)
    {
        var held = Held(simulator, world);
        return [kind, world.What, FormattableString.Invariant($"{world.RequestsPerSecond} rps"), world.Noise.Name, BeforeKinds.Of(world), held.Verdicts, held.HeldFor];
    }
}
