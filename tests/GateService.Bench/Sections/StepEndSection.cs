using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;
using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Bench.Sections;

/// <summary>Proof of harmlessness at the end of each step, and how often it is false.</summary>
internal static class StepEndSection
{
    private const double Floor = 0.001;
    private static readonly IReadOnlyList<(double, double)> Services = [(50, 0.001), (500, 0.001), (500, 0.01), (5000, 0.01)];
    private static readonly IReadOnlyList<Noise> Noises = [Noise.Iid, Noise.Noisy, Noise.Drift3];
    private static readonly IReadOnlyList<int> Steps = [1, 2, 3];

    public static Section Section { get; } = new("stepend", "End of a step: proof, and false proof", simulator =>
        $"""
        Percent *proven* at the end of steps 1 / 2 / 3, where `promoteOn: proven` would ask for it: under 5, 2.5 and 1.67 times the margin over stable, or the same times a floor of
        0.1 %. *False proof* is proof of a canary that lies exactly on both of these boundaries (the floor is set so that it does); 5 % is allowed. It is counted even where harm is
        shown too, which fails the rollout all the same. {simulator.Runs(Cells.DetectionRollouts):#,0} rollouts.

        {Markdown.Table(
            ["service", "noise", .. Cells.Pods.SelectMany(pods => new[] { $"{pods} pod{(pods == 1 ? "" : "s")}: proven", "false proof" })],
            Services.SelectMany(service => Noises.Select(noise => Row(simulator, service, noise))))}
        """);

    /// <summary>Share proven at the end of each step where the canary is as healthy as stable.</summary>
    public static IReadOnlyDictionary<string, Tally> Proven(Simulator simulator, ErrorWorld world)
    {
        var objective = Ours.ErrorRate(Floor, isPromise: false);
        return simulator.Run(world, [.. Steps.Select(step => Looks.Proven(step, objective, world.Schedule))], Cells.DetectionRollouts);
    }

    /// <summary>The same where the canary is on the boundary of the step.</summary>
    public static Tally False(Simulator simulator, ErrorWorld healthy, int step)
    {
        var schedule = healthy.Schedule;
        var kappa = new SequentialSettings().Proof.At(100 * schedule.Weight((step * schedule.BucketsPerStep) - 1));
        var ratio = kappa * (healthy.Pods >= 3 ? 1.15 : 1.25);
        var world = healthy with { Regression = Regression.Times(ratio) };
        var objective = Ours.ErrorRate(Boundary.Widen(ratio * healthy.Base, 1 / kappa), isPromise: false);
        return simulator.Run(world, [Looks.Proven(step, objective, schedule)], Cells.DetectionRollouts)[$"proven at step {step}"];
    }

    private static IReadOnlyList<string> Row(Simulator simulator, (double, double) service, Noise noise) =>
    [
        Cells.World(service, 10, noise).Service,
        noise.Name,
        .. Cells.Pods.SelectMany(pods =>
        {
            var world = Cells.World(service, pods, noise);
            var proven = Proven(simulator, world);
            return new[]
            {
                string.Join(" / ", Steps.Select(step => FormattableString.Invariant($"{100 * proven[$"proven at step {step}"].Share:0}"))),
                string.Join(" / ", Steps.Select(step => False(simulator, world, step).Percent)),
            };
        }),
    ];
}
