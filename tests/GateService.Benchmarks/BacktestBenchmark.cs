using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GateService.Callers;
using GateService.History;
using GateService.Tests.Backtests;
using GateService.Wire;
using Microsoft.Extensions.Options;

namespace GateService.Benchmarks;

/// <summary>
/// A history of so many decisions about worlds whose truth is known, judged anew by the policies with one seeded mistake after the other: whether each is found, and how long it
/// takes the gate. Decisions are really made about ten minutes of each world at three weights, and kept again and again under other ids.
/// </summary>
internal static class BacktestBenchmark
{
    private const int Batch = 500;
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly (string World, string Policy, bool IsBad)[] Worlds =
    [
        ("healthy", "http-default", false), ("coldStart", "http-default", false), ("oneBadClient", "http-default", false), ("errorBurst", "http-default", true), ("ownRegression", "http-default", true),
        ("slowQueryPlan", "http-default", true), ("upstreamDegraded", "http-default", false), ("canaryOverloadsDependency", "http-default", true), ("nPlusOne", "http-default", true), ("conversionDrop", "shop-kpi", true),
    ];

    /// <returns>Whether every mistake was found.</returns>
    public static async Task<bool> RunAsync(int count, string policies)
    {
        var folder = Directory.CreateTempSubdirectory("gate-backtest-");
        var files = Directory.EnumerateFiles(policies, "*.yaml", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(policies, file).Replace('/', '-'), File.ReadAllText);
        files["shop-kpi.yaml"] = SeededMistake.Shop;
        foreach (var (name, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("policies").FullName, name), text);
        }

        var store = $"Data Source={Path.Combine(folder.FullName, "gate.db")}";
        await using var simulator = await Server.SimulatorAsync();
        await using var gate = await Server.GateAsync(simulator, new() { ["History__ConnectionString"] = store, ["Policies__Directory"] = Path.Combine(folder.FullName, "policies") });
        foreach (var (world, policy, _) in Worlds)
        {
            foreach (var weight in new[] { 5, 25, 50 })
            {
                await DecideAsync(simulator.Http, gate.Http, world, policy, weight);
            }
        }

        await FillAsync(store, count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores; {count:N0} decisions about {Worlds.Length} worlds at 3 weights"));
        await TryAsync(gate, "the same policies", files, count);
        var found = true;
        foreach (var mistake in SeededMistake.All)
        {
            var report = await TryAsync(gate, mistake.Name, mistake.In(files), count);
            found &= report.GetProperty("transitions").EnumerateArray().Any(one => one.GetProperty("from").GetString() == mistake.From && one.GetProperty("to").GetString() == mistake.To);
        }

        foreach (var mistake in SeededMistake.NotTold)
        {
            var report = await TryAsync(gate, mistake.Name, mistake.In(files), count);
            found &= report.GetProperty("notKept").GetInt32() > 0;
        }

        Console.WriteLine(found ? "every mistake was found" : "a mistake was not found");
        return found;
    }

    private static async Task DecideAsync(HttpClient simulator, HttpClient gate, string kind, string policy, int weight)
    {
        var service = $"{kind}-{weight}".ToLowerInvariant();
        var world = await SendAsync(simulator, "/simulator/worlds", new { kind, seed = 7, service, canaryHash = "5c6d7e8f", stableHash = "7d9f8c6b54", start = Start.ToUnixTimeMilliseconds(), mode = "manual", requestsPerSecond = 50 });
        await SendAsync(simulator, $"/simulator/worlds/{world.GetProperty("id")}/advance", new { duration = "600s", weight });
        await SendAsync(gate, "/v1/gates/evaluate", new
        {
            mode = "step",
            service,
            @namespace = "shop",
            stableHash = "7d9f8c6b54",
            canaryHash = "5c6d7e8f",
            policy,
            stepWeight = weight,
            stepStartedAt = Start,
            at = Start.AddMinutes(10),
        });
    }

    private static async Task FillAsync(string store, int count)
    {
        await using var database = new Database(Options.Create(new HistoryOptions { ConnectionString = store }), TimeProvider.System);
        var models = new List<StoredDecision>();
        await foreach (var decision in new DecisionScan(database).ReadAsync(new DecisionFilter(), Caller.Anyone, int.MaxValue, default))
        {
            models.Add(StoredDecision.Of(decision.Record()));
        }

        var labels = new DecisionLabels(database, TimeProvider.System);
        for (var i = 0; i < count - models.Count; i += Batch)
        {
            var batch = Enumerable.Range(i, Math.Min(Batch, count - models.Count - i)).Select(n => models[n % models.Count] with { Id = DecisionId.New(Start.AddSeconds(n)), CanaryHash = $"{n / models.Count:x8}" }).ToList();
            await database.WriteAsync(
                async (transaction, ct) =>
                {
                    await DecisionWriting.InsertAsync(transaction, batch, ct);
                    return true;
                },
                default);

            // People label one in twenty.
            foreach (var labelled in batch.Where((_, n) => n % 20 == 0))
            {
                var isBad = Worlds.Single(world => labelled.Service.StartsWith($"{world.World}-", StringComparison.OrdinalIgnoreCase)).IsBad;
                await labels.PutAsync(labelled.Id, (labelled.Verdict == "fail") == isBad ? "right" : "wrong", "", "bench", Caller.Anyone, default);
            }
        }
    }

    private static async Task<JsonElement> TryAsync(Server gate, string name, Dictionary<string, string> files, int count)
    {
        var (begun, used) = (Stopwatch.GetTimestamp(), gate.ProcessorTime());
        var report = await SendAsync(gate.Http, "/v1/backtests", new { files, most = count, list = 0 });
        var (took, after, processor) = (Stopwatch.GetElapsedTime(begun), report.GetProperty("after"), gate.ProcessorTime() - used);
        var transitions = string.Join(", ", report.GetProperty("transitions").EnumerateArray().Select(one => $"{one.GetProperty("from")} to {one.GetProperty("to")} {one.GetProperty("decisions")}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {took.TotalSeconds:0.0} s, {processor.TotalSeconds:0.0} s of processor time, {report.GetProperty("same")} the same, {report.GetProperty("notKept")} not kept, {(transitions.Length == 0 ? "none changed" : transitions)}; precision {after.GetProperty("precision")}, recall {after.GetProperty("recall")}"));
        return report;
    }

    private static async Task<JsonElement> SendAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new HttpRequestException($"{path} answered {(int)answer.StatusCode}: {text}");
    }
}
