using GateService.Bench.Report;
using GateService.Bench.Sections;
using GateService.Bench.Simulation;

var sim = new Simulator(args.Contains("quick") ? 0.1 : 1, Console.Error);
foreach (var s in Section.All.Where(s => args.Contains(s.Name)))
{
    sim.Begin(s.Name);
    Console.WriteLine($"## {s.Title}\n\n{s.Body(sim)}");
}

if (args.Contains("better"))
{
    foreach (var g in Better.All(sim).GroupBy(b => (b.Rival, b.World.Noise.Name, b.World.Service, b.World.Regression.Name)))
    {
        Console.WriteLine($"{g.Key.Rival} | {g.Key.Item2} | {g.Key.Service} | {g.Key.Item4} | {string.Join("; ", g.Select(b => $"{b.World.Pods}: {b.Ours.Detection} vs {b.Theirs.Detection}"))}");
    }
}

if (args.Contains("agreement"))
{
    Console.WriteLine(Agreement.Body(sim));
}
