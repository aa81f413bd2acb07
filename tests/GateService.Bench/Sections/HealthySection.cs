using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>False aborts where pods scatter by the bucket.</summary>
internal static class HealthySection
{
    public static Section Section { get; } = new("healthy", "Healthy canaries: false aborts", simulator =>
        $"""
        Percent of healthy rollouts that are ever failed, {simulator.Runs(Cells.HealthyRollouts):#,0} of each (0.2 is ±0.14 at two standard errors, 1.0 is ±0.3). Rivals where there are 10 stable pods.

        {Rows(simulator, Noise.Quick.SelectMany(noise => Cells.Services.Select(service => (noise.Name, Cells.World(service, 10, noise)))))}
        """);

    public static IReadOnlyList<string> Headings { get; } = ["noise", "service", "**ours**, 10 pods", "3 pods", "1 pod", .. Rivals.Names];

    public static string Rows(Simulator simulator, IEnumerable<(string What, ErrorWorld World)> rows) => Markdown.Table(Headings, rows.Select(row =>
    {
        var cells = Cells.Pods.Select(pods => Cells.Healthy(simulator, row.World with { Pods = pods })).ToList();
        return (IReadOnlyList<string>)[row.What, row.World.Service, .. cells.Select(cell => cell[Ours.Name].Percent), .. Rivals.Names.Select(rival => cells[0][rival].Percent)];
    }));
}
