using Charts.Tests.Driven;
using Charts.Tests.Helm;

namespace Charts.Tests.Argo;

/// <summary>Every analysis the charts render, played by Argo's own AnalysisRun controller and web provider against the gate over the simulator.</summary>
public sealed class AnalysisTests(GateOverSimulator servers) : IClassFixture<GateOverSimulator>
{
    /// <summary>What a metric of the gate does: how many passes end it, and what it tolerates.</summary>
    private static readonly Dictionary<string, (int Passes, int Inconclusive, int Errors)> Limits = new()
    {
        ["gate-step"] = (1, 5, 30),
        ["gate-preflight"] = (1, 5, 30),
        ["gate-soak"] = (8, 9, 30),
    };

    /// <summary>Analyses that end by themselves: example, where in its Rollout, the canary's weight then.</summary>
    private static readonly (string Example, string Where, int Weight)[] Ending =
    [
        ("http-service", "step 2", 5),
        ("http-service", "step 5", 25),
        ("http-service", "step 8", 50),
        ("http-service", "step 11", 100),
        ("session-service", "prePromotion", 0),
        ("session-service", "postPromotion", 100),
        ("kafka-worker", "", 100),
    ];

    /// <summary>An address at which nobody listens.</summary>
    private static readonly string[] Nobody = ["-gate", "http://127.0.0.1:9", "-token", GateOverSimulator.Token];

    public static TheoryData<string, string, int> Analyses => [.. Ending];

    /// <summary>A preflight never fails a version that has not begun: it holds it back.</summary>
    public static TheoryData<string, string, int> Judging => [.. Ending.Where(ending => ending.Where != "prePromotion")];

