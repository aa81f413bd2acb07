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

    private const int Rollouts = 1500;

    public static Section Section { get; } = new("family", "All gates together", simulator =>
        $"""
        The whole evaluation (`GateEvaluator`, words included) of a healthy canary with four objectives and the emergency gate; with two shares for the errors of dependencies, of
        which there are none here, seven gates share 1 %. What fails is an error and a lost success; slow requests scatter as errors do, each by themselves; latency jitters by 10 %.
        Ten pods; percent of {simulator.Runs(Rollouts):#,0} rollouts.

        {Markdown.Table(
            ["service", "noise", $"**{Family.Name}**", "error rate, emergency gate included", "Apdex", "p95", "success rate"],
            from rate in Rates from noise in Noises select Row(simulator, World(rate, noise)))}
        """);

    public static IEnumerable<(string World, Tally Tally)> All(Simulator simulator) =>
        from rate in Rates from noise in Noises let world = World(rate, noise) select (world.Name, Failed(simulator, world)[Family.Name]);

    private static FamilyWorld World(double rate, Noise noise) => new() { RequestsPerSecond = rate, Noise = noise };

    private static IReadOnlyList<string> Row(Simulator simulator, FamilyWorld world) =>
        [FormattableString.Invariant($"{world.RequestsPerSecond:0} rps"), world.Noise.Name, .. Failed(simulator, world).Values.Select(tally => tally.Percent)];

    private static IReadOnlyDictionary<string, Tally> Failed(Simulator simulator, FamilyWorld world) => simulator.Run(world, Family.Rules(world), Rollouts);
}
