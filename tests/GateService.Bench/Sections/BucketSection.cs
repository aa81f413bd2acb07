using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>Other widths of a bucket than a minute.</summary>
internal static class BucketSection
{
    private const int HealthyRollouts = 500;
    private const int BadRollouts = 300;

    private static readonly IReadOnlyList<Schedule> Schedules = [Schedule.TenSeconds, Schedule.Minutes, Schedule.SixHours];
    private static readonly IReadOnlyList<int> Pods = [10, 1];
    private static readonly IReadOnlyList<Noise> Noises = [Noise.Iid, Noise.Jitter3, Noise.Jitter6, Noise.ClustersOf20, Noise.Bursts, Noise.Drift3];

    private static readonly IReadOnlyList<(Noise Noise, Regression Regression, bool IsMidStep)> Bad =
    [
        (Noise.Iid, Regression.Half, false),
        (Noise.Iid, Regression.Half, true),
        (Noise.Noisy, Regression.Half, false),
        (Noise.Noisy, Regression.Times(10), true),
        (Noise.Iid, Regression.Times(3), false),
        (Noise.Noisy, Regression.Times(3), false),
        (Noise.Noisy, Regression.Times(2), false),
    ];

    private static readonly IReadOnlyList<string> Columns =
        [.. Schedules.SelectMany(schedule => Pods.Select(pods => $"{schedule.Name}, {pods} pod{(pods == 1 ? "" : "s")}"))];

    public static Section Section { get; } = new("buckets", "Width of a bucket", simulator =>
        $"""
        Everything that depends on the width follows from it (fewest bad buckets 13, 3 and 3). Jitter and bursts last a minute, or a bucket where that is wider; drift goes by the
        minute. With 300 s the rollout takes six hours, two a step. False aborts, percent of {simulator.Runs(HealthyRollouts):#,0}:

        {Markdown.Table(["noise", "service", .. Columns], Noises.SelectMany(noise => Cells.BusyServices.Select(service => Row(simulator, noise, service, Regression.None, false))))}
        Percent failed / median minutes after onset, {simulator.Runs(BadRollouts):#,0} rollouts:

        {Markdown.Table(["canary", "service", .. Columns], Bad.SelectMany(bad => Cells.BusyServices.Take(2).Select(service => Row(simulator, bad.Noise, service, bad.Regression, bad.IsMidStep))))}
        """);

    private static IReadOnlyList<string> Row(Simulator simulator, Noise noise, (double, double) service, Regression regression, bool isMidStep) =>
    [
        regression == Regression.None ? noise.Name : regression.Name + (isMidStep ? ", mid-step" : "") + (noise == Noise.Noisy ? ", noisy" : ""),
        Cells.World(service, 10, noise).Service,
        .. Schedules.SelectMany(schedule => Pods.Select(pods =>
        {
            var world = Cells.World(service, pods, noise) with { Schedule = schedule, Regression = isMidStep ? regression.From(1.5 * schedule.Step.TotalMinutes) : regression };
            var cell = simulator.Run(world, [Ours.Floor(world)], regression == Regression.None ? HealthyRollouts : BadRollouts)[Ours.Name];
            return regression == Regression.None ? cell.Percent : cell.Detection;
        })),
    ];
}
