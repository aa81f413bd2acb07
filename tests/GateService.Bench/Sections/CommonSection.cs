using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>False aborts where both slices are hit alike, or young pods alone.</summary>
internal static class CommonSection
{
    private static readonly IReadOnlyList<Regression> AfterOutage = [Regression.None, Regression.Times(3), Regression.Times(10)];

    public static Section Section { get; } = new("common", "Healthy canaries, shared trouble and warm-up", simulator =>
        $"""
        Noise: {Noise.Noisy.Name}. Outages last five or six minutes and hit both slices; in the diurnal rows traffic rises to three times, errors to four times over the half hour;
        in the warm-up rows only the canary is bad, twentyfold, in the first minute of each step.

        {HealthySection.Rows(simulator, Cells.CommonWorlds(10).Select(world => (world.Trouble.Name, world)))}
        An outage of 30 % for five minutes in the hour before, from which the gate learns scatter that is none (500 rps, 1 %, the same noise): percent failed / median minutes.
        Several pods share the outage, so that it cancels; one pod has nobody to share it with.

        {Markdown.Table(["canary", .. Cells.Pods.Select(pods => $"{pods} pod{(pods == 1 ? "" : "s")}")], AfterOutage.Select(regression => Past(simulator, regression)))}
        """);

    private static IReadOnlyList<string> Past(Simulator simulator, Regression regression) =>
    [
        regression == Regression.None ? "healthy" : regression.Name,
        .. Cells.Pods.Select(pods =>
        {
            var world = Cells.World((500, 0.01), pods, Noise.Noisy) with { Trouble = Trouble.PastOutage, Regression = regression };
            return simulator.Run(world, [Ours.Floor(world)], Cells.DetectionRollouts)[Ours.Name].Detection;
        }),
    ];
}
