#pragma warning disable IDE0005 // Linked into GateService.Benchmarks, whose SDK brings it along; the tests' does not.
using System.Net.Http.Json;
#pragma warning restore IDE0005
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace GateService.Tests.Faults;

/// <summary>
/// Many evaluations of rollouts of every kind while New Relic, the store and the receiver of messages fail by chance and at once. Each verdict is held against that of the
/// same question without faults: it may be the same, or inconclusive with the fault in its sentence.
/// </summary>
/// <param name="gate">Under faults.</param>
/// <param name="simulator">New Relic's part.</param>
/// <param name="troubleStore">One thing that goes wrong with the store.</param>
/// <param name="receiver">Of a message about each decision.</param>
/// <param name="seed">Of the chance.</param>
internal sealed class FaultRun(HttpClient gate, HttpClient simulator, Func<Random, CancellationToken, Task> troubleStore, FaultyReceiver receiver, int seed)
{
    private static readonly string[] Kinds = ["healthy", "ownRegression", "upstreamDegraded", "slowQueryPlan", "canaryOverloadsDependency", "noTraffic"];
    private static readonly int[] Moments = [12, 20, 30, 40];

    /// <summary>How a sentence names what was wrong.</summary>
    private static readonly string[] Causes = ["New Relic", "busy", "could not be asked: no time was left", "did not get an answer together within its deadline"];

    private readonly ConcurrentBag<Outcome> _outcomes = [];
    private readonly Dictionary<string, string> _expected = new(StringComparer.Ordinal);
    private List<string> _questions = [];

    public IReadOnlyCollection<Outcome> Outcomes => _outcomes;

    /// <summary>Answers that are none: another status, a verdict that is neither right nor explained.</summary>
    public IReadOnlyList<string> Faults => [.. _outcomes.Select(outcome => outcome.Fault).OfType<string>()];

    /// <summary>Plays the rollouts, and learns their verdicts while nothing is wrong.</summary>
    /// <param name="calm">A gate that keeps nothing; it may be the same.</param>
    /// <param name="start">Of the rollouts, some time ago.</param>
    public async Task PrepareAsync(HttpClient calm, DateTimeOffset start)
    {
        foreach (var kind in Kinds)
        {
            var world = await SendAsync("/simulator/worlds", new { kind, seed, service = kind.ToLowerInvariant(), canaryHash = "5c6d7e8f", stableHash = "7d9f8c6b54", start = start.ToUnixTimeMilliseconds(), mode = "manual", requestsPerSecond = 5 });
            await SendAsync($"/simulator/worlds/{world.GetProperty("id")}/advance", new { duration = "2400s", weight = 25 });
            foreach (var minute in Moments)
            {
                var question = JsonSerializer.Serialize(new
                {
                    mode = "step",
                    service = kind.ToLowerInvariant(),
                    rollout = kind.ToLowerInvariant(),
                    @namespace = "shop",
                    canaryHash = "5c6d7e8f",
                    stableHash = "7d9f8c6b54",
                    stepWeight = 25,
                    policy = "http-default",
                    rolloutStartedAt = start,
                    stepStartedAt = start,
                    at = start.AddMinutes(minute),
                });
                _expected[question] = (await AskAsync(calm, question)).Verdict ?? throw new InvalidOperationException($"no verdict of {question} though nothing is wrong");
            }
        }

        _questions = [.. _expected.Keys];
    }

