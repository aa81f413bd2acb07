using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using GateService.Evidence;
using GateService.Telemetry;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using NewRelic.Api;

namespace GateService.Tests.Telemetry;

/// <summary>What the gate tells of itself.</summary>
public sealed class TelemetryTests
{
    private const string TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public async Task Prometheus_reads_verdicts_findings_latency_and_the_running_rollout()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        await gate.EvaluateAsync(Bodies.Step(("service", "measured")).ToJsonString()).JudgedAsync();
        var lines = (await gate.Client.GetStringAsync("/metrics")).Split('\n').ToList();

        lines.ShouldContain(line => Has(line, "gate_verdicts_total", "service=\"measured\"", "team=\"platform\"", "verdict=\"pass\""));
        lines.ShouldContain(line => Has(line, "gate_findings_total", "service=\"measured\"", "objective=\"error-rate\"", "outcome=\"met\""));
        lines.ShouldContain(line => Has(line, "gate_evaluation_duration_seconds_bucket", "verdict=\"pass\"", "le=\"0.25\""));
        lines.ShouldContain(line => Has(line, "gate_nerdgraph_duration_seconds_count"));
        lines.ShouldContain(line => Has(line, "gate_nerdgraph_queries_total"));
        lines.ShouldContain(line => Has(line, "gate_rollout_limit", "rollout=\"measured\"", "objective=\"error-rate\""));
        lines.ShouldContain(line => Has(line, "gate_rollout_weight", "rollout=\"measured\"") && line.Contains("} 5", StringComparison.Ordinal));
    }

    /// <summary>Meters are heard by name in the whole process; each of two gates in it counts for itself.</summary>
    [Fact]
    public async Task A_gate_shows_what_it_did_and_nothing_of_another_one_beside_it()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var asked = await GateHost.StartAsync(nerdGraph);
        await using var beside = await GateHost.StartAsync(nerdGraph);

        await asked.EvaluateAsync(Bodies.Step(("service", "asked-alone")).ToJsonString()).JudgedAsync();

        (await asked.Client.GetStringAsync("/metrics")).ShouldContain("asked-alone");
        var metrics = await beside.Client.GetStringAsync("/metrics");
        metrics.ShouldNotContain("asked-alone");
        metrics.ShouldContain("gate_policies_faults");
    }

    [Fact]
    public async Task What_New_Relic_does_not_answer_is_told_with_its_query_and_counted_by_kind_and_what_it_answers_is_not()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);
        using var errors = new MetricCollector<long>(gate.App.Services.GetRequiredService<IMeterFactory>(), GateTelemetry.Source, GateTelemetry.Metrics.Errors);

        (await TroublesAsync()).ShouldAllBe(trouble => trouble == null);
        errors.GetMeasurementSnapshot().ShouldBeEmpty();
        nerdGraph.Answer = ScriptedNerdGraph.Raw(401, "{}");
        var troubles = await TroublesAsync();

        troubles.ShouldAllBe(trouble => trouble == "unauthorized");
        errors.GetMeasurementSnapshot().Select(seen => seen.Tags[GateTelemetry.Tags.Kind]).ShouldBe(troubles.Select(trouble => (object)$"newRelic.{trouble}"));

        async Task<IReadOnlyList<string?>> TroublesAsync()
        {
            var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
            IReadOnlyList<string?> found = [.. answer.GetProperty("evidence").GetProperty("queries").EnumerateArray().Select(query => query.GetProperty("trouble").GetString())];
            found.ShouldNotBeEmpty();
            return found;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_error_of_the_client_is_a_trouble_of_the_same_name(NerdGraphErrorKind kind) => QueryTroubles.Of(kind).ToString().ShouldBe(kind.ToString());

    public static TheoryData<NerdGraphErrorKind> Kinds => [.. Enum.GetValues<NerdGraphErrorKind>()];

    [Fact]
    public async Task The_gauges_of_a_rollout_go_when_it_ends()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);
        await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        gate.App.Services.GetRequiredService<RunningRollouts>().Values().ShouldNotBeEmpty();

        await gate.EvaluateAsync(Bodies.Step(("stepWeight", "100")).ToJsonString()).JudgedAsync();

        gate.App.Services.GetRequiredService<RunningRollouts>().Values().ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_telemetry_there_is_no_page_of_metrics()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph.Endpoint, _ => { }, ("Telemetry:Enabled", "false"));

        (await gate.Client.GetAsync("/metrics")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_trace_that_comes_in_goes_through_all_rooms_and_on_to_New_Relic()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            // A host that logs makes the span of the request by itself; this one does not log.
            ShouldListenTo = source => source.Name is GateTelemetry.Source or "Microsoft.AspNetCore",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.Source.Name == GateTelemetry.Source)
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        var (answer, forwarded) = (nerdGraph.Answer, "");
        nerdGraph.Answer = (http, question) =>
        {
            forwarded = http.Request.Headers.TraceParent.ToString();
            return answer(http, question);
        };
        await using var gate = await GateHost.StartAsync(nerdGraph);
        gate.Client.DefaultRequestHeaders.Add("traceparent", TraceParent);

        await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        var own = spans.Where(span => span.TraceId.ToHexString() == TraceParent.Split('-')[1]).ToList();
        own.Select(span => span.OperationName).ShouldBe(
            [GateTelemetry.Spans.Policy, GateTelemetry.Spans.NerdGraph, GateTelemetry.Spans.Judge, GateTelemetry.Spans.Keep, GateTelemetry.Spans.Evaluate], ignoreOrder: true);
        forwarded.ShouldContain(TraceParent.Split('-')[1]);
    }

    [Fact]
    public async Task Every_line_of_an_evaluation_carries_the_decision()
    {
        var logs = new FakeLogCollector();
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(
            nerdGraph.Endpoint,
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Information);
                builder.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(logs));
            },
            ("History:ConnectionString", "Data Source=/proc/no/such/folder/gate.db"));

        // What the start tried with the store belongs to no decision.
        logs.Clear();
        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        var id = answer.GetProperty("decision").GetProperty("id").GetString();
        var lines = logs.GetSnapshot().Where(line => line.Id.Id is 100 or 300 && line.Category!.StartsWith("GateService", StringComparison.Ordinal)).ToList();
        lines.Count(line => line.Id.Id == 300).ShouldBeGreaterThanOrEqualTo(2);
        lines.ShouldAllBe(line => line.Scopes.OfType<IEnumerable<KeyValuePair<string, object>>>().Any(scope => scope.Any(value => value.Key == "DecisionId" && (string)value.Value == id)));
    }

    [Fact]
    public void Every_metric_of_the_dashboard_and_the_alerts_is_one_the_code_has()
    {
        var known = GateTelemetry.Metrics.All.Select(name => name.Replace('.', '_')).ToList();
        var used = new[] { "dashboard.json", "alerts.yaml" }.Select(file => Repository.PathOf("charts", "gate-service", "files", file)).SelectMany(file => Regex.Matches(File.ReadAllText(file), "gate_[a-z_]+").Select(match => match.Value)).Distinct().ToList();

        used.Count.ShouldBeGreaterThan(10);
        used.Where(name => !known.Any(metric => name == metric || (name.StartsWith(metric, StringComparison.Ordinal) && Suffixes.Contains(name[metric.Length..])))).ShouldBeEmpty();
        known.Where(metric => !used.Any(name => name.StartsWith(metric, StringComparison.Ordinal))).ShouldBeEmpty("a metric that nobody looks at");
    }

    private static readonly string[] Suffixes = ["", "_total", "_seconds", "_seconds_bucket", "_seconds_sum", "_seconds_count", "_bucket", "_sum", "_count"];

    private static bool Has(string line, string name, params string[] labels) => line.StartsWith(name + "{", StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal));
}
