using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.RealCases;

/// <summary>Real faults of real systems through simulator and service, by one policy for all.</summary>
public sealed class RealCaseTests
{
    /// <summary>Windows of 36 to 144 seconds: narrow buckets, no warm-up, fewest bad buckets 3, stable's quantiles from the window itself.</summary>
    private const string Policy =
        """
        kind: policy
        name: real-cases
        bucket: 10s
        ingestDelay: 0s
        sequential: {warmUp: 0s, fewestBadBuckets: 3, history: 0s, promoteOn: noHarm}
        objectives:
          error-rate: {kind: errorRate, atMost: 0.1%, promise: false, minimumSample: 20}
          latency-p50: {kind: latency, quantile: 0.5, atMost: 1ms, promise: false, minimumSample: 20}
          latency-p95: {kind: latency, quantile: 0.95, atMost: 1ms, promise: false, minimumSample: 20}
        """;

    private const string Headings = "case;fault;label;acceptable;verdict;selfInflicted;upstream;undetermined;summary";

    private static readonly ConcurrentDictionary<string, Lazy<Task<JsonElement>>> Answers = new(StringComparer.Ordinal);

    public static TheoryData<string> Cases => [.. RealCase.Names];

    [Fact]
    public void The_cases_are_there() =>
        Assert.SkipUnless(RealCase.Folder is not null, "no real cases: neither GATE_REAL_CASES nor ../shared/data/nezha is a folder");

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public async Task A_real_case_gets_a_verdict_that_an_expert_accepts(string name)
    {
        var real = RealCase.Of(name);

        var answer = await EvaluateAsync(real);

        // On so short a window nobody can be sure of health.
        var acceptable = real.Acceptable.Contains("pass") ? [.. real.Acceptable, "inconclusive"] : real.Acceptable;
        acceptable.ShouldContain(answer.GetProperty("verdict").GetString(), answer.GetProperty("summary").GetString());
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public async Task The_errors_of_a_real_fault_are_never_booked_on_the_wrong_side(string name)
    {
        var real = RealCase.Of(name);

        var answer = await EvaluateAsync(real);

        // A dependency's errors are upstream, or too few to be sure; a service's own are never excused.
        Booked(answer, real.Attribution == "upstream" ? "selfInflicted" : "upstream").ShouldBe(0, answer.GetProperty("attribution").ToString());
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public async Task A_starved_canary_is_told_from_slow_dependencies(string name)
    {
        var attribution = (await EvaluateAsync(RealCase.Of(name))).GetProperty("attribution");

        (attribution.ValueKind == JsonValueKind.Object && attribution.GetProperty("time") is { ValueKind: JsonValueKind.Object } time && time.GetProperty("conclusion").GetString()?.Contains("starved", StringComparison.Ordinal) == true)
            .ShouldBe(name is "ob-self-frontend-cpucontention" or "tt-self-basic-cpucontention", attribution.ToString());
    }

    /// <summary>The table that docs/measurements/decision-quality.md shows; <c>UPDATE_GOLDENS=1</c> rewrites it.</summary>
    [Fact]
    public async Task The_table_of_real_cases_is_what_the_gate_answers()
    {
        Assert.SkipUnless(RealCase.Folder is not null, "no real cases");
        List<string> lines = [Headings];
        foreach (var real in RealCase.Names.Select(RealCase.Of))
        {
            var answer = await EvaluateAsync(real);
            var summary = answer.GetProperty("summary").GetString()!;
            string[] counts = [.. new[] { "selfInflicted", "upstream", "undetermined" }.Select(origin => Booked(answer, origin).ToString(CultureInfo.InvariantCulture))];
            lines.Add(string.Join(';', [real.Name, real.Fault, real.Attribution, string.Join(' ', real.Acceptable), answer.GetProperty("verdict").GetString(), .. counts, summary.Replace(';', ',')]));
        }

        var path = Repository.PathOf(Path.Combine("tests", "GateService.Bench", "Report", "real-cases.csv"));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1")
        {
            await File.WriteAllLinesAsync(path, lines);
        }

        lines.ShouldBe(await File.ReadAllLinesAsync(path));
    }

    /// <summary>The canary's failed requests of an origin; none where there was nothing to tell apart.</summary>
    private static double Booked(JsonElement answer, string origin) =>
        answer.GetProperty("attribution") is { ValueKind: JsonValueKind.Object } attribution ? attribution.GetProperty(origin).GetProperty("canary").GetDouble() : 0;

    private static Task<JsonElement> EvaluateAsync(RealCase real) => Answers.GetOrAdd(real.Name, _ => new Lazy<Task<JsonElement>>(() => AskAsync(real))).Value;

    private static async Task<JsonElement> AskAsync(RealCase real)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "real-cases.yaml"), Policy);
        await using var simulator = await SimulatorHost.StartAsync();
        using var seeded = await simulator.Client.PostAsync("/simulator/events", new StringContent(await real.EventsAsync(), Encoding.UTF8, "application/x-ndjson"));
        seeded.IsSuccessStatusCode.ShouldBeTrue();
        await using var gate = await GateHost.StartAsync(simulator.Endpoint, _ => { }, [.. GateHost.Patient, ("Policies:Directory", folder.Path)]);
        var question = real.Question();
        question["policy"] = "real-cases";
        using var answer = await gate.EvaluateAsync(question.ToJsonString());
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
