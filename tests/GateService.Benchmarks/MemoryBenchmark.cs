using System.Globalization;

namespace GateService.Benchmarks;

/// <summary>Resident memory of the gate's process: ready and idle, and after many evaluations.</summary>
internal static class MemoryBenchmark
{
    private const int Callers = 4;

    public static async Task RunAsync(int evaluations)
    {
        await using var simulator = await Server.SimulatorAsync();
        await using var gate = await Server.GateAsync(simulator);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var rest = gate.ResidentMegabytes();
        var fleet = await Fleet.LoadAsync(simulator.Http, 3000);
        var done = 0;
        var steps = new SortedDictionary<int, double>();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Parallel.ForAsync(0, evaluations, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (_, _) =>
        {
            await fleet.EvaluateAsync(gate.Http);
            var count = Interlocked.Increment(ref done);
            if (count % (evaluations / 4) == 0)
            {
                lock (steps)
                {
                    steps[count] = gate.ResidentMegabytes();
                }
            }
        });
        Console.WriteLine($"resident memory at rest: {rest:0} MB");
        foreach (var (count, megabytes) in steps)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident memory after {count:N0} evaluations by {Callers} callers: {megabytes:0} MB"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{evaluations / watch.Elapsed.TotalSeconds:0} evaluations a second, the simulator on the same machine"));
    }
}
