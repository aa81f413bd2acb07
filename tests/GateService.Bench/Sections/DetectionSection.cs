using System.Globalization;
using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>Bad canaries: how many are failed, and how soon.</summary>
internal static class DetectionSection
{
    private static readonly IReadOnlyList<string> WaldHeadings = ["Wald", "ours"];

    public static Section Section { get; } = new("detection", "Bad canaries: detection", simulator =>
        $"""
        Percent failed / median minutes after onset, {simulator.Runs(Cells.DetectionRollouts):#,0} rollouts of each (a share near 50 % is ±3, near 98 % ±1). A dash: the median rollout was not failed. A median
        below 0: failed before there was anything to see, a false abort. *Wald* is the time of a test that knows the true ratio and the onset, against 1.15 times stable, in minutes;
        the next column is our median with ten pods as a multiple of it, or the minutes above it where Wald needs less than one. From a step's begin nobody can see anything before
        minute 1 (warm-up), and no verdict rests on fewer than two bad minutes, of a service whose pods have bad minutes three: 3 is the soonest, from mid-step 2; the emergency gate alone is sooner.

        {string.Join('\n', Cells.DetectionNoises.Select(noise => $"### Noise: {noise.Noise.Name}\n\n{Table(simulator, noise.Noise, noise.Services)}"))}
        """);

    private static string Table(Simulator simulator, Noise noise, IReadOnlyList<(double, double)> services)
    {
        var hasWald = noise == Noise.Iid;
        return Markdown.Table(
            ["service", "canary", "**ours**, 10 pods", "3 pods", "1 pod", .. hasWald ? WaldHeadings : [], .. Rivals.Names],
            services.SelectMany(service => Regression.All.Select(regression => Row(simulator, Cells.World(service, 10, noise), regression, hasWald))));
    }

    private static IReadOnlyList<string> Row(Simulator simulator, ErrorWorld world, Regression regression, bool hasWald)
    {
        var cells = Cells.Pods.Select(pods => Cells.Bad(simulator, world with { Pods = pods }, regression)).ToList();
        return
        [
            world.Service,
            regression.Name,
            .. cells.Select(cell => cell[Ours.Name].Detection),
            .. hasWald ? Against(Wald.Minutes(world with { Regression = regression }, margin: 1.15), cells[0][Ours.Name].Median) : [],
            .. Rivals.Names.Select(rival => cells[0][rival].Detection),
        ];
    }

    private static string[] Against(double? wald, double? ours) =>
    [
        wald is { } limit ? limit.ToString(limit < 0.1 ? "0.00" : "0.0", CultureInfo.InvariantCulture) : "-",
        (wald, ours) switch
        {
            ({ } minutes, { } median) when minutes < 1 => string.Create(CultureInfo.InvariantCulture, $"+{median - minutes:0.0} min"),
            ({ } minutes, { } median) => string.Create(CultureInfo.InvariantCulture, $"{median / minutes:0.0}x"),
            _ => "-",
        },
    ];
}
