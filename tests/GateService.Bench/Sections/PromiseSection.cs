using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>The limit as a promise, as the shipped policies have it: over it without being worse than stable holds the rollout.</summary>
internal static class PromiseSection
{
    private const double Limit = 0.01;
    private const double Floor = 0.001;
    private static readonly IReadOnlyList<int> Pods = [10, 1];
    private static readonly IReadOnlyList<(double, double)> Services = [(50, 0.001), (500, 0.001)];

    private static readonly IReadOnlyList<(Trouble Trouble, Regression Regression)> Rows =
    [
        (Trouble.None, Regression.None),
        (Trouble.None, Regression.Times(3)),
        (Trouble.None, Regression.Times(20)),
        (Trouble.None, Regression.Half),
        (Trouble.None, Regression.Dead),
        (Trouble.EarlyOutage, Regression.None),
        (Trouble.OutageAtStep, Regression.None),
        (Trouble.LateOutage, Regression.None),
        (Trouble.EarlyOutage, Regression.Half.From(20)),
    ];

    public static Section Section { get; } = new("promise", "A limit that is a promise", simulator =>
        $"""
        The gate as policies have it: errors of 1 % are promised, 0.1 % is normal. *Failed* is over the limit **and** worse than stable; with a *floor* of 0.1 %, as the shipped
        policies have it, over the floor and worse than stable. *Held* is over the limit for certain but not shown worse than stable, so that Argo pauses the rollout and rolls
        nothing back. Percent / median minutes after onset, {simulator.Runs(Cells.DetectionRollouts):#,0} rollouts; noise: {Noise.Noisy.Name}.

        {Markdown.Table(
            ["service", "what happens", .. Pods.SelectMany(pods => new[] { $"{pods} pod{(pods == 1 ? "" : "s")}: failed", "held", "with a floor: failed", "held" })],
            Services.SelectMany(service => Rows.Select(row => Row(simulator, service, row.Trouble, row.Regression))))}
        """);

    private static IReadOnlyList<string> Row(Simulator simulator, (double, double) service, Trouble trouble, Regression regression)
    {
        var cells = Pods.SelectMany(pods =>
        {
            var world = Cells.World(service, pods, Noise.Noisy) with { Trouble = trouble, Regression = regression };
            var promise = Ours.ErrorRate(Limit, isPromise: true);
            var floored = promise with { Floor = Floor };
            return simulator.Run(
                world,
                [
                    Ours.Of("promise", promise, world.Schedule),
                    Looks.Held("held", promise, world.Schedule),
                    Ours.Of("floored promise", floored, world.Schedule),
                    Looks.Held("held with a floor", floored, world.Schedule),
                ],
                Cells.DetectionRollouts).Values.Select(tally => tally.Detection);
        });
        var what = string.Join(", then ", new[] { trouble.Name, regression.Name }.Where(name => name.Length > 0));
        return [Cells.World(service, 10, Noise.Iid).Service, what.Length == 0 ? "nothing" : what, .. cells];
    }
}
