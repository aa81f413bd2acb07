using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using GateService.Tests.Policies;

namespace GateService.Benchmarks;

/// <summary>
/// Mutated policy files against a real gate process: every one through the linter, every twentieth into the folder it reads as well. Afterwards: did it ever
/// fail to answer, did it end, did it take long, and does it still judge?
/// </summary>
internal static class FuzzPoliciesBenchmark
{
    private const int Seed = 13;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>Every one was answered, nothing ended, nothing hung, and all is well again once the files are.</returns>
    public static async Task<bool> RunAsync(int count, string policies)
    {
        var folder = Directory.CreateTempSubdirectory("gate-fuzz-").FullName;
        var shipped = Directory.EnumerateFiles(policies, "*.yaml", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(policies, file).Replace('\\', '/'), File.ReadAllText);
        Write(folder, shipped);
        await using var simulator = await Server.SimulatorAsync();
        await using var gate = await Server.GateAsync(simulator, new() { ["Policies__Directory"] = folder, ["Policies__ReloadInterval"] = "00:00:00.2" });
        var (mutated, times, statuses) = (new MutatedPolicies(shipped, Seed), new List<TimeSpan>(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < count; i++)
        {
            var (name, files) = mutated.Next();
            if (i % 20 == 0)
            {
                Write(folder, new() { [name] = files[name] });
            }

            var watch = Stopwatch.StartNew();
            var outcome = await LintAsync(gate.Http, files);
            times.Add(watch.Elapsed);
            statuses[outcome] = statuses.GetValueOrDefault(outcome) + 1;
        }

        Write(folder, shipped);
        var well = await IsWellAsync(gate.Http);
        Directory.Delete(folder, recursive: true);
        Console.WriteLine($"{count} mutated files: {string.Join(", ", statuses.Select(status => $"{status.Value} {status.Key}"))}; the gate lives and takes the mended files: {(well ? "yes" : "no")}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"lint, minimum, median and maximum: {Measured.Of(times)}; {gate.ResidentMegabytes():0} MB resident"));
        return well && statuses.Keys.All(status => status is "accepted" or "refused with faults" or "refused as too large");
    }

    private static async Task<string> LintAsync(HttpClient gate, Dictionary<string, string> files)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            using var answer = await gate.PostAsJsonAsync("/v1/policies/lint", new { files }, late.Token);
            return answer.StatusCode == HttpStatusCode.RequestEntityTooLarge ? "refused as too large"
                : answer.StatusCode != HttpStatusCode.OK ? $"answered {(int)answer.StatusCode}"
                : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("valid").GetBoolean() ? "accepted"
                : "refused with faults";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return $"without an answer ({e.GetType().Name})";
        }
    }

    /// <summary>The gate reads files at its own pace: it is asked until it says that they are good.</summary>
    private static async Task<bool> IsWellAsync(HttpClient gate)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            try
            {
                var health = await gate.GetFromJsonAsync<JsonElement>("/healthz/startup");
                if (health.GetProperty("status").GetString() == "healthy")
                {
                    return true;
                }
            }
            catch (HttpRequestException)
            {
                return false;
            }

            await Task.Delay(100);
        }

        return false;
    }

    private static void Write(string folder, Dictionary<string, string> files)
    {
        foreach (var (name, text) in files)
        {
            var file = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
