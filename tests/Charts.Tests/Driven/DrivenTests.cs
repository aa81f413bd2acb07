using Charts.Tests.Helm;
using GateService.Demo.Argo;

namespace Charts.Tests.Driven;

/// <summary>The rendered templates and Rollouts against the running gate and the simulator, through Argo's counting rules.</summary>
public sealed class DrivenTests(GateOverSimulator servers) : IClassFixture<GateOverSimulator>
{
    private static readonly IReadOnlyList<Manifest> Shared = Manifest.All(Repository.Read("tests", "Charts.Tests", "Golden", "gate-service.yaml"));

    [Fact]
    public void The_demo_plays_by_the_chart_s_limits()
    {
        StepMetric("demo").Spec.ShouldBe(MetricSpec.Step);
        new RenderedMetric(Shared.Single(manifest => manifest.Name == "metric-gate-background").Maps("spec.metrics").Single(), new Dictionary<string, string>()).Spec.ShouldBe(MetricSpec.Background);
    }

    [Fact]
    public async Task A_healthy_canary_is_promoted_to_the_end()
    {
        var rollout = Rollout("http-service", "promoted");

        var phase = await rollout.PlayAsync(await VirtualWorld.CreateAsync(servers, "healthy", "promoted"));

        phase.ShouldBe(RunPhase.Successful, Said(rollout));
        rollout.Weight.ShouldBe(100);
        rollout.Measurements.Where(each => each.Run == "gate-step").Select(each => (each.Weight, each.Measurement.Phase)).ShouldBe(
            [(5, MeasurementPhase.Successful), (25, MeasurementPhase.Successful), (50, MeasurementPhase.Successful), (100, MeasurementPhase.Successful)]);
    }

    [Theory]
    [InlineData("slowQueryPlan", "latency-p95")]
    [InlineData("errorBurst", "error-rate")]
    public async Task A_regression_is_aborted_at_five_percent(string kind, string objective)
    {
        var service = $"regressed-{kind.ToLowerInvariant()}";
        var rollout = Rollout("http-service", service);

        var phase = await rollout.PlayAsync(await VirtualWorld.CreateAsync(servers, kind, service));

        phase.ShouldBe(RunPhase.Failed, Said(rollout));
        rollout.Weight.ShouldBe(5);
        rollout.Measurements[^1].Measurement.Reason.ShouldContain(objective);
    }

    [Fact]
    public async Task A_canary_without_data_is_paused_for_a_person_and_nothing_is_aborted()
    {
        var rollout = Rollout("http-service", "silent");

        var phase = await rollout.PlayAsync(await VirtualWorld.CreateAsync(servers, "noTraffic", "silent"));

        phase.ShouldBe(RunPhase.Inconclusive, Said(rollout));
        rollout.StoppedBy!.Message.ShouldBe("Metric \"gate-step\" assessed Inconclusive due to inconclusive (6) > inconclusiveLimit (5)");
        rollout.Weight.ShouldBe(5);
        rollout.Measurements[^1].Measurement.Reason.ShouldContain("no canary data while stable had");
    }

    [Theory]
    [InlineData(3, 8)] // while 5 % is held
    [InlineData(10, 15)] // just when the step is judged
    public async Task Five_minutes_without_New_Relic_abort_nothing(int from, int to)
    {
        var service = $"outage-{from}";
        var rollout = Rollout("http-service", service);

        var phase = await rollout.PlayAsync(await VirtualWorld.CreateAsync(servers, "healthy", service, (from, to)));

        phase.ShouldBe(RunPhase.Successful, Said(rollout));
        rollout.Measurements.Count(each => each.Measurement.Phase == MeasurementPhase.Inconclusive).ShouldBeGreaterThanOrEqualTo(4);
        rollout.Measurements.ShouldNotContain(each => each.Measurement.Phase == MeasurementPhase.Error || each.Measurement.Phase == MeasurementPhase.Failed);
    }

    [Fact]
    public async Task Five_minutes_without_the_gate_itself_abort_nothing()
    {
        var metric = StepMetric("away");
        var run = new AnalysisRun(metric.Spec);
        using var nobody = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:9") };

        // Argo asks again 10 s after an error, whatever the interval.
        for (var asked = 0; asked < 30; asked++)
        {
            run.Take(await metric.MeasureAsync(nobody, metric.Body())).ShouldBe(RunPhase.Running);
        }

        run.Take(await metric.MeasureAsync(nobody, metric.Body())).ShouldBe(RunPhase.Error, "an outage without end does abort");
    }

    [Fact]
    public async Task On_Argo_1_7_the_first_inconclusive_answer_pauses()
    {
        var workload = Manifest.All(Repository.Read("charts", "examples", "http-service", "golden.yaml").Replace("checkout", "silent-on-1-7", StringComparison.Ordinal));
        var old = Manifest.All(Repository.Read("tests", "Charts.Tests", "Switches", "gate-service", "argo-1.7.golden"));
        var rollout = new RenderedRollout(workload, old, servers);

        var phase = await rollout.PlayAsync(await VirtualWorld.CreateAsync(servers, "noTraffic", "silent-on-1-7"));

        phase.ShouldBe(RunPhase.Inconclusive, Said(rollout));
        rollout.Measurements.Count(each => each.Run == "gate-step").ShouldBe(1);
    }

