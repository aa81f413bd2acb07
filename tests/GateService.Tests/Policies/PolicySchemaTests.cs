using System.Text.Json.Nodes;
using GateService.Core;
using GateService.Core.Policies.Reading;
using GateService.Tests.Cli;
using GateService.Tests.Hosting;
using GateService.Yaml;

namespace GateService.Tests.Policies;

/// <summary>The JSON Schema that editors use says the same as the reader, in a language server as editors run it.</summary>
public sealed class PolicySchemaTests
{
    private const string Head = "kind: policy\nname: p\nextends: http-default\n";

    /// <summary>Written as people write them; the reader takes every one.</summary>
    private static readonly string[] Taken =
    [
        "objectives: {error-rate: {atMost: 2%}}",
        "objectives: {error-rate: {atMost: 0.02}}",
        "objectives: {error-rate: {atMost: \"0.02\"}}",
        "objectives: {error-rate: {atMost: {5: 2%, \"50\": 1.5%, 99.9: 1%}}}",
        "objectives: {error-rate: null}",
        "objectives: {success-rate: {atLeast: stable, margin: 1.5}}",
        "objectives: {apdex: {atLeast: {5: 0.9, 50: 95%}, threshold: 1.5s, floor: 0.96}}",
        "objectives: {latency-p95: {atMost: {5: 1h30m, 50: 500ms}, floor: 250ms, quantile: 0.99}}",
        "objectives: {latency-p99: {kind: latency, quantile: 0.99, atMost: 2s, minimumSample: 10, weight: 2, promise: false, judge: threshold, onHarm: {5: hold, 50: fail}}}",
        "objectives: {orders: {kind: kpi, eventType: Order, form: rate, per: minute, atLeast: 10, where: \"a = 'it\\\\'s' OR `from` = 1\"}}",
        "objectives: {sales: {kind: kpi, eventType: Order, form: ratio, numerator: \"state != 'failed' AND items >= 2\", atLeast: 90%}}",
        "objectives: {lag: {kind: queueLag, system: kafka, name: \"{service}\", topic: t, atMost: 100}}",
        "objectives: {ready: {kind: podsReady, atLeast: 100%}}",
        "objectives: {lines: {kind: logErrors, floor: 1%}}",
        "window: 24h\nbucket: 300s\ningestDelay: 0s\nrunbook: https://wiki.example.com/checkout\nsequential: {errorBudget: 20%, falseProof: 0.5, proof: {5: 5, 50: 1.67}, promoteOn: proven, warmUp: 0s}\nonHarm: hold",
        "telemetry: {where: {mine: \"tenant = 'a'\", theirs: null}, clusterAttributes: []}\nslices: {by: attribute, attributes: [version], canaryValue: \"{version}\"}",
    ];

    private static readonly string[] Refused =
    [
        "objectivs: {}",
        "slices: {by: pod}",
        "objectives: {x: {kind: errorRat, atMost: 1%}}",
        "objectives: {error-rate: {atMost: 200%}}",
        "objectives: {error-rate: {atMost: 500ms}}",
        "objectives: {error-rate: {atMost: {150: 1%}}}",
        "objectives: {error-rate: {atLeast: 99%}}",
        "objectives: {error-rate: {quantile: 0.95}}",
        "objectives: {success-rate: {atMost: 1%}}",
        "objectives: {latency-p95: {atMost: 1200}}",
        "objectives: {latency-p95: {atMost: stable}}",
        "objectives: {apdex: {threshold: 500}}",
        "objectives: {ready: {kind: podsReady, atLeast: 100%, margin: 2}}",
        "objectives: {error-rate: {margin: 0.5}}",
        "objectives: {error-rate: {onHarm: stop}}",
        "objectives: {sales: {kind: kpi, eventType: Order, form: ratio, numerator: \"state = 'ok' FACET shop\", atLeast: 90%}}",
        "objectives: {sales: {kind: kpi, form: ratio, numerator: \"state = 'ok'\", atLeast: 90%}}",
        "window: 9s",
        "runbook: wiki/checkout",
        "bucket: 6m",
        "sequential: {errorBudget: 21%}",
        "sequential: {proof: {5: 0}}",
        "telemetry: {where: \"a <> 'b'\"}",
    ];

    [Fact]
    public async Task What_the_reader_takes_an_editor_marks_nowhere_and_what_the_schema_can_know_it_marks()
    {
        var files = Repository.PolicyFiles().Select(file => KeyValuePair.Create(file.Key.Replace('/', '-'), file.Value))
            .Concat(Taken.Index().Select(text => KeyValuePair.Create($"taken-{text.Index}.yaml", Head + text.Item)))
            .Concat(Refused.Index().Select(text => KeyValuePair.Create($"refused-{text.Index}.yaml", Head + text.Item))).ToDictionary();

        var marks = await EditorHost.MarksAsync(files);

        marks.Where(file => !file.Key.StartsWith("refused-", StringComparison.Ordinal) && file.Value.Count > 0).Select(file => $"{files[file.Key]}\n{string.Join("\n", file.Value)}").ShouldBeEmpty();
        marks.Where(file => file.Key.StartsWith("refused-", StringComparison.Ordinal) && file.Value.Count == 0).Select(file => files[file.Key]).ShouldBeEmpty();
        Taken.Where(text => Faults(text).Count > 0).Select(text => $"{text}: {Faults(text)[0]}").ShouldBeEmpty();
        Refused.Where(text => Faults(text).Count == 0).ShouldBeEmpty();
    }

    [Fact]
    public void Every_kind_of_objective_stands_in_the_schema()
    {
        var schema = JsonNode.Parse(Repository.Read("policies/policy.schema.json"))!["definitions"]!;

        schema["objective"]!["properties"]!["kind"]!["enum"]!.AsArray().Select(kind => kind!.GetValue<string>()).ShouldBe(ObjectiveReader.Kinds);
        schema["objective"]!["allOf"]!.AsArray().Select(kind => kind!["if"]!["properties"]!["kind"]!["const"]!.GetValue<string>()).ShouldBe(ObjectiveReader.Kinds, ignoreOrder: true);
    }

    /// <summary>An override need not say the kind again: by the shipped names the schema knows it.</summary>
    [Fact]
    public void Objectives_of_shipped_policies_are_known_by_name()
    {
        var known = JsonNode.Parse(Repository.Read("policies/policy.schema.json"))!["definitions"]!["objectives"]!["properties"]!.AsObject()
            .Select(objective => $"{objective.Key} {objective.Value!["allOf"]![1]!["then"]!["$ref"]!.GetValue<string>()}");

        var shipped = Repository.PolicyFiles().Select(file => YamlPolicyReader.Read(file.Key, file.Value, [])!["objectives"]).OfType<PolicyNode.Map>().SelectMany(objectives => objectives.Entries)
            .Select(entry => (entry.Key, Kind: ((entry.Value as PolicyNode.Map)?["kind"] as PolicyNode.Scalar)?.Text)).Where(objective => objective.Kind is not (null or "kpi"));

        known.ShouldBe(shipped.Select(objective => $"{objective.Key} #/definitions/{objective.Kind}Objective").Distinct(), ignoreOrder: true);
    }

    private static IReadOnlyList<PolicyFault> Faults(string text) =>
        PolicyTexts.Lint(new Dictionary<string, string>(Repository.PolicyFiles()) { ["p.yaml"] = Head + text }, Judges.Shipped, new DateOnly(2026, 11, 29));
}
