using System.Net;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace GateService.Tests.Gates;

/// <summary>What the operator sees, and what nobody may see.</summary>
public sealed class DecisionLogTests
{
    [Fact]
    public async Task A_decision_is_one_line_with_its_id_and_the_name_of_the_token()
    {
        var logs = new FakeLogCollector();
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await StartAsync(nerdGraph, logs);

        var answer = await gate.EvaluateAsync(Bodies.Step(("service", "Checkout\u202e (prod)"), ("rollout", "checkout")).ToJsonString()).JudgedAsync();

        var line = logs.GetSnapshot().Where(record => record.Id.Id == 100).ShouldHaveSingleItem();
        line.Level.ShouldBe(LogLevel.Information);
        line.GetStructuredStateValue("DecisionId").ShouldBe(answer.GetProperty("decision").GetProperty("id").GetString());
        line.GetStructuredStateValue("Token").ShouldBe("tests");
        line.GetStructuredStateValue("Verdict").ShouldBe("pass");
        line.GetStructuredStateValue("Service").ShouldBe("Checkout\\u202e (prod)");
        line.GetStructuredStateValue("Posts").ShouldBe("1");
    }

    [Fact]
    public async Task No_log_line_holds_a_token_or_a_key()
    {
        var logs = new FakeLogCollector();
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = ScriptedNerdGraph.Raw(401, "");
        await using var gate = await StartAsync(nerdGraph, logs);

        await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        await gate.EvaluateAsync("{").JudgedAsync();
        await gate.Client.GetAsync("/healthz/ready");

        var all = string.Join('\n', logs.GetSnapshot().Select(record => $"{record.Message} {record.Exception}"));
        all.ShouldNotBeEmpty();
        all.ShouldNotContain(GateHost.Token);
        all.ShouldNotContain(GateHost.Sha256(GateHost.Token));
        all.ShouldNotContain(GateHost.ApiKey);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_bug_of_ours_outside_of_a_verdict_is_500_in_every_environment_and_tells_the_caller_nothing(string environment)
    {
        var clock = new ClockWithABug();
        await using var gate = await GateHost.StartAsync(new Uri("http://127.0.0.1:9/graphql"), builder =>
        {
            builder.Environment.EnvironmentName = environment;
            builder.Services.AddSingleton<TimeProvider>(clock);
        });
        clock.IsBroken = true;

        var problem = await gate.Client.GetAsync("/v1/scoreboard", TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.InternalServerError);

        clock.IsBroken = false;
        problem.GetRawText().ShouldNotContain("boom");
        problem.GetRawText().ShouldNotContain(nameof(ClockWithABug));
    }

    private static Task<GateHost> StartAsync(ScriptedNerdGraph nerdGraph, FakeLogCollector logs) => GateHost.StartAsync(nerdGraph.Endpoint, builder =>
    {
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(logs));
    });

    /// <summary>The simplest bug to bring in from outside: whoever asks for the time gets an exception.</summary>
    private sealed class ClockWithABug : TimeProvider
    {
        public volatile bool IsBroken;

        public override DateTimeOffset GetUtcNow() => IsBroken ? throw new InvalidOperationException("boom") : base.GetUtcNow();
    }
}