    /// <param name="evaluations">How many.</param>
    /// <param name="callers">At once.</param>
    public async Task RunAsync(int evaluations, int callers)
    {
        using var over = new CancellationTokenSource();
        var troubles = new[]
        {
            TroubleAsync(seed + 1, (dice, ct) => SetAsync(NewRelicTrouble.Next(dice), ct), 400, over.Token),
            TroubleAsync(seed + 2, troubleStore, 1_500, over.Token),
        };
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            var dice = new Random(seed + 100 + caller);
            while (Interlocked.Increment(ref next) < evaluations)
            {
                var question = _questions[dice.Next(_questions.Count)];
                _outcomes.Add(Judge(question, await AskAsync(gate, question)));
            }
        }));
        await over.CancelAsync();
        await Task.WhenAll(troubles);
        await SetAsync([], CancellationToken.None);
        receiver.IsWell = true;
    }

    /// <summary>Decisions that were answered as kept and are not there, and those of which no message came in time.</summary>
    public async Task<(int Decisions, int Messages)> LostAsync(TimeSpan patience)
    {
        var kept = _outcomes.Where(outcome => outcome.IsKept).Select(outcome => outcome.Decision!).ToList();
        var missing = 0;
        foreach (var id in kept)
        {
            using var found = await gate.GetAsync(new Uri($"/v1/decisions/{id}", UriKind.Relative));
            missing += found.IsSuccessStatusCode ? 0 : 1;
        }

        for (var watch = Stopwatch.StartNew(); watch.Elapsed < patience && kept.Exists(id => !receiver.Taken.ContainsKey(id)); await Task.Delay(200))
        {
        }

        return (missing, kept.Count(id => !receiver.Taken.ContainsKey(id)));
    }

    private static async Task TroubleAsync(int seed, Func<Random, CancellationToken, Task> strike, int mostMilliseconds, CancellationToken ct)
    {
        var dice = new Random(seed);
        try
        {
            while (!ct.IsCancellationRequested)
            {
                await strike(dice, ct);
                await Task.Delay(dice.Next(mostMilliseconds), ct);
            }
        }
        catch (OperationCanceledException)
        {
            // All evaluations are done.
        }
    }

    private Outcome Judge(string question, Outcome outcome)
    {
        var expected = _expected[question];
        var fault = outcome.Status != HttpStatusCode.OK ? $"HTTP {(int)outcome.Status}: {outcome.Said}"
            : outcome.Verdict == expected ? null
            : outcome.Verdict == "inconclusive" && Causes.Any(cause => outcome.Why.Contains(cause, StringComparison.Ordinal)) ? null
            : $"{outcome.Verdict} in place of {expected}: {outcome.Said}; {question}";
        return outcome with { Fault = fault, IsSame = outcome.Verdict == expected };
    }

    private static async Task<Outcome> AskAsync(HttpClient asked, string question)
    {
        var watch = Stopwatch.StartNew();
        using var content = new StringContent(question, System.Text.Encoding.UTF8, "application/json");
        using var answer = await asked.PostAsync(new Uri("/v1/gates/evaluate", UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        var took = watch.Elapsed;
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            return new Outcome(answer.StatusCode, null, text, null, false, took);
        }

        var said = JsonSerializer.Deserialize<JsonElement>(text);
        var warnings = said.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!).ToList();
        var isKept = !warnings.Exists(warning => warning.Contains("could not be stored", StringComparison.Ordinal));
        return new Outcome(answer.StatusCode, said.GetProperty("verdict").GetString(), said.GetProperty("summary").GetString()!, said.GetProperty("decision").GetProperty("id").GetString(), isKept, took)
        {
            Why = string.Join('\n', said.GetProperty("objectives").EnumerateArray().Select(objective => objective.GetProperty("reason").GetString()).Prepend(said.GetProperty("summary").GetString())),
        };
    }

    private async Task SetAsync(IReadOnlyList<object> faults, CancellationToken ct)
    {
        using var answer = await simulator.PutAsJsonAsync(new Uri("/simulator/faults", UriKind.Relative), faults, ct);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<JsonElement> SendAsync(string path, object body)
    {
        using var answer = await simulator.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>One answer.</summary>
    /// <param name="Status">HTTP's.</param>
    /// <param name="Verdict">Null where there is none.</param>
    /// <param name="Said">The sentence, or the body of what is no answer.</param>
    /// <param name="Decision">Its id.</param>
    /// <param name="IsKept">It does not say that it could not be stored.</param>
    /// <param name="Took">From the question to the last byte.</param>
    internal sealed record Outcome(HttpStatusCode Status, string? Verdict, string Said, string? Decision, bool IsKept, TimeSpan Took)
    {
        public string? Fault { get; init; }

        /// <summary>The sentence, which may be cut short, and those of all objectives.</summary>
        public string Why { get; init; } = "";

        /// <summary>The verdict is that without faults.</summary>
        public bool IsSame { get; init; }
    }
}
