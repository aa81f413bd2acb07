namespace GateService.Benchmarks;

/// <summary>From creating the process to ready: policies read, store open, New Relic's key tried.</summary>
internal static class StartBenchmark
{
    public static async Task RunAsync(int runs)
    {
        await using var simulator = await Server.SimulatorAsync();
        var times = new List<TimeSpan>();
        for (var run = 0; run < runs; run++)
        {
            await using var gate = await Server.GateAsync(simulator);
            times.Add(gate.StartedIn);
        }

        Console.WriteLine($"start to ready, {runs} starts: {Measured.Of(times)}");
    }
}
