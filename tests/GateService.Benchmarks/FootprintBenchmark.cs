using System.Diagnostics;
using System.Globalization;

namespace GateService.Benchmarks;

/// <summary>
/// What a process of the gate takes: to be ready, for its first answer beside later ones, and in memory after evaluations of many rollouts. One line, to be put beside that of another
/// build (GATE_BENCH_GATE) or of other settings of the runtime (GATE_BENCH_ENVIRONMENT).
/// </summary>
internal static class FootprintBenchmark
{
    private const int Rollouts = 2_000;
    private const int AtOnce = 4;
    private const int Later = 40;

    /// <param name="evaluations">For memory; 0: not measured.</param>
    /// <param name="starts">For the start; 0: not measured.</param>
    public static async Task RunAsync(int evaluations, int starts)
    {
        if (starts > 0)
        {
            await StartAsync(starts);
        }

        if (evaluations > 0)
        {
            await MemoryAsync(evaluations);
        }
    }

    private static async Task StartAsync(int starts)
    {
        var (ready, readyCpu, first, firstCpu, later, laterCpu) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var start = 0; start < starts; start++)
        {
            await using var side = await Side.StartAsync();
            ready.Add(side.Gate.StartedIn.TotalMilliseconds);
            readyCpu.Add(side.Gate.ProcessorTime().TotalMilliseconds);
            var rollouts = side.Rollouts(Later + 1, TimeSpan.FromMinutes(20));
            await OneAsync(side, rollouts, first, firstCpu);
            for (var i = 0; i < Later; i++)
            {
                await OneAsync(side, rollouts, later, laterCpu);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"start to ready {Median(ready):0} ms ({Median(readyCpu):0} ms of CPU); the first evaluation {Median(first):0} ms ({Median(firstCpu):0} of CPU), later ones {Median(later):0} ms ({Median(laterCpu):0} of CPU): {Median(first) / Median(later):0.0} and {Median(firstCpu) / Math.Max(1, Median(laterCpu)):0.0} times"));
    }

    private static async Task MemoryAsync(int evaluations)
    {
        await using var side = await Side.StartAsync();
        var rest = side.Gate.ResidentMegabytes();
        var rollouts = side.Rollouts(Rollouts, TimeSpan.FromMinutes(20));
        var (cpu, watch, quarters) = (side.Gate.ProcessorTime(), Stopwatch.StartNew(), new List<string>());
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var before = side.Gate.ProcessorTime();
            await rollouts.CountAsync(evaluations / 4, AtOnce);
            quarters.Add(string.Create(CultureInfo.InvariantCulture, $"{side.Gate.ResidentMegabytes():0} MB ({(side.Gate.ProcessorTime() - before).TotalMilliseconds / (evaluations / 4):0.00} ms of CPU each)"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{evaluations:N0} evaluations of {Rollouts:N0} rollouts: resident {rest:0} MB before, after each quarter {string.Join(", ", quarters)}, at most {side.Gate.PeakMegabytes():0} MB; {(side.Gate.ProcessorTime() - cpu).TotalMilliseconds / evaluations:0.00} ms of CPU each, {evaluations / watch.Elapsed.TotalSeconds:0} a second"));
        foreach (var (said, count) in rollouts.Odd)
        {
            Console.WriteLine($"{count} answers were not a pass: {said}");
        }
    }

    private static async Task OneAsync(Side side, Asking rollouts, List<double> took, List<double> cpu)
    {
        var (before, started) = (side.Gate.ProcessorTime(), Stopwatch.GetTimestamp());
        await rollouts.CountAsync(1, 1);
        took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        cpu.Add((side.Gate.ProcessorTime() - before).TotalMilliseconds);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