    [Theory]
    [MemberData(nameof(Analyses))]
    public async Task A_healthy_version_passes(string example, string where, int weight)
    {
        var run = await AnalyseAsync(example, where, await WorldAsync("healthy", example, where, weight));

        run.Phase.ShouldBe("Successful", Said(run));
        (run.Metric().Successful, run.Metric().Failed, run.Metric().Inconclusive, run.Metric().Errors).ShouldBe((Limits[run.Metric().Name].Passes, 0, 0, 0), Said(run));
        $"{run.Metric().Result[1]}".ShouldBe("pass");
        run.Notification.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Judging))]
    public async Task A_bad_version_fails_at_the_first_measurement(string example, string where, int weight)
    {
        var run = await AnalyseAsync(example, where, await WorldAsync(example == "kafka-worker" ? "queueLag" : "errorBurst", example, where, weight));

        run.Phase.ShouldBe("Failed", Said(run));
        (run.Metric().Successful, run.Metric().Failed, run.Metric().Inconclusive, run.Metric().Errors).ShouldBe((0, 1, 0, 0));
        run.Message.ShouldBe($"Metric \"{run.Metric().Name}\" assessed Failed due to failed (1) > failureLimit (0)");
        run.Notification.ShouldNotBeNull().ShouldContain($": fail (score {run.Metric().Result[0]}): {run.Metric().Result[2]}", Case.Sensitive);
    }

    [Theory]
    [MemberData(nameof(Analyses))]
    public async Task Without_data_a_person_is_asked_and_nothing_ever_passes(string example, string where, int weight)
    {
        _ = weight; // nobody serves under this name
        var run = await AnalyseAsync(example, where, Name("silent", example, where));

        var limit = Limits[run.Metric().Name].Inconclusive;
        run.Phase.ShouldBe("Inconclusive", Said(run));
        (run.Metric().Successful, run.Metric().Failed, run.Metric().Inconclusive, run.Metric().Errors).ShouldBe((0, 0, limit + 1, 0));
        run.Message.ShouldBe($"Metric \"{run.Metric().Name}\" assessed Inconclusive due to inconclusive ({limit + 1}) > inconclusiveLimit ({limit})");
        run.Notification.ShouldNotBeNull().ShouldContain($": inconclusive (score {run.Metric().Result[0]}): {run.Metric().Result[2]}", Case.Sensitive);
    }

    [Fact]
    public async Task A_bad_current_version_holds_the_switch_back()
    {
        var run = await AnalyseAsync("session-service", "prePromotion", await WorldAsync("fixDuringIncident", "session-service", "prePromotion", 0));

        run.Phase.ShouldBe("Inconclusive", Said(run));
        (run.Metric().Successful, run.Metric().Failed, run.Metric().Inconclusive).ShouldBe((0, 0, 6));
        run.Notification.ShouldNotBeNull().ShouldContain("stable is outside its limit before the canary begins");
    }

    [Fact]
    public async Task A_canary_without_requests_beside_a_busy_stable_is_inconclusive()
    {
        var run = await AnalyseAsync("http-service", "step 2", await WorldAsync("noTraffic", "http-service", "starved", 5));

        run.Phase.ShouldBe("Inconclusive", Said(run));
        $"{run.Metric().Result[2]}".ShouldContain("no canary data while stable had");
        run.Took.ShouldStartWith("5m");
    }

    [Theory]
    [InlineData("healthy", "Running", "pass")]
    [InlineData("errorBurst", "Failed", "fail")]
    [InlineData("noTraffic", "Running", "inconclusive")]
    public async Task The_background_runs_on_unless_it_fails_twice(string kind, string phase, string verdict)
    {
        var run = await AnalyseAsync("http-service", "background", await WorldAsync(kind, "http-service", $"background-{kind.ToLowerInvariant()}", 25), "-max", "14");

        run.Phase.ShouldBe(phase, Said(run));
        run.Metric().Measurements.ShouldAllBe(measurement => measurement.Value.Contains($",\"{verdict}\",", StringComparison.Ordinal));
        (run.Metric().Failed, run.Metric().Errors).ShouldBe((verdict == "fail" ? 2 : 0, 0));
        run.Message.ShouldBe(verdict == "fail" ? "Metric \"gate-background\" assessed Failed due to failed (2) > failureLimit (1)" : "");
    }

    [Fact]
    public async Task Without_the_gate_a_run_ends_only_after_the_outage_it_tolerates()
    {
        var runs = await ArgoCheck.AnalyseAsync(Everything(), Message(), Nobody);

        runs.Count.ShouldBe(Ending.Length + 1);
        foreach (var run in runs)
        {
            var tolerated = run.Metric().Name == "gate-background" ? 60 : Limits[run.Metric().Name].Errors;
            run.Phase.ShouldBe("Error", Said(run));
            (run.Metric().Successful, run.Metric().Failed, run.Metric().Inconclusive, run.Metric().Errors).ShouldBe((0, 0, 0, tolerated + 1));
            run.Message.ShouldContain($"due to consecutiveErrors ({tolerated + 1}) > consecutiveErrorLimit ({tolerated}): \"Error Message: Post \"http://127.0.0.1:9/v1/gates/evaluate\": dial tcp 127.0.0.1:9: connect: connection refused\"");
            run.Notification.ShouldNotBeNull().ShouldContain("connect: connection refused");
        }
    }

    [Fact]
    public async Task A_gate_that_is_back_within_five_minutes_has_aborted_nothing()
    {
        await using var flaky = await FlakyGate.StartAsync(servers, failures: 30);

        var run = await AnalyseAsync("http-service", "step 5", await WorldAsync("healthy", "http-service", "flaky", 25), "-gate", flaky.Url);

        run.Phase.ShouldBe("Successful", Said(run));
        (run.Metric().Successful, run.Metric().Errors).ShouldBe((1, 30));
    }

    [Fact]
    public async Task A_dry_run_measures_and_never_stops_a_rollout()
    {
        var service = await WorldAsync("errorBurst", "http-service", "dry", 25);
        var manifests = Both(Renderings.Switch("progressive-delivery", "dry-run"));

        var judged = await ArgoCheck.AnalyseAsync(manifests, Message(), Options(service, "step 5$|background", "-max", "14"));
        var alone = await ArgoCheck.AnalyseAsync(manifests, Message(), Nobody);

        judged.Count.ShouldBe(2);
        judged.ShouldAllBe(run => run.Phase == "Successful" && run.Metric().Phase == "Failed" && run.Metric().Failed > 0 && run.Notification == null);
        alone.Count.ShouldBe(5);
        alone.ShouldAllBe(run => run.Phase == "Successful" && run.Metric().Phase == "Error" && run.Notification == null);
    }

    [Fact]
    public async Task A_missing_Secret_is_told_by_name()
    {
        var runs = await ArgoCheck.AnalyseAsync(Everything(), Message(), "-nosecret");

        runs.Count.ShouldBe(Ending.Length + 1);
        runs.ShouldAllBe(run => run.Phase == "Error" && run.Took == "0s" && run.Metrics.Count == 0);
        runs.ShouldAllBe(run => run.Notification!.Contains("Unable to resolve metric arguments: secrets \"gate-service\" not found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_interval_that_Argo_refuses_is_told_in_its_words()
    {
        var runs = await ArgoCheck.AnalyseAsync(Everything(), Message(), "-patch", "{\"interval\":\"1 minute\"}");

        runs.Count.ShouldBe(Ending.Length + 1);
        runs.ShouldAllBe(run => run.Phase == "Error" && run.Took == "0s");
        runs.ShouldAllBe(run => run.Notification!.Contains("invalid interval string: time: unknown unit \" minute\" in duration \"1 minute\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_the_gate_does_not_know_is_told_as_the_status_it_answers()
    {
        var run = (await ArgoCheck.AnalyseAsync(Everything(), Message(), Options("any", "step 2$", "-token", "another"))).First(each => each.Where.EndsWith("step 2", StringComparison.Ordinal));

        run.Phase.ShouldBe("Error", Said(run));
        run.Notification.ShouldNotBeNull().ShouldContain("received non 2xx response code: 401");
    }

    private async Task<ArgoRun> AnalyseAsync(string example, string where, string service, params string[] options)
    {
        ArgoCheck.Need();
        var runs = await ArgoCheck.AnalyseAsync(Both(Renderings.Example(example)), Message(), Options(service, $"^{where}$", options));
        return runs.ShouldHaveSingleItem();
    }

    private string[] Options(string service, string only, params string[] options) =>
    [
        "-gate", servers.Gate.BaseAddress!.GetLeftPart(UriPartial.Authority), "-token", GateOverSimulator.Token,
        "-arg", $"service={service}", "-arg", $"rollout={service}", "-only", only, .. options,
    ];

    private async Task<string> WorldAsync(string kind, string example, string where, int weight)
    {
        ArgoCheck.Need();
        var service = Name(kind, example, where);
        await LiveWorld.CreateAsync(servers, kind, service, weight);
        return service;
    }

    private static string Name(string kind, string example, string where) => $"{kind}-{example}-{where}".Replace(' ', '-').TrimEnd('-').ToLowerInvariant();

    private static string Everything() => Both([.. Workshop.Examples.Where(example => Ending.Any(ending => ending.Example == example)).Select(Renderings.Example)]);

    private static string Both(params string[] workloads) => string.Join("\n---\n", [Renderings.Gate, .. workloads]);

    /// <summary>The template as the chart puts it into Argo's ConfigMap.</summary>
    private static string Message() => Manifest.All(
            Manifest.All(Renderings.Switch("gate-service", "everything-shown")).Single(manifest => manifest.Name == "argo-rollouts-notification-configmap")
                .Root.Children["data"]["template.gate-verdict"].ToString())
        .Single().Text("message");

    private static string Said(ArgoRun run) => $"{run.Where}: {run.Phase} {run.Message}\n{string.Join('\n', run.Metrics.SelectMany(metric => metric.Measurements))}";
}