    [Theory]
    [InlineData("healthy", RunPhase.Successful)]
    [InlineData("errorBurst", RunPhase.Failed)]
    [InlineData("noTraffic", RunPhase.Inconclusive)]
    public async Task A_session_service_is_soaked_after_the_switch(string kind, RunPhase expected)
    {
        var service = $"session-{kind.ToLowerInvariant()}";
        var rollout = Rollout("session-service", service, "basket");
        var world = await VirtualWorld.CreateAsync(servers, kind, service);

        var run = await rollout.AnalyseAsync("spec.strategy.blueGreen.postPromotionAnalysis", world, 100);

        run.Phase.ShouldBe(expected, Said(rollout));
        if (expected == RunPhase.Successful)
        {
            world.Minute.ShouldBeGreaterThanOrEqualTo(9);
        }
    }

    [Fact]
    public async Task A_session_service_is_switched_only_when_the_current_version_is_well()
    {
        var rollout = Rollout("session-service", "session-before", "basket");
        var world = await VirtualWorld.CreateAsync(servers, "healthy", "session-before");
        for (var minute = 0; minute < 12; minute++)
        {
            await world.PassMinuteAsync(0);
        }

        var run = await rollout.AnalyseAsync("spec.strategy.blueGreen.prePromotionAnalysis", world, 0);

        run.Phase.ShouldBe(RunPhase.Successful, Said(rollout));
    }

    [Theory]
    [InlineData("healthy", RunPhase.Successful)]
    [InlineData("queueLag", RunPhase.Failed)]
    public async Task A_worker_that_falls_behind_fails_the_sync(string kind, RunPhase expected)
    {
        var service = $"worker-{kind.ToLowerInvariant()}";
        var manifest = Manifest.All(Repository.Read("charts", "examples", "kafka-worker", "golden.yaml").Replace("invoicing", service, StringComparison.Ordinal))
            .Single(each => each.Kind == "AnalysisRun");
        var metric = new RenderedMetric(manifest.Maps("spec.metrics").Single(), Arguments.Of(manifest.Maps("spec.args")));

        var (run, said) = await PlayAsync(metric, await VirtualWorld.CreateAsync(servers, kind, service));

        run.Phase.ShouldBe(expected, said);
    }

    [Theory]
    [InlineData("healthy", RunPhase.Successful)]
    [InlineData("errorBurst", RunPhase.Failed)]
    public async Task A_Kargo_stage_is_verified_as_a_whole(string kind, RunPhase expected)
    {
        var service = $"stage-{kind.ToLowerInvariant()}";
        var stage = Manifest.All(Repository.Read("charts", "examples", "kargo", "stage.yaml").Replace("checkout", service, StringComparison.Ordinal)).Single();
        var template = Shared.Single(manifest => manifest.Name == "metric-gate-soak");
        var metric = new RenderedMetric(template.Maps("spec.metrics").Single(), Arguments.Of(template.Maps("spec.args"), stage.Maps("spec.verification.args"), stage));

        var (run, said) = await PlayAsync(metric, await VirtualWorld.CreateAsync(servers, kind, service));

        run.Phase.ShouldBe(expected, said);
    }

    private RenderedRollout Rollout(string example, string service, string name = "checkout") =>
        new(Manifest.All(Repository.Read("charts", "examples", example, "golden.yaml").Replace(name, service, StringComparison.Ordinal)), Shared, servers);

    /// <summary>An analysis by itself, with the new version everywhere.</summary>
    private async Task<(AnalysisRun Run, string Said)> PlayAsync(RenderedMetric metric, VirtualWorld world)
    {
        var run = new AnalysisRun(metric.Spec);
        var said = "";
        while (run.Phase == RunPhase.Running)
        {
            await world.PassMinuteAsync(100);
            if (world.Minute > metric.Spec.InitialDelayMinutes)
            {
                var measurement = await metric.MeasureAsync(servers.Gate, world.At(metric.Body()));
                run.Take(measurement);
                said = measurement.Reason;
            }
        }

        return (run, said);
    }

    private static RenderedMetric StepMetric(string service)
    {
        var template = Shared.Single(manifest => manifest.Name == "metric-gate-step");
        var arguments = Arguments.Of(template.Maps("spec.args"), [], template);
        arguments["service"] = service;
        arguments["namespace"] = "shop";
        return new RenderedMetric(template.Maps("spec.metrics").Single(), arguments);
    }

    private static string Said(RenderedRollout rollout) => string.Join('\n', rollout.Measurements.TakeLast(8).Select(each => $"{each.Run} {each.Minute} min {each.Weight} %: {each.Measurement.Phase} {each.Measurement.Reason}"));
}
