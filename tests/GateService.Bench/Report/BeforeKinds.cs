using System.Globalization;
using GateService.Bench.Rules.Shop;
using GateService.Bench.Worlds.Shop;

namespace GateService.Bench.Report;

/// <summary>
/// What the judge of f26992e (2026-11-28, the last before the changes for messy worlds) made of the same worlds: this bench, built against that judge, a quarter of the rollouts. That judge had
/// no floor for time, no objective of logs, and sampled calls without their slice, so those were left away.
/// </summary>
/// <param name="World">Its name.</param>
/// <param name="Verdicts"><c>failed / held / passed</c>, in percent.</param>
internal sealed record BeforeKinds(string World, string Verdicts)
{
    private static readonly Dictionary<string, BeforeKinds> All = Read().ToDictionary(known => known.World);

    /// <summary>Percent.</summary>
    private double HeldPercent => double.Parse(Verdicts.Split(" / ")[1], CultureInfo.InvariantCulture);

    /// <summary><c>failed / held / passed</c>; a dash where it was not played.</summary>
    public static string Of(ShopWorld world) => All.TryGetValue(world.Name, out var known) ? known.Verdicts : "-";

    /// <summary>The mean of worlds.</summary>
    public static string Held(IReadOnlyList<ShopWorld> worlds) => worlds.All(world => All.ContainsKey(world.Name))
        ? $"{ShopTally.Percent(worlds.Average(world => All[world.Name].HeldPercent) / 100)} %, the worst {ShopTally.Percent(worlds.Max(world => All[world.Name].HeldPercent) / 100)} %"
        : "";

    private static IEnumerable<BeforeKinds> Read()
    {
        using var text = new StreamReader(typeof(BeforeKinds).Assembly.GetManifestResourceStream("before-kinds.csv")!);
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';')).Select(fields => new BeforeKinds(fields[0], fields[1]))];
    }
}
