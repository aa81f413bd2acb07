using System.Text;
using System.Text.RegularExpressions;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Evidence;
using GateService.Tests.Evidence;
using GateService.Tests.Hosting;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Tests.Agents;

/// <summary>
/// The agents' sample events through the simulator and the gate's own questions: who is a user's request, whose fault it was, what was said of it and which
/// dependency failed. docs/telemetry.md is what came out. UPDATE_DOCS=1 writes it anew, but never with a cell that got worse.
/// </summary>
public sealed class TruthTableTests : IAsyncLifetime
{
    private const string Begin = "| sample events |";
    private static readonly DateTimeOffset From = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);
    private static readonly DocumentSection Section = new("telemetry.md", "truth");

    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async ValueTask DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Every_question_about_every_agent_is_answered_as_well_as_the_page_says()
    {
        var answers = new List<(AgentFile File, IReadOnlyList<(string Question, TruthCell Cell)> Cells, string Unknowable)>();
        foreach (var file in AgentFile.All)
        {
            var answer = new Answer(file, await GatherAsync(file));
            answers.Add((file, [.. answer.Questions()], answer.Unknowable()));
        }

        var questions = answers[0].Cells.Select(cell => cell.Question).ToList();
        var page = new StringBuilder($"{Begin} {string.Join(" | ", questions)} |\n|---|{string.Concat(questions.Select(_ => "---|"))}\n");
        foreach (var (file, cells, _) in answers)
        {
            page.Append($"| `{file.Title}` | {string.Join(" | ", cells.Select(cell => cell.Cell.Text))} |\n");
        }

        page.Append("\nWrong:\n\n");
        foreach (var (file, cells, unknowable) in answers)
        {
            page.Append(string.Concat(cells.Where(cell => cell.Cell.Wrong.Count > 0).Select(cell => $"- `{file.Title}`, {cell.Question}: {string.Join("; ", cell.Cell.Wrong)}\n"))).Append(unknowable);
        }

        NoWorseThan(Section.Read(), page.ToString());
        Section.ShouldSay(page.ToString());
    }

    /// <summary>The floor: what the page has as right stays right.</summary>
    private static void NoWorseThan(string said, string now)
    {
        var before = Cells(said);
        var worse = Cells(now).Where(cell => before.TryGetValue(cell.Key, out var right) && TruthCell.RightOf(cell.Value) < TruthCell.RightOf(right))
            .Select(cell => $"{cell.Key.File}, {cell.Key.Question}: {before[cell.Key]} before, {cell.Value} now");
        worse.ShouldBeEmpty();
    }

    private static Dictionary<(string File, string Question), string> Cells(string table)
    {
        var rows = table.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]).ToList();
        return rows.Skip(2).SelectMany(row => row.Skip(1).Select((cell, i) => ((row[0], rows[0][i + 1]), cell))).ToDictionary(cell => cell.Item1, cell => cell.cell);
    }

    private async Task<GateEvidence> GatherAsync(AgentFile file)
    {
        var rows = file.Rows();
        using (var cleared = await _simulator.Client.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken))
        {
            cleared.IsSuccessStatusCode.ShouldBeTrue();
        }

        using var seeded = await _simulator.Client.PostAsync(
            "/simulator/events", new StringContent(string.Join('\n', rows.SelectMany(row => row.Lines(From))), Encoding.UTF8, "application/x-ndjson"), TestContext.Current.CancellationToken);
        seeded.IsSuccessStatusCode.ShouldBeTrue(await seeded.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var window = new EvaluationWindow(From, From.AddMinutes(20), TimeSpan.FromMinutes(1));
        var request = Plans.Request with { Service = rows[0].Service, Rollout = rows[0].Service, CanaryHash = SampleRow.CanaryHash, StableHash = SampleRow.StableHash, StepWeight = 50 };
        var plan = EvidencePlanner.Plan(request, Plans.Written(file.Policy), new WindowPlan.Planned(window, null) { Span = window, History = new EvaluationWindow(From.AddHours(-1), From, window.Bucket) });
        var client = new NerdGraphClient(() => new HttpClient(), new NerdGraphOptions { Endpoint = _simulator.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey, TotalTimeout = TimeSpan.FromMinutes(1), AttemptTimeout = TimeSpan.FromSeconds(50) });
        using var source = new NewRelicEvidenceSource(client, TimeProvider.System);
        var evidence = await source.GatherAsync(plan, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        evidence.Queries.ShouldAllBe(query => query.Outcome == "answered", string.Join('\n', evidence.Queries.Where(query => query.Outcome != "answered")));
        return evidence;
    }

    /// <summary>What the gate learnt of one file, question by question, and event by event.</summary>
    private sealed class Answer(AgentFile file, GateEvidence evidence)
    {
        private readonly IReadOnlyList<SampleRow> _rows = file.Rows();

        public IEnumerable<(string Question, TruthCell Cell)> Questions()
        {
            var requests = _rows.Where(row => row.IsRequest == true).ToList();
            var faults = requests.Where(row => row.Fault == "Y" && IsKnowable(row)).ToList();
            yield return ("user requests", TruthCell.Count(requests, row => Exposure(row) == row.Count));
            yield return ("jobs, probes, inner spans left out", TruthCell.Count(_rows.Where(row => row.IsRequest == false && !requests.Any(request => request.Minute == row.Minute)), row => Exposure(row) == 0));
            yield return ("server faults", TruthCell.Count(faults, row => Bad(row, "error-rate") == row.Count));
            yield return ("good answers are no errors", TruthCell.Count(requests.Where(row => row.Fault == "N"), row => Bad(row, "error-rate") == 0));
            yield return ("callers' and expected errors are no failures", TruthCell.Count(requests.Where(row => row.Fault is "C" or "E"), row => Bad(row, "error-rate") == 0 && Bad(row, "success-rate") == 0));
            yield return ("classes", TruthCell.Count(faults.Where(row => SampleRow.Said(_rows, row).Classes.Count > 0), row => Signatures(row).Any(found => found.Type is { } type && SampleRow.Said(_rows, row).Classes.Contains(type))));
            yield return ("messages", TruthCell.Count(faults.Where(row => SampleRow.Said(_rows, row).Messages.Count > 0), row => Signatures(row).Any(found => found.Message is { } text && SampleRow.Said(_rows, row).Messages.Any(said => IsSame(said, text)))));
            var calls = _rows.Where(row => row.Dependency is not null).ToList();
            yield return ("dependencies of calls", TruthCell.Count(calls, row => Calls(row).Any(call => call.Calls > 0) || IsNamed(row)));
            yield return ("failed calls", TruthCell.Count(calls.Where(row => row.IsFailedCall && IsKnowable(row)), row => Calls(row).Any(call => call.Failed.Size > 0) || IsNamed(row)));
            yield return ("good calls are no failed ones", TruthCell.Count(calls.Where(row => !row.IsFailedCall), row => Calls(row).All(call => call.Failed.Size == 0)));
            yield return ("failed requests with their failed call", TruthCell.Count(faults.Where(row => Failed(row).Any()), row => Failed(row).Any(IsNamed)));
        }

        /// <summary>What nobody can know: said by the gate, or not.</summary>
        public string Unknowable()
        {
            var text = new StringBuilder();
            foreach (var why in file.Unknowable.GroupBy(line => line.Why))
            {
                var rows = _rows.Where(row => why.Any(line => line.Line == row.Line)).ToList();
                rows.ShouldAllBe(row => row.Dependency == null ? Bad(row, "error-rate") == 0 : Calls(row).All(call => call.Failed.Size == 0), $"{file.Title}: what is found is not unknowable");
                var causes = evidence.Objectives.SelectMany(found => new[] { found.Unseen, (found.Judged as SliceEvidence.Unavailable)?.Cause }).Concat(rows.Any(row => row.Dependency is not null) ? evidence.Notes : []);
                var cause = causes.OfType<string>().FirstOrDefault(said => rows.TrueForAll(row => row.Dependency is null || said.Contains(row.Dependency, StringComparison.Ordinal)));
                var said = cause is null ? " **The gate does not say so.**" : $" The gate: {cause}.";
                text.Append($"- `{file.Title}`, unknowable: {string.Join("; ", rows.Select(row => row.Title))}. {char.ToUpperInvariant(why.Key[0])}{why.Key[1..]}.{said}\n");
            }

            return text.ToString();
        }

        private bool IsKnowable(SampleRow row) => !file.Unknowable.Any(line => line.Line == row.Line);

        private double Exposure(SampleRow row) => evidence.Objectives.Select(found => At(found.Judged, row)?.Exposure ?? 0).Max();

        private double Bad(SampleRow row, string objective) => At(evidence.Objectives.Single(found => found.Objective == objective).Judged, row)?.Bad ?? 0;

        private IEnumerable<ErrorSignature> Signatures(SampleRow row) =>
            evidence.Errors!.Canary.Where(series => series.Buckets[row.Minute].Failures > 0).Select(series => series.Signature).OfType<ErrorSignature>();

        private IEnumerable<CallBucket> Calls(SampleRow row) => evidence.Errors!.Calls.Where(found => IsOf(row, found.Dependency)).Select(found => found.Canary[row.Minute]);

        private IEnumerable<SampleRow> Failed(SampleRow request) => _rows.Where(row => row.IsFailedCall && row.Minute == request.Minute);

        /// <summary>A call of which nothing is said but that its request failed names the dependency there, and counts nowhere else.</summary>
        private bool IsNamed(SampleRow call) => call.IsFailedCall && evidence.Errors!.FailedCalls.Any(link => IsOf(call, link.Dependency));

        private static Bucket? At(SliceEvidence found, SampleRow row) => found.Buckets.Count == 0 ? null : found.Buckets[row.Minute];

        private static bool IsOf(SampleRow call, string dependency) => call.Dependency == dependency || call.Dependency == DependencyName.Of(dependency);

        /// <summary>What varies in a message may have become <c>*</c>; nothing but that says something only of a message of one word.</summary>
        private static bool IsSame(string said, string found) =>
            (found != "*" || !said.Contains(' ', StringComparison.Ordinal)) && Regex.IsMatch(said, $"^{Regex.Escape(found).Replace("\\*", ".*", StringComparison.Ordinal)}$");
    }
}
