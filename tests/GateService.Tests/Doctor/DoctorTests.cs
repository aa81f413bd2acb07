using System.Net;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Doctor;

/// <summary>Every instrumentation of the simulator examined: the right kind, the right sender, the right gaps, and a policy whose verdicts are right.</summary>
public sealed class DoctorTests(DoctorWorld fixture) : IClassFixture<DoctorWorld>
{
    private const string Broken = "{ \"brokenCanary\": 0.4 }";

    /// <summary>Instrumentation, protocol, kind, sender, what cannot be judged, verdict on a sound and on a broken canary.</summary>
    public static TheoryData<string, string, string, string, string, string, string> Instrumentations => new()
    {
        { "java", "http", "apm-http", "java", "", "pass", "fail" },
        { "dotnet", "http", "apm-http", "dotnet", "", "pass", "fail" },
        { "go", "http", "apm-http", "go", "", "pass", "fail" },
        { "node", "http", "apm-http", "node", "", "pass", "fail" },
        { "python", "http", "apm-http", "python", "", "pass", "fail" },
        { "ruby", "http", "apm-http", "ruby", "", "pass", "fail" },
        { "php", "http", "apm-http", "php", "", "pass", "fail" },
        { "otel", "http", "otel-spans", "opentelemetry", "", "pass", "fail" },
        { "otel-old", "http", "otel-spans", "opentelemetry", "", "pass", "fail" },
        { "otel-metrics", "http", "otel-metrics", "opentelemetry", "dependencies", "pass", "fail" },
        { "otel-metrics-old", "http", "otel-metrics", "opentelemetry", "dependencies errors", "pass", "fail" },
        { "gateway", "http", "gateway-log", "envoy", "dependencies errors", "pass", "fail" },
        { "gateway-nginx", "http", "nginx-log", "ingress-nginx", "dependencies durations errors", "pass", "fail" },
        { "istio", "http", "istio-metrics", "istio", "dependencies errors", "pass", "fail" },
        { "java", "grpc", "apm-grpc", "java", "", "pass", "fail" },
        { "dotnet", "grpc", "apm-grpc", "dotnet", "statuses", "inconclusive", "inconclusive" },
        { "go", "grpc", "apm-grpc", "go", "errors", "pass", "fail" },
        { "node", "grpc", "apm-grpc", "node", "", "pass", "fail" },
        { "python", "grpc", "apm-grpc", "python", "", "pass", "fail" },
        { "ruby", "grpc", "apm-grpc", "ruby", "statuses", "inconclusive", "fail" },
        { "otel", "grpc", "otel-spans", "opentelemetry", "", "pass", "fail" },
        { "java", "queue", "apm-background", "java", "", "pass", "fail" },
        { "dotnet", "queue", "apm-background", "dotnet", "", "pass", "fail" },
        { "go", "queue", "apm-background", "go", "", "pass", "fail" },
        { "node", "queue", "apm-background", "node", "", "pass", "fail" },
        { "python", "queue", "apm-background", "python", "", "pass", "fail" },
        { "ruby", "queue", "apm-background", "ruby", "", "pass", "fail" },
        { "php", "queue", "apm-background", "php", "", "pass", "fail" },
        { "otel", "queue", "otel-consumers", "opentelemetry", "", "pass", "fail" },
        { "otel-old", "queue", "otel-consumers", "opentelemetry", "", "pass", "fail" },
    };

    /// <summary>A policy has the same number of objectives whoever counts them.</summary>
    [Fact]
    public async Task Objectives_that_compare_two_versions_are_counted_and_named_where_one_serves()
    {
        var report = await fixture.ExamineAsync("java", "http");

        var said = report.GetProperty("steps").EnumerateArray().Where(step => step.GetProperty("area").GetString() == "objectives").Select(step => step.GetProperty("says").GetString());
        said.ShouldBe(["4 of 5 objectives of http-default are seen; one version serves, and it takes two to judge refusal-rate"]);
    }

