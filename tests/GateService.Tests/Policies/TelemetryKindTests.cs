using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Policies.Telemetry;
using GateService.Tests.Evidence;
using GateService.Yaml;

namespace GateService.Tests.Policies;

/// <summary>A policy names a kind of telemetry and says any part otherwise; conditions of layers add up, and all that results is shown with where it comes from.</summary>
public sealed class TelemetryKindTests
{
    public static TheoryData<string> Kinds => [.. TelemetryKinds.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_is_named(string kind) => Read($"telemetry: {{kind: {kind}}}\nslices: {{by: attribute, attributes: [version]}}").Telemetry.ShouldBe(TelemetryKinds.Find(kind)! with { Where = Read("").Telemetry.Where }, new Alike());

    [Theory]
    [InlineData("", "apm-http", "k8s.podName")]
    [InlineData("telemetry: {eventType: Transaction}", "apm-http", "k8s.podName")]
    [InlineData("telemetry: {eventType: MyRequests}", "apm-http", "k8s.podName")]
    [InlineData("telemetry: {eventType: Span}", "otel-spans", "k8s.pod.name")]
    [InlineData("telemetry: {eventType: Metric}", "otel-metrics", "k8s.pod.name")]
    [InlineData("telemetry: {eventType: Log}\nslices: {by: attribute, attributes: [upstream_cluster]}", "gateway-log", "upstream_cluster")]
    public void Without_a_kind_the_event_type_means_one(string body, string kind, string pod)
    {
        var policy = Read(body);

        policy.Telemetry.Kind.ShouldBe(kind);
        policy.Slices.Attributes[0].ShouldBe(pod);
    }

    [Fact]
    public void Any_part_can_be_said_otherwise()
    {
        var telemetry = Read("telemetry: {kind: otel-spans, durationAttribute: took, durationUnit: seconds, error: \"failed IS TRUE\", probePaths: [], calls: {failedCall: \"oops IS TRUE\"}}").Telemetry;

        (telemetry.DurationAttribute, telemetry.DurationUnit, telemetry.Error).ShouldBe(("took", DurationUnit.Seconds, "failed IS TRUE"));
        telemetry.ProbePaths.ShouldBeEmpty();
        telemetry.ProbeAgents.ShouldBe(OtelSpans.Source.ProbeAgents);
        (telemetry.Calls!.FailedCall, telemetry.Calls.Call).ShouldBe(("(oops IS TRUE)", OtelSpans.Source.Calls!.Call));
    }

    [Theory]
    [InlineData("telemetry: {kind: apm-htp}", "'apm-htp': expected apm-http")]
    [InlineData("telemetry: {kind: apm-http, eventType: Span}", "a kind of Span: otel-spans")]
    [InlineData("telemetry: {where: \"a = 1 LIMIT 3\"}", "holds LIMIT")]
    [InlineData("telemetry: {where: {mine: \"(a = 1\"}}", "leaves a parenthesis open")]
    [InlineData("telemetry: {population: \"a = {b}\"}", "parameters does not declare")]
    [InlineData("telemetry: {probePaths: [\"/a%\"]}", "neither % nor a quote")]
    [InlineData("telemetry: {durationUnit: minutes}", "'minutes'")]
    [InlineData("telemetry: {failures: \"x\"}", "is no known key")]
    [InlineData("telemetry: {serviceValue: \"a%\"}", "holds a %")]
    [InlineData("telemetry: {serviceValue: \"{ser vice}\"}", "no {placeholder}")]
    [InlineData("telemetry: {kind: gateway-log}", "does not see pods by name")]
    [InlineData("telemetry: {bounds: [1, 2]}", "only kinds of counters take it: istio-metrics")]
    [InlineData("telemetry: {kind: istio-metrics, bounds: [5, 2]}", "rising and above 0")]
    public void What_is_wrong_is_said(string body, string fault) => Faults(body).ShouldContain(found => found.ToString().Contains(fault), string.Join('\n', Faults(body)));

    [Fact]
    public void Conditions_of_all_layers_hold_together_and_go_by_their_name_or_file()
    {
        var files = new Dictionary<string, string>
        {
            ["base.yaml"] = "kind: policy\nname: base\ntelemetry: {where: \"a = 1\"}\nobjectives: {e: {kind: errorRate, atMost: 1%}}",
            ["mine.yaml"] = "kind: policy\nname: mine\nextends: base\ntelemetry: {where: {second: \"b = 2\"}}",
            ["team.yaml"] = "kind: team\nname: shop\npolicy: mine\noverrides: {telemetry: {where: \"c = 3\"}}",
            ["service.yaml"] = "kind: service\nname: cart\nteam: shop\noverrides: {telemetry: {where: {second: null}}}",
            ["fresh.yaml"] = "kind: policy\nname: fresh\nextends: base\ntelemetry: {where: null}",
        };

        Where(files, "cart").ShouldBe(["base.yaml: a = 1", "team.yaml: c = 3"]);
        Catalog(files).Policies.Single(policy => policy.Name == "mine").Telemetry.Where.Values.ShouldBe(["a = 1", "b = 2"]);
        Catalog(files).Policies.Single(policy => policy.Name == "fresh").Telemetry.Where.ShouldBeEmpty();
    }

    [Fact]
    public void The_effective_policy_shows_every_condition_that_results()
    {
        var origins = Read("telemetry: {kind: apm-grpc, where: \"region = 'eu'\"}").Origins.ToDictionary(origin => origin.Path, origin => origin.Value);

        origins["telemetry.kind"].ShouldBe("apm-grpc");
        origins["telemetry.population"].ShouldBe(ApmGrpc.Source.Population);
        origins["telemetry.error"].ShouldBe(ApmGrpc.Source.Error);
        origins["telemetry.where"].ShouldBe("region = 'eu'");
        origins["telemetry.probePaths"].ShouldContain("/healthz");
        (origins["telemetry.nameAttribute"], origins["telemetry.pathAttributes"]).ShouldBe(("name", "request.uri"));
        origins["telemetry.probeNames"].ShouldContain("*/readyz");
        origins["telemetry.calls"].ShouldContain(ApmGrpc.Source.Calls!.FailedCall);
        Read("telemetry: {kind: otel-spans}").Origins.Single(origin => origin.Path == "telemetry.durationAttribute").Value.ShouldBe("duration.ms, else duration in seconds");
    }

    [Fact]
    public void A_duration_of_the_policy_s_own_is_the_only_one_and_names_of_probes_can_be_set()
    {
        Read("telemetry: {kind: otel-spans}").Telemetry.DurationAttributes.ShouldBe(["duration.ms", "duration"]);
        Read("telemetry: {kind: otel-spans, durationAttribute: took}").Telemetry.DurationAttributes.ShouldBe(["took"]);
        Read("telemetry: {kind: otel-spans, durationUnit: seconds}").Telemetry.DurationAttributes.ShouldBe(["duration.ms"]);
        Read("telemetry: {probeNames: [\"*/ping\"]}").Telemetry.ProbeNames.ShouldBe(["*/ping"]);
        Read("telemetry: {probeNames: []}").Telemetry.ProbeNames.ShouldBeEmpty();
        Read("telemetry: {kind: apm-background}").Telemetry.ProbeNames.ShouldBeEmpty();
    }

    [Fact]
    public void A_metric_of_the_policy_s_own_takes_the_place_of_all_and_a_condition_of_its_own_holds_for_each()
    {
        var own = Read("telemetry: {kind: otel-metrics, durationAttribute: http.server.requests, durationUnit: milliseconds}").Telemetry;
        own.Distributions.ShouldBe([new DurationMetric("requests", "http.server.requests", DurationUnit.Milliseconds, null)]);

        var told = Read("telemetry: {kind: otel-metrics, error: \"oops IS TRUE\"}").Telemetry;
        told.Distributions.Select(metric => metric.Name).ShouldBe(OtelMetrics.Source.Distributions.Select(metric => metric.Name));
        told.Distributions.ShouldAllBe(metric => metric.Conditions == null);

        var counted = Read("telemetry: {kind: istio-metrics, requestCounter: response_total, durationAttribute: response_latency_ms_bucket, bounds: [10, 100]}").Telemetry;
        (counted.Counters!.Requests, counted.DurationAttribute).ShouldBe(("response_total", "response_latency_ms_bucket"));
        counted.Counters.Bounds.ShouldBe([10, 100]);
    }

    private static IEnumerable<string> Where(Dictionary<string, string> files, string service) =>
        Catalog(files).Resolve(Plans.Request with { Service = service }).ShouldBeOfType<PolicyResolution.Resolved>().Policy.Telemetry.Where.Select(named => $"{named.Key}: {named.Value}");

    private static GatePolicy Read(string body) => Plans.Written($"{body}\nobjectives: {{e: {{kind: errorRate, atMost: 1%}}}}");

    private static List<PolicyFault> Faults(string body)
    {
        var faults = new List<PolicyFault>();
        PolicyTexts.Build(new Dictionary<string, string> { ["test.yaml"] = $"kind: policy\nname: test\n{body}\nobjectives: {{e: {{kind: errorRate, atMost: 1%}}}}" }, Core.Judges.Shipped, faults);
        return faults;
    }

    private static PolicyCatalog Catalog(Dictionary<string, string> files)
    {
        var faults = new List<PolicyFault>();
        return PolicyTexts.Build(files, Core.Judges.Shipped, faults) is PolicyCatalogResult.Built built ? built.Catalog : throw new ShouldAssertException(string.Join('\n', faults));
    }

    /// <summary>Records with lists are alike when what they say is.</summary>
    private sealed class Alike : IEqualityComparer<TelemetrySource>
    {
        public bool Equals(TelemetrySource? x, TelemetrySource? y) => Said(x) == Said(y);

        public int GetHashCode(TelemetrySource obj) => Said(obj).GetHashCode(StringComparison.Ordinal);

        private static string Said(TelemetrySource? source) => System.Text.Json.JsonSerializer.Serialize(source);
    }
}
