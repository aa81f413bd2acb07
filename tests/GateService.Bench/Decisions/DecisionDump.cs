using System.Security.Cryptography;
using System.Text;
using GateService.Bench.Chance;
using GateService.Bench.Rules.Shop;
using GateService.Bench.Worlds;
using GateService.Bench.Worlds.Shop;
using GateService.Core.Policies;

namespace GateService.Bench.Decisions;

/// <summary>
/// Decisions of a fixed set of rollouts, one hash each, or in full: written before a change of the judge and after it, the two files say what the change
/// decides otherwise. Hashes hang on the machine's logarithm too, so they are compared on one machine and not kept.
/// </summary>
internal static class DecisionDump
{
    private static readonly int[] Looks = [3, 6, ShopWorld.Minutes];

    /// <summary>Writes a line for each decision, in one order.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="isFull">The decision itself and not its hash.</param>
    /// <param name="rollouts">Of each scenario.</param>
    public static async Task WriteAsync(TextWriter output, bool isFull, int rollouts)
    {
        foreach (var (scenario, texts) in Shops(rollouts).Concat(Mixtures(rollouts)))
        {
            foreach (var (look, text) in texts.Index())
            {
                await output.WriteLineAsync(isFull ? $"## {scenario} {look}\n{text}" : $"{scenario} {look} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}");
            }
        }
    }

    private static IEnumerable<(string Scenario, string[] Texts)> Shops(int rollouts)
    {
        var lenient = ShopPolicy.Attribution with { OnUncorroborated = Uncorroborated.Inconclusive };
        IEnumerable<(ShopWorld World, AttributionSettings? Settings)> worlds = ShopWorlds.Survey.SelectMany(world => new[] { world, world with { Noise = Noise.Noisy } }).Concat(ShopMechanism.All.SelectMany(mechanism => mechanism.Worlds)).Distinct()
            .Select(world => (world, (AttributionSettings?)ShopPolicy.Attribution))
            .Concat([(ShopWorlds.Unreachable, lenient), (ShopWorlds.AloneWithWrongAddress, lenient), (ShopWorlds.AloneInOutage, lenient), (ShopWorlds.OwnRegression, null)]);
        return worlds.Select(entry =>
        {
            var gate = new ShopGate(entry.World, entry.Settings);
            return ($"{entry.World.Name}, {entry.Settings?.OnUncorroborated}", Play(rollouts, run =>
            {
                var rollout = ShopRollout.Play(Dice.Of(entry.World.Name, run), entry.World);
                return (entry.World.Mode == Core.Requests.GateMode.Preflight ? [ShopWorld.Minutes] : Looks).Select(minutes => EvaluationText.Of(gate.Evaluate(rollout, minutes)));
            }));
        });
    }

    private static IEnumerable<(string Scenario, string[] Texts)> Mixtures(int rollouts) =>
        MixedPolicy.All.Select(mixture => (mixture.Name, Play(rollouts, run => mixture.Evaluate(run).Select(EvaluationText.Of))));

    private static string[] Play(int rollouts, Func<int, IEnumerable<string>> play)
    {
        var texts = new string[rollouts][];
        Parallel.For(0, rollouts, run => texts[run] = [.. play(run)]);
        return [.. texts.SelectMany(text => text)];
    }
}
