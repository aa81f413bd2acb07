using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>The cells that several sections speak of, each played once.</summary>
internal static class Cells
{
    public const int HealthyRollouts = 3000;
    public const int DetectionRollouts = 1000;

    public static IReadOnlyList<int> Pods { get; } = [10, 3, 1];

    public static IReadOnlyList<(double RequestsPerSecond, double Base)> Services { get; } = [(5, 0.01), (50, 0.01), (500, 0.001), (500, 0.01), (5000, 0.01)];

    /// <summary>Where slow imbalance matters: with traffic enough to see it.</summary>
    public static IReadOnlyList<(double RequestsPerSecond, double Base)> BusyServices { get; } = [(50, 0.01), (500, 0.01), (5000, 0.01)];

    /// <summary>Where both slices are hit alike, from a low base.</summary>
    public static IReadOnlyList<(double RequestsPerSecond, double Base)> CommonServices { get; } = [(50, 0.001), (500, 0.001), (5000, 0.001)];

    public static IReadOnlyList<Noise> Slow { get; } = [Noise.Drift3, Noise.Drift15];

    public static IReadOnlyList<Trouble> Common { get; } = [Trouble.EarlyOutage, Trouble.OutageAtStep, Trouble.LateOutage, Trouble.Diurnal, Trouble.WarmUp];

    public static ErrorWorld World((double RequestsPerSecond, double Base) service, int pods, Noise noise) =>
        new() { RequestsPerSecond = service.RequestsPerSecond, Base = service.Base, Pods = pods, Noise = noise };

    /// <summary>A healthy canary under every rule, and ω where there is some.</summary>
    public static IReadOnlyDictionary<string, Tally> Healthy(Simulator simulator, ErrorWorld world) => simulator.Run(
        world, world.Noise.IsSlow || world.Trouble == Trouble.WorseZone ? [.. Rivals.Of(world), Ours.SlowImbalance(world.Schedule)] : Rivals.Of(world), HealthyRollouts);

    /// <summary>A bad canary under every rule.</summary>
    public static IReadOnlyDictionary<string, Tally> Bad(Simulator simulator, ErrorWorld world, Regression regression)
    {
        var bad = world with { Regression = regression };
        return simulator.Run(bad, Rivals.Of(bad), DetectionRollouts);
    }

    /// <summary>Every healthy world of errors in minutes, without the sticky tenant.</summary>
    public static IEnumerable<ErrorWorld> HealthyWorlds(int pods) =>
    [
        .. Noise.Quick.SelectMany(noise => Services.Select(service => World(service, pods, noise))),
        .. Slow.SelectMany(noise => BusyServices.Select(service => World(service, pods, noise))),
        .. pods < 2 ? [] : BusyServices.Select(service => World(service, pods, Noise.Iid) with { Trouble = Trouble.WorseZone }),
        .. CommonWorlds(pods),
    ];

    public static IEnumerable<ErrorWorld> CommonWorlds(int pods) =>
        Common.SelectMany(trouble => CommonServices.Select(service => World(service, pods, Noise.Noisy) with { Trouble = trouble }));

    public static IEnumerable<ErrorWorld> TenantWorlds(int pods) => BusyServices.Select(service => World(service, pods, Noise.Tenant));

    /// <summary>Noise and traffic in which regressions are looked for.</summary>
    public static IReadOnlyList<(Noise Noise, IReadOnlyList<(double RequestsPerSecond, double Base)> Services)> DetectionNoises { get; } =
        [(Noise.Iid, Services), (Noise.Noisy, Services), (Noise.Drift3, BusyServices)];
}
