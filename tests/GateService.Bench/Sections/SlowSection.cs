using System.Globalization;
using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Sections;

/// <summary>False aborts where pods differ for minutes on end.</summary>
internal static class SlowSection
{
    public static Section Section { get; } = new("slow", "Healthy canaries, slow imbalance", simulator =>
        $"""
        Pods of one version that differ for minutes: a log rate that remembers 0.8 of itself each minute, a zone with twice the errors in which the canary and three stable pods of
        ten stand, and a tenant with three times the errors who sits on a pod for ten minutes. ω is what the gate learns of it: 0 is "no more than chance", 1.25 the most. A tenant
        who sits on the canary and on no stable pod within the hour **is** a canary three times as bad: these cells are stated apart.

        {Markdown.Table([.. HealthySection.Headings, "ω, 10 / 3 / 1 pods"], Worlds().Select(world => Row(simulator, world)))}
        """);

    private static IEnumerable<ErrorWorld> Worlds() =>
    [
        .. Cells.Slow.SelectMany(noise => Cells.BusyServices.Select(service => Cells.World(service, 10, noise))),
        .. Cells.BusyServices.Select(service => Cells.World(service, 10, Noise.Iid) with { Trouble = Trouble.WorseZone }),
        .. Cells.TenantWorlds(10),
    ];

    private static IReadOnlyList<string> Row(Simulator simulator, ErrorWorld world)
    {
        // With one pod there is no other that stands in the zone: the canary would simply be twice as bad.
        var cells = Cells.Pods.Select(pods => world.Trouble == Trouble.WorseZone && pods == 1 ? null : Cells.Healthy(simulator, world with { Pods = pods })).ToList();
        return
        [
            world.Trouble == Trouble.None ? world.Noise.Name : world.Trouble.Name,
            world.Service,
            .. cells.Select(cell => cell?[Ours.Name].Percent ?? ""),
            .. Rivals.Names.Select(rival => cells[0]![rival].Percent),
            string.Join(" / ", cells.OfType<IReadOnlyDictionary<string, Tally>>().Select(cell => cell["omega"].Mean.ToString("0.00", CultureInfo.InvariantCulture))),
        ];
    }
}