    [Theory]
    [MemberData(nameof(Instrumentations))]
    public async Task It_knows_what_tells_of_a_service_and_proposes_a_policy_whose_verdicts_are_right(
        string agent, string protocol, string kind, string sender, string gaps, string sound, string broken)
    {
        var report = await fixture.ExamineAsync(agent, protocol);

        report.GetProperty("telemetry").GetString().ShouldBe(kind, report.GetProperty("steps").GetRawText());
        report.GetProperty("agents").EnumerateArray().Select(one => one.GetString()).ShouldBe([sender]);
        Areas(report, "gap").Except(["objectives", "telemetry"]).Order().ShouldBe(gaps.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), report.GetProperty("steps").GetRawText());
        var proposal = report.GetProperty("proposal");
        proposal.GetProperty("file").GetString().ShouldBe($"services/{DoctorWorld.ServiceOf(agent, protocol)}.yaml");
        using var folder = new PolicyFolder(new Dictionary<string, string> { [proposal.GetProperty("file").GetString()!] = proposal.GetProperty("yaml").GetString()! });
        await using var gate = await fixture.GateByAsync(folder);
        var onSound = await fixture.JudgeAsync(gate, agent, protocol, "{}");
        onSound.Verdict().ShouldBe(sound, $"{onSound.Reason()}\n{proposal.GetProperty("yaml").GetString()}");
        var onBroken = await fixture.JudgeAsync(gate, agent, protocol, Broken);
        onBroken.Verdict().ShouldBe(broken, $"{onBroken.Reason()}\n{proposal.GetProperty("yaml").GetString()}");
    }

    [Fact]
    public async Task A_service_that_new_relic_does_not_hold_is_wrong_and_says_where_it_was_looked_for()
    {
        using var answer = await fixture.Gate.Client.GetAsync("/v1/doctor?service=nobody&namespace=shop", TestContext.Current.CancellationToken);
        var report = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        report.GetProperty("state").GetString().ShouldBe("wrong");
        Step(report, "telemetry").GetProperty("says").GetString()!.ShouldContain("looked for apm-http, apm-grpc, otel-spans, otel-metrics, istio-metrics, gateway-log, nginx-log, apm-background, otel-consumers");
        report.GetProperty("proposal").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Probes_and_background_work_are_told_apart_from_what_is_judged()
    {
        var report = await fixture.ExamineAsync("java", "http", "{ \"probes\": true, \"backgroundPerMinute\": 20 }");

        Areas(report, "note").ShouldContain("probes");
        Areas(report, "note").ShouldContain("background");
    }

    [Fact]
    public async Task A_rollout_of_another_name_is_wrong_and_the_name_of_the_pods_is_offered()
    {
        var report = await fixture.ExamineAsync("java", "http", more: "&rollout=checkout");

        var pods = Step(report, "pods");
        (pods.GetProperty("state").GetString(), pods.GetProperty("do").GetString()).ShouldBe(("wrong", "ask for the rollout 'java-http'"));
    }

    /// <summary>What New Relic did not answer is not known: it is neither absent nor fine, and nobody is told to mend it.</summary>
    [Theory]
    [InlineData("LIMIT 200", "pods", "from which pods the requests come could not be asked")]
    [InlineData("FROM Span", "dependencies", "whom it calls could not be asked")]
    [InlineData("apm.service.transaction.duration", "completeness", "whether requests are left out or late could not be asked")]
    [InlineData("FROM Transaction", "telemetry", "whether it is held as apm-http could not be asked")]
    public async Task What_could_not_be_asked_is_unknown_and_not_absent(string match, string area, string said)
    {
        var steps = (await fixture.ExamineWithoutAsync(match)).GetProperty("steps").EnumerateArray().Where(step => step.GetProperty("area").GetString() == area).ToList();

        steps.ShouldContain(step => step.GetProperty("state").GetString() == "unknown" && step.GetProperty("says").GetString()!.StartsWith(said, StringComparison.Ordinal), string.Join('\n', steps));
        steps.ShouldNotContain(step => step.GetProperty("state").GetString() == "wrong" || step.GetProperty("state").GetString() == "gap", string.Join('\n', steps));
    }

    [Fact]
    public async Task Objectives_that_are_seen_say_their_values()
    {
        var report = await fixture.ExamineAsync("java", "http");

        report.GetProperty("objectives").EnumerateArray().Where(one => one.GetProperty("isSeen").GetBoolean()).Select(one => one.GetProperty("objective").GetString())
            .ShouldBe(["error-rate", "apdex", "latency-p95", "success-rate"]);
        (report.GetProperty("stableHash").GetString(), report.GetProperty("canaryHash").ValueKind).ShouldBe(("7d9f8c6b54", JsonValueKind.Null));
    }

    /// <summary>A service that nobody asks, or one whose telemetry is late: one look cannot tell, so nothing is proposed, and what is said can be done.</summary>
    [Theory]
    [InlineData(6, "the newest request in New Relic is 6m", "ingestDelay: 7m")]
    [InlineData(44, "the newest request in New Relic is 44m", "no policy waits longer than 10m")]
    public async Task Old_requests_are_no_reason_to_wait_and_no_proposal(int minutes, string says, string told)
    {
        var report = await fixture.ExamineNowAsync(minutes);

        var step = report.GetProperty("steps").EnumerateArray().Single(step => step.GetProperty("area").GetString() == "completeness");
        step.GetProperty("says").GetString()!.ShouldStartWith(says);
        step.GetProperty("do").GetString()!.ShouldContain(told);
        var proposal = report.GetProperty("proposal");
        proposal.GetProperty("yaml").GetString()!.ShouldNotContain("ingestDelay");
        proposal.GetProperty("objectives").GetArrayLength().ShouldBeGreaterThan(0, report.GetProperty("steps").GetRawText());
    }

    [Theory]
    [InlineData("", "service", "is missing")]
    [InlineData("?service=a&window=1s", "window", "'1s': expected 2m to 24h")]
    [InlineData("?service=a&at=soon", "at", "'soon': expected a moment")]
    public async Task A_question_that_cannot_be_asked_is_refused_by_its_field(string query, string field, string said) =>
        (await fixture.Gate.Client.GetAsync($"/v1/doctor{query}").RefusedAsync(HttpStatusCode.BadRequest)).Fault(field).ShouldStartWith(said);

    private static JsonElement Step(JsonElement report, string area) => report.GetProperty("steps").EnumerateArray().First(step => step.GetProperty("area").GetString() == area);

    private static IEnumerable<string?> Areas(JsonElement report, string state) =>
        report.GetProperty("steps").EnumerateArray().Where(step => step.GetProperty("state").GetString() == state).Select(step => step.GetProperty("area").GetString()).Distinct();
}
