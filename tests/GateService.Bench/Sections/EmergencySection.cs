using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>The emergency gate for canaries that are dead, alone and beside the ordinary one.</summary>
internal static class EmergencySection
{
    private const int HealthyRollouts = 1000;
    private const int BadRollouts = 300;

    public const string Alone = "emergency";
    public const string Ordinary = "ordinary";

    private static readonly IReadOnlyList<Schedule> Schedules = [Schedule.TenSeconds, Schedule.Minutes];
    private static readonly IReadOnlyList<(double, double)> Services = [(5, 0.01), (50, 0.01), (500, 0.01)];

    private static readonly IReadOnlyList<(Noise Noise, Trouble Trouble)> Harmless =
    [
        .. new[] { Noise.ClustersOf5, Noise.ClustersOf20, Noise.ClustersOf50, Noise.Bursts, Noise.Jitter6 }.Select(noise => (noise, Trouble.None)),
        (Noise.Iid, Trouble.Hammer),
        (Noise.Iid, Trouble.HammerHard),
    ];

    private static readonly IReadOnlyList<(string Name, Noise Noise, Regression Regression)> Bad =
    [
        ("dead from start", Noise.Iid, Regression.Dead),
        ("dead mid-step", Noise.Iid, Regression.Dead.From(15)),
        ("dead mid-step, bursty history", Noise.ClustersOf20, Regression.Dead.From(15)),
        ("60 % errors", Noise.Iid, Regression.Errors("60 % errors", 0.6)),
        ("half fails from start", Noise.Iid, Regression.Half),
        ("half fails mid-step", Noise.Iid, Regression.Half.From(15)),
        ("half fails mid-step, bursty history", Noise.ClustersOf20, Regression.Half.From(15)),
    ];

    public static Section Section { get; } = new("emergency", "The emergency gate", simulator =>
        $"""
        Half of all requests, every third failure counts, no minimum of bad buckets. Ten stable pods. False aborts of the emergency gate alone, percent of {simulator.Runs(HealthyRollouts):#,0}. A hammering
        client comes in one minute of a hundred and sends the canary requests that fail: at three times its traffic, three quarters of its requests do fail. What mostly saves it
        is that such a jump of the canary's traffic looks like the begin of a step, and is left out as warm-up.

        {Markdown.Table(["service", "noise", .. Schedules.Select(schedule => schedule.Name)], Services.SelectMany(service => Harmless.Select(row => Healthy(simulator, service, row))))}
        Percent failed / median minutes after onset: the emergency gate alone, the ordinary gate alone, and both as they are in the product.

        {Markdown.Table(
            ["service", "canary", .. Schedules.SelectMany(schedule => new[] { $"{schedule.Name}: emergency", "ordinary", "**ours**" })],
            Services.SelectMany(service => Bad.Select(bad => Row(simulator, service, bad))))}
        """);

    public static IReadOnlyDictionary<string, Tally> Dead(Simulator simulator, (double, double) service, int pods, Schedule schedule, Noise noise, Regression regression)
    {
        var world = Cells.World(service, pods, noise) with { Schedule = schedule, Regression = regression };
        return simulator.Run(
            world, [Ours.Of(Alone, Ours.Emergency, schedule), Ours.Of(Ordinary, Ours.Ordinary(world.Base / 10), schedule), Ours.Floor(world)], BadRollouts);
    }

    private static IReadOnlyList<string> Healthy(Simulator simulator, (double, double) service, (Noise Noise, Trouble Trouble) row)
    {
        var world = Cells.World(service, 10, row.Noise) with { Trouble = row.Trouble };
        return
        [
            world.Service,
            row.Trouble == Trouble.None ? row.Noise.Name : row.Trouble.Name,
            .. Schedules.Select(schedule => simulator.Run(world with { Schedule = schedule }, [Ours.Of(Alone, Ours.Emergency, schedule)], HealthyRollouts)[Alone].Percent),
        ];
    }

    private static IReadOnlyList<string> Row(Simulator simulator, (double, double) service, (string Name, Noise Noise, Regression Regression) bad) =>
    [
        Cells.World(service, 10, Noise.Iid).Service,
        bad.Name,
        .. Schedules.SelectMany(schedule =>
        {
            var cell = Dead(simulator, service, 10, schedule, bad.Noise, bad.Regression);
            return new[] { cell[Alone].Detection, cell[Ordinary].Detection, cell[Ours.Name].Detection };
        }),
    ];
}
