using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace GateService.Benchmarks;

/// <summary>Very many rollouts at once while New Relic takes 4 s and both cores are busy with something else: who is late, and what do they hear?</summary>
internal static class LoadBenchmark
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <returns>No 500, and none later than its deadline by more than a second.</returns>
    public static async Task<bool> RunAsync(int evaluations, bool busy)
    {
        await using var simulator = await Server.SimulatorAsync();
        await using var gate = await Server.ShippedGateAsync(simulator);
        await LiveFleet.LoadAsync(simulator.Http);
        await AskAsync(gate.Http, 0);
        using (await simulator.Http.PutAsJsonAsync("/simulator/faults", new[] { new { kind = "latency", milliseconds = 4000 } }))
        {
        }

        using var ended = new CancellationTokenSource();
        var burners = Enumerable.Range(0, busy ? Environment.ProcessorCount : 0).Select(_ => new Thread(() => Burn(ended.Token)) { IsBackground = true }).ToList();
        burners.ForEach(burner => burner.Start());
        var before = gate.ProcessorTime();
        var answers = await Task.WhenAll(Enumerable.Range(1, evaluations).Select(i => AskAsync(gate.Http, i)));
        await ended.CancelAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the gate used {(gate.ProcessorTime() - before).TotalSeconds:0.0} s of processor for all of them; load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));
        return Report(answers);
    }

    private static bool Report((int Status, string Said, TimeSpan Took)[] answers)
    {
        var took = answers.Select(answer => answer.Took).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{answers.Length} at once, New Relic takes 4 s: median {took[took.Count / 2].TotalSeconds:0.00} s, 99th percentile {took[took.Count * 99 / 100].TotalSeconds:0.00} s, longest {took[^1].TotalSeconds:0.00} s"));
        foreach (var kind in answers.GroupBy(answer => (answer.Status, answer.Said)).OrderByDescending(kind => kind.Count()))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind.Count(),5} x {kind.Key.Status} {kind.Key.Said}"));
        }

        var late = answers.Count(answer => answer.Took > Deadline + Grace);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{late} later than the deadline of {Deadline.TotalSeconds:0} s by more than {Grace.TotalSeconds:0} s"));
        return late == 0 && answers.All(answer => answer.Status == 200);
    }

    private static async Task<(int Status, string Said, TimeSpan Took)> AskAsync(HttpClient gate, int number)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await gate.PostAsJsonAsync(new Uri("/v1/gates/evaluate", UriKind.Relative), new
        {
            service = "live",
            @namespace = "shop",
            rollout = number == 0 ? "live" : $"live-{number}",
            canaryHash = "7c5ddbdf54",
            stableHash = "59c6f9b7d8",
            stepWeight = 25,
            window = "10m",
        });
        var body = await answer.Content.ReadAsStringAsync();
        var took = Stopwatch.GetElapsedTime(started);
        return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? Said(JsonSerializer.Deserialize<JsonElement>(body)) : "", took);
    }

    /// <summary>The verdict, and of an inconclusive one the beginning of why.</summary>
    private static string Said(JsonElement answer)
    {
        var (verdict, why) = (answer.GetProperty("verdict").GetString()!, answer.GetProperty("summary").GetString()!);
        return verdict == "inconclusive" ? $"{verdict}: {why[..Math.Min(60, why.Length)]}" : verdict;
    }

    private static void Burn(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            Thread.SpinWait(100);
        }
    }
}
