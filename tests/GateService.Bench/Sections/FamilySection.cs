using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>All gates of a policy together, through the whole evaluation.</summary>
internal static class FamilySection
{
    private static readonly Noise Twenties = new("clusters 20 + cv 0.3") { Cluster = 20, Jitter = 0.3 };
    private static readonly IReadOnlyList<double> Rates = [5, 50, 500, 5000];
    private static readonly IReadOnlyList<Noise> Noises = [Noise.Iid, Noise.Noisy, Twenties];

    private static readonly IReadOnlyList<int> OtherPods = [12, 3, 1];

    private const int Rollouts = 1500;

    public static Section Section { get; } = new("family", "All gates together", simulator =>
        $"""
        The whole evaluation (`GateEvaluator`, words included) of a healthy canary with four objectives and the emergency gate; with two shares for the errors of dependencies, of
        which there are none here, seven gates share 1 %. What fails is an error and a lost success; slow requests scatter as errors do, each by themselves; latency jitters by 10 %.
        Percent of {simulator.Runs(Rollouts):#,0} rollouts; gate by gate with ten pods.

        {Markdown.Table(
            ["service", "noise", $"**{Family.Name}**, 10 pods", .. OtherPods.Select(pods => $"{pods} pod{(pods == 1 ? "" : "s")}"), "error rate, emergency gate included", "Apdex", "p95", "success rate"],
            from rate in Rates from noise in Noises select Row(simulator, World(rate, noise)))}
        """);

    public static IEnumerable<(string World, Tally Tally)> All(Simulator simulator) => Of(simulator, Noises);

    /// <summary>Where the gates fail the most: a cluster of twenty is all there is in a small canary's minutes.</summary>
    public static IEnumerable<(string World, Tally Tally)> InTwenties(Simulator simulator) => Of(simulator, [Twenties]);

    private static IEnumerable<(string World, Tally Tally)> Of(Simulator simulator, IReadOnlyList<Noise> noises) =>
        from rate in Rates from noise in noises from pods in OtherPods.Prepend(10) let world = World(rate, noise) with { Pods = pods } select (world.Name, Failed(simulator, world)[Family.Name]);

    private static FamilyWorld World(double rate, Noise noise) => new() { RequestsPerSecond = rate, Noise = noise };

    private static IReadOnlyList<string> Row(Simulator simulator, FamilyWorld world) =>
        [FormattableString.Invariant($"{world.RequestsPerSecond:0} rps"), world.Noise.Name, Failed(simulator, world)[Family.Name].Percent, .. OtherPods.Select(pods => Failed(simulator, world with { Pods = pods })[Family.Name].Percent), .. Failed(simulator, world).Values.Skip(1).Select(tally => tally.Percent)];

    private static IReadOnlyDictionary<string, Tally> Failed(Simulator simulator, FamilyWorld world) => simulator.Run(world, world.Pods == 10 ? Family.Rules(world) : [.. Family.Rules(world).Take(1)], Rollouts);
}
