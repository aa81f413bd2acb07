using System.Globalization;
using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>Where another rule is better at both, and what it costs elsewhere.</summary>
internal static class BetterSection
{
    public static Section Section { get; } = new("better", "Where another rule is better", simulator =>
    {
        var (cells, all) = (Better.All(simulator), Cells.DetectionNoises.Sum(noise => noise.Services.Count) * Cells.Pods.Count * Regression.All.Count);
        return string.Create(CultureInfo.InvariantCulture, $"""
            Every cell of the detection tables in which a rival fails no more healthy rollouts of the same noise and traffic than ours, and sees the bad ones better: more of them, or as
            many and sooner (differences within two standard errors are none). There are {cells.Count} of {Rivals.Names.Count} × {all} comparisons. The last column is chosen by the program from what the cell is
            and what came out.

            {Markdown.Table(["rule", "noise", "service", "canary", "better by", "why"], cells.GroupBy(cell => (cell.Rival, cell.World.Noise.Name, cell.World.Service, cell.Why)).Select(Row))}
            What the same rules cost elsewhere: the most healthy rollouts they fail, in percent, over all traffic and pods. Who uses one of them must know beforehand which of these worlds is his.

            {Markdown.Table(["rule", "noise by the bucket", "slow drift", "shared outage or rising traffic", "warm-up"], Rivals.Names.Prepend(Ours.Name).Select(rule => Cost(simulator, rule)))}
            """);
    });

    private static IReadOnlyList<string> Row(IGrouping<(string Rival, string Noise, string Service, string Why), Better> row) =>
    [
        row.Key.Rival,
        row.Key.Noise,
        row.Key.Service,
        string.Join(", ", row.GroupBy(cell => cell.World.Regression).Select(cell => cell.Key.Name + Pods([.. cell.Select(better => better.World.Pods)]))),
        By([.. row]),
        row.Key.Why,
    ];

    /// <summary>Which numbers of pods, where not all.</summary>
    private static string Pods(IReadOnlyList<int> pods) =>
        pods.Count == Cells.Pods.Count ? "" : $" ({string.Join(", ", pods)} pod{(pods is [1] ? "" : "s")})";

    private static string By(IReadOnlyList<Better> cells)
    {
        var points = Range([.. cells.Where(cell => cell.MorePoints > 0).Select(cell => cell.MorePoints)], " of 100 more");
        var sooner = Range([.. cells.Where(cell => cell.Sooner > 0).Select(cell => cell.Sooner!.Value)], " min sooner");
        return string.Join(", ", new[] { points, sooner }.Where(text => text.Length > 0));
    }

    private static string Range(IReadOnlyList<double> values, string unit)
    {
        if (values.Count == 0)
        {
            return "";
        }

        var (low, high) = (Tally.Say(Math.Round(values.Min(), 1)), Tally.Say(Math.Round(values.Max(), 1)));
        return (low == high ? low : $"{low} to {high}") + unit;
    }

    private static IReadOnlyList<string> Cost(Simulator simulator, string rule)
    {
        return
        [
            rule == Ours.Name ? "**ours**" : rule,
            Worst(Noise.Quick.SelectMany(noise => Cells.Services.Select(service => Cells.World(service, 10, noise)))),
            Worst(Cells.Slow.SelectMany(noise => Cells.BusyServices.Select(service => Cells.World(service, 10, noise)))),
            Worst(Cells.CommonWorlds(10).Where(world => world.Trouble != Trouble.WarmUp)),
            Worst(Cells.CommonWorlds(10).Where(world => world.Trouble == Trouble.WarmUp)),
        ];

        string Worst(IEnumerable<ErrorWorld> worlds) => worlds
            .SelectMany(world => Cells.Pods.Select(pods => Cells.Healthy(simulator, world with { Pods = pods })[rule])).MaxBy(tally => tally.Share)!.Percent;
    }
}
