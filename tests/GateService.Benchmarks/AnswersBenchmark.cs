using System.Globalization;

namespace GateService.Benchmarks;

/// <summary>How long an answer of New Relic can be in earnest, and what many of the longest that are allowed take in memory.</summary>
internal static class AnswersBenchmark
{
    private const int Parallel = 25;
    private const int Minutes = 40;
    private const int Pods = 10;

    /// <summary>For the store to have what was answered first.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    public static async Task LengthsAsync()
    {
        foreach (var (hours, pods, texts, dependencies) in new[] { (1, 10, 5, 5), (6, 5, 250, 5), (9, 5, 1000, 5), (9, 50, 1000, 20), (24, 50, 1000, 20) })
        {
            await using var full = await LongAnswers.StartAsync();
            full.Facets = (pods, texts, dependencies);
            await using var gate = await Server.GateAsync(full.Endpoint, Wide);
            await AskAsync(gate, 0, TimeSpan.FromHours(hours));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a rollout of {hours} h, {pods} stable pods, {texts} texts of errors, {dependencies} dependencies: {full.Longest:N0} bytes"));
        }
    }

    /// <summary>What a healthy rollout that is asked about once a minute costs New Relic, by its age, when everything is asked each time and when closed buckets are not.</summary>
    public static async Task MinutesAsync()
    {
        foreach (var keep in new[] { "0", "1d" })
        {
            foreach (var age in new[] { TimeSpan.FromMinutes(10), TimeSpan.FromHours(9), TimeSpan.FromHours(24) })
            {
                await using var answers = await LongAnswers.StartAsync();
                (answers.Facets, answers.IsHealthy) = ((Pods, 5, 5), true);
                await using var gate = await Server.GateAsync(answers.Endpoint, new(Wide) { ["History__KeepRowsFor"] = keep, ["History__PastMoments"] = "true" });
                var begin = TimeProvider.System.GetUtcNow() - age - TimeSpan.FromMinutes(Minutes + 2);
                await AskAsync(gate, 0, begin, begin + age);
                await Task.Delay(Settled);
                var before = answers.Answered;
                for (var minute = 1; minute <= Minutes; minute++)
                {
                    await AskAsync(gate, 0, begin, begin + age + TimeSpan.FromMinutes(minute));
                }

                var (queries, rows, bytes) = ((double)(answers.Answered.Queries - before.Queries) / Minutes, (double)(answers.Answered.Rows - before.Rows) / Minutes, (double)(answers.Answered.Bytes - before.Bytes) / Minutes);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a rollout of {age.TotalHours:0.##} h, {Pods} stable pods, {(keep == "0" ? "everything asked each minute" : "closed buckets kept")}: {queries:0.0} queries, {rows:N0} rows, {bytes:N0} bytes a minute"));
            }
        }
    }

    /// <summary>In a heap as the runtime takes it in a pod of 512 MiB: three quarters.</summary>
    public static async Task CrowdAsync(int bytes)
    {
        await using var answers = await LongAnswers.StartAsync();
        await using var crowded = await Server.GateAsync(answers.Endpoint, new() { ["NewRelic__Concurrency"] = "25", ["Shares__Evaluations"] = "25", ["DOTNET_GCHeapHardLimit"] = "0x18000000" });
        await AskAsync(crowded, 0, TimeSpan.FromMinutes(20));
        var rest = crowded.PeakMegabytes();
        answers.Bytes = bytes;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var verdicts = await Task.WhenAll(Enumerable.Range(1, Parallel).Select(i => AskAsync(crowded, i, TimeSpan.FromMinutes(20))));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Parallel} evaluations at once with answers of {answers.Longest:N0} bytes: peak {crowded.PeakMegabytes():0} MB resident, {rest:0} MB before, {watch.Elapsed.TotalSeconds:0.0} s; {string.Join(", ", verdicts.CountBy(said => said).Select(said => $"{said.Value} {said.Key}"))}"));
    }

    private static Dictionary<string, string> Wide => new() { ["NewRelic__MaxAnswerBytes"] = "67108864", ["NewRelic__MaxAnswerBytesInFlight"] = "67108864" };

    private static Task<string> AskAsync(Server gate, int number, TimeSpan since) => AskAsync(gate, number, TimeProvider.System.GetUtcNow() - since, null);

    private static async Task<string> AskAsync(Server gate, int number, DateTimeOffset begin, DateTimeOffset? at)
    {
        using var answer = await gate.Http.PostAsJsonAsync(new Uri("/v1/gates/evaluate", UriKind.Relative), new
        {
            service = $"service-{number}",
            @namespace = "shop",
            canaryHash = "7c5ddbdf54",
            stableHash = "59c6f9b7d8",
            stepWeight = 5,
            stepStartedAt = begin,
            rolloutStartedAt = begin,
            at,
        });
        var said = await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        if (!answer.IsSuccessStatusCode)
        {
            return $"HTTP {(int)answer.StatusCode}";
        }

        var summary = said.GetProperty("summary").GetString()!;
        return $"{said.GetProperty("verdict").GetString()}{(summary.StartsWith("New Relic", StringComparison.Ordinal) ? $" ({summary})" : "")}";
    }
}
