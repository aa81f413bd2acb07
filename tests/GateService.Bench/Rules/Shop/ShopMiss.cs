using GateService.Bench.Worlds;
using GateService.Bench.Worlds.Shop;

namespace GateService.Bench.Rules.Shop;

/// <summary>A cell that is not as it should be.</summary>
/// <param name="World">Of it.</param>
/// <param name="Measured">What came out.</param>
/// <param name="By">How many points of a hundred it lacks.</param>
/// <param name="IsLabel">It is the origin of errors, not the verdict.</param>
internal sealed record ShopMiss(ShopWorld World, string Measured, double By, bool IsLabel)
{
    /// <summary>Why, told from what the cell is, most telling first.</summary>
    public string Why => World switch
    {
        { Number: "22" } => "nothing in the telemetry tells one client's bad requests from a fault of the service's own: they are booked as its own, and are too short a burst to fail it",
        { Number: "10" } when IsLabel => "1.3 times stable's share is to be shown at most twice for certain within minutes; undetermined is what a person would say",
        _ when IsLabel && World.Right is not Right.Fail && World.Noise == Noise.Noisy =>
            "clusters in six pods and two: the ratio of the slices is not certain to a factor of two after ten minutes; unresolved holds, it does not blame",
        _ when IsLabel && World.Right is not Right.Fail => "some hundred errors of the canary are just enough to be certain of a ratio below two: those who happen to have more wait",
        _ when World.Noise == Noise.Noisy => "clusters: a few handfuls of errors that came together are as few events; more traffic shows them (next table)",
        _ when IsLabel => "it was failed before stable's share of the other errors was certain",
        _ => "few errors within ten minutes",
    };

    /// <param name="cells">What was measured.</param>
    /// <param name="enough">Of bad canaries failed, of errors labelled.</param>
    /// <param name="few">Of good canaries failed.</param>
    public static IEnumerable<ShopMiss> Of(IEnumerable<(ShopWorld World, ShopTally Ours)> cells, double enough, double few)
    {
        foreach (var (world, ours) in cells)
        {
            if (world.Right == Right.Fail && ours.Failed < enough)
            {
                yield return new ShopMiss(world, $"failed {ShopTally.Percent(ours.Failed)} %", 100 * (enough - ours.Failed), false);
            }

            if (world.Right != Right.Fail && ours.Failed > few)
            {
                yield return new ShopMiss(world, $"failed {ShopTally.Percent(ours.Failed)} %", 100 * (ours.Failed - few), false);
            }

            if (ours.Right < enough)
            {
                yield return new ShopMiss(world, $"classes right {ShopTally.Percent(ours.Right.Value)} %", 100 * (enough - ours.Right.Value), true);
            }
        }
    }
}
