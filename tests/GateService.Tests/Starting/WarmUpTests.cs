using System.Text.Json;
using GateService.History;
using GateService.Starting;
using GateService.Tests.Hosting;
using GateService.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using NewRelic.Api.Client;

namespace GateService.Tests.Starting;

/// <summary>Before the gate says that it is ready, it has evaluated once, and nobody notices.</summary>
public sealed class WarmUpTests
{
    private readonly FakeLogCollector _logs = new();

    [Fact]
    public async Task A_started_gate_is_warm_and_has_asked_kept_counted_and_told_nothing()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await StartAsync(nerdGraph.Endpoint);

        (await gate.Client.GetAsync("/healthz/startup")).EnsureSuccessStatusCode();

        nerdGraph.Batches.ShouldBeEmpty();
        _logs.GetSnapshot().Where(line => line.Category!.StartsWith("GateService", StringComparison.Ordinal)).Select(line => line.Id.Id).Order().ShouldBe([200, 500]);
        (await gate.Client.GetStringAsync("/v1/decisions")).ShouldContain("\"decisions\":[]");
        (await gate.Client.GetStringAsync("/metrics")).ShouldNotContain("warm-up");
    }

    [Theory]
    [InlineData("kind: policy\nname: only\nobjectives: {restarts: {kind: podRestarts, atMost: 1}}")]
    [InlineData("kind: policy\nname: only\nobjectives: {orders: {kind: kpi, eventType: Order, form: rate, atLeast: 1, where: \"shop = {shop}\", parameters: {shop: {}}}}")]
    public async Task A_gate_without_a_policy_for_everyone_is_warmed_by_what_it_has(string policy)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("only.yaml"), policy, TestContext.Current.CancellationToken);
        await using var gate = await StartAsync(new Uri("http://127.0.0.1:9/graphql"), ("Policies:Directory", folder.Path));

        _logs.GetSnapshot().Select(line => line.Id.Id).ShouldContain(500);
    }

    [Fact]
    public async Task What_it_is_warmed_with_is_judged_from_end_to_end()
    {
        await using var gate = await GateHost.StartAsync(
            new Uri("http://127.0.0.1:9/graphql"),
            builder => builder.Services.PostConfigure<HttpClientFactoryOptions>(NerdGraphClient.HttpClientName, options => options.HttpMessageHandlerBuilderActions.Add(made => made.PrimaryHandler = new MadeNerdGraph())));

        var answer = await gate.EvaluateAsync(Bodies.Step(("policy", "http-default"), ("stepStartedAt", TimeProvider.System.GetUtcNow().AddMinutes(-20).ToString("O"))).ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.GetProperty("objectives").EnumerateArray().ShouldAllBe(objective => objective.GetProperty("sample").GetDouble() > 0);
    }

    /// <summary>What it runs is the path of a question, from its bytes to those of the answer; a part of it that is left out would be compiled by the first rollout.</summary>
    [Fact]
    public async Task It_is_a_question_with_an_answer_and_none_of_this_gates()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await StartAsync(nerdGraph.Endpoint);

        var answer = JsonSerializer.Deserialize<JsonElement>(await gate.App.Services.GetRequiredService<Rehearsal>().RunAsync(TestContext.Current.CancellationToken));

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.GetProperty("decision").GetProperty("id").GetString().ShouldNotBeNullOrEmpty();
        answer.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()).ShouldNotContain(warning => warning!.Contains("stored", StringComparison.Ordinal));
        nerdGraph.Batches.ShouldBeEmpty();
        (await gate.Client.GetStringAsync("/v1/decisions")).ShouldContain("\"decisions\":[]");
        (await gate.Client.GetStringAsync("/metrics")).ShouldNotContain("warm-up");
    }

    [Fact]
    public void All_that_answers_and_records_are_made_of_is_looked_at_early()
    {
        EarlyJson.Look(JsonAnswer.Options, typeof(EvaluateResponse)).ShouldBeGreaterThan(20);
        EarlyJson.Look(RecordJson.Stored, typeof(DecisionRecord)).ShouldBeGreaterThan(100);
    }

    /// <summary>It runs beside the rest of the start: whoever is told that the gate is ready finds it done.</summary>
    [Fact]
    public async Task Ready_waits_for_it()
    {
        await using var gate = await StartAsync(new Uri("http://127.0.0.1:9/graphql"));
        using var warmUp = new WarmUp(gate.App.Services.GetRequiredService<Rehearsal>(), TimeProvider.System, NullLogger<WarmUp>.Instance);

        var asked = warmUp.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        asked.IsCompleted.ShouldBeFalse();
        await warmUp.StartAsync(TestContext.Current.CancellationToken);

        (await asked).Description.ShouldBe("warmed up");
    }

    private Task<GateHost> StartAsync(Uri nerdGraph, params (string Key, string? Value)[] settings) => GateHost.StartAsync(
        nerdGraph,
        builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Information);
            builder.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(_logs));
        },
        settings);
}
