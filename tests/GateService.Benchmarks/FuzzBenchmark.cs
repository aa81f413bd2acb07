using System.Globalization;
using GateService.Tests.Gates;

namespace GateService.Benchmarks;

/// <summary>A real gate process, a New Relic that knows nothing, and many thousand requests that nobody should send.</summary>
internal static class FuzzBenchmark
{
    private const int AtOnce = 8;
    private const int MostShown = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>No 5xx, no exit, no hang, no verdict out of thin air.</returns>
    public static async Task<bool> RunAsync(int requests)
    {
        await using var simulator = await Server.SimulatorAsync();
        await using var gate = await Server.ShippedGateAsync(simulator);
        var before = gate.ResidentMegabytes();
        var faults = new List<string>();
        await Parallel.ForAsync(0, AtOnce, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (worker, _) =>
        {
            var fuzz = new RequestFuzz(gate.Http, worker + 1);
            for (var i = worker; i < requests && !gate.HasExited; i += AtOnce)
            {
                if (await fuzz.NextAsync(Patience) is { } fault)
                {
                    lock (faults)
                    {
                        faults.Add(fault);
                    }
                }
            }
        });
        foreach (var fault in faults.Take(MostShown))
        {
            Console.WriteLine(fault.Length > 600 ? fault[..600] : fault);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{requests} requests, {faults.Count} answered as they must not be (5xx, none in {Patience.TotalSeconds:0} s, a verdict out of thin air); the gate {(gate.HasExited ? "EXITED" : $"lives, {before:0} to {gate.ResidentMegabytes():0} MB")}"));
        return faults.Count == 0 && !gate.HasExited;
    }
}
