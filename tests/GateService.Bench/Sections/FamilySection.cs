using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>All gates of a policy together, through the whole evaluation.</summary>
internal static class FamilySection
{
    private static readonly IReadOnlyList<double> Rates = [5, 50, 500, 5000];
    private static readonly IReadOnlyList<Noise> Noises = [Noise.Iid, Noise.Noisy, new("clusters 20 + cv 0.3") { Cluster = 20, Jitter = 0.3 }];

    public static Section Section { get; } = new("family", "All gates together", simulator =>
        $"""
        The whole evaluation (`GateEvaluator`, words included) of a healthy canary with four objectives (error rate, Apdex, p95 latency, success rate) and the emergency gate: five gates that share 1 %. Ten pods; percent of {simulator.Runs(Cells.DetectionRollouts):#,0} rollouts failed by any of them.

        {Markdown.Table(["service", .. Noises.Select(noise => noise.Name)], Rates.Select(rate => (IReadOnlyList<string>)
            [FormattableString.Invariant($"{rate:0} rps"), .. Noises.Select(noise => Failed(simulator, rate, noise).Percent)]))}
        """);

    public static IEnumerable<(string World, Tally Tally)> All(Simulator simulator) =>
        Rates.SelectMany(rate => Noises.Select(noise => (World(rate, noise).Name, Failed(simulator, rate, noise))));

    private static FamilyWorld World(double rate, Noise noise) => new() { RequestsPerSecond = rate, Noise = noise };

    private static Tally Failed(Simulator simulator, double rate, Noise noise)
    {
        var world = World(rate, noise);
        var rule = Family.Rule(world);
        return simulator.Run(world, [rule], Cells.DetectionRollouts)[rule.Name];
    }
}
