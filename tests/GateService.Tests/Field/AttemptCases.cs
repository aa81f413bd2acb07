using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Field;

/// <summary>
/// The same hash again. Attempt one fails every request for want of a secret; somebody asks after two minutes, looks, and aborts. The secret is mended, and the same
/// template is tried once more.
/// </summary>
public sealed class AttemptCases : IAsyncLifetime
{
    private const string Service = "basket";

    private static readonly Dictionary<string, JsonNode> Broken = FieldRollout.Saying(("http.statusCode", 500), ("error", true), ("error.class", "System.InvalidOperationException"), ("error.message", "secret not found"));

    private readonly FakeTimeProvider _time = new(FieldRollout.Begin);
    private SimulatorHost _simulator = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        _gate = await GateHost.StartAsync(_simulator.Endpoint, builder => builder.Services.AddSingleton<TimeProvider>(_time), GateHost.Patient);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    /// <summary>Nothing but the canary's traffic says that it is another attempt: Argo's revision is the same, and a step may last for hours.</summary>
    [Theory]
    [InlineData("step", false, "pass")]
    [InlineData("step", true, "fail")]
    [InlineData("background", false, "pass")]
    [InlineData("background", true, "fail")]
    public async Task An_attempt_after_an_abort_is_judged_by_itself(string mode, bool isStillBroken, string verdict)
    {
        await SeedAsync(again: 60, until: 75, isStillBroken);
        (await AskAsync(2, ("mode", mode))).Verdict().ShouldBe("inconclusive");

        await AskAsync(64, ("mode", mode));
        var answer = await AskAsync(73, ("mode", mode));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.GetProperty("warnings").ToString().ShouldContain("the canary had no traffic from 09:0", Case.Sensitive);
        answer.GetProperty("warnings").ToString().ShouldContain("nobody asked about it: this is another attempt");
    }

    /// <summary>Rolled back and forward within a quarter of an hour: only Argo's revision tells.</summary>
    [Theory]
    [InlineData("5", "pass")]
    [InlineData("4", "fail")]
    public async Task A_revision_is_judged_by_itself(string next, string verdict)
    {
        await SeedAsync(again: 12, until: 27, isStillBroken: false);
        (await AskAsync(2, ("revision", "4"))).Verdict().ShouldBe("inconclusive");

        var answer = await AskAsync(25, ("revision", next));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>Aborted, and tried again three minutes later: the window before the first question about the retry would reach into the attempt before.</summary>
    [Theory]
    [InlineData("step", "5", false, "pass")]
    [InlineData("background", "5", false, "pass")]
    [InlineData("step", "5", true, "fail")]
    [InlineData("step", "4", false, "fail")]
    public async Task A_retry_within_minutes_is_judged_by_itself(string mode, string next, bool isStillBroken, string verdict)
    {
        await SeedAsync(again: 7, until: 21, isStillBroken);
        await AskAsync(3, ("revision", "4"));

        await AskAsync(9, ("mode", mode), ("revision", next));
        await AskAsync(13, ("mode", mode), ("revision", next));
        var answer = await AskAsync(19, ("mode", mode), ("revision", next));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    private async Task<JsonElement> AskAsync(double minute, params (string Field, JsonNode? Value)[] changes)
    {
        _time.SetUtcNow(FieldRollout.Begin.AddMinutes(minute));
        var question = new FieldRollout(Service).Question([("policy", "http-default"), ("rolloutStartedAt", null), ("stepStartedAt", null), ("at", null), .. changes]);
        return await _gate.EvaluateAsync(question.ToJsonString()).JudgedAsync();
    }

    private async Task SeedAsync(double again, double until, bool isStillBroken)
    {
        var users = new Traffic { PerMinute = 60, Says = FieldRollout.Saying(("appName", Service), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("http.statusCode", 200), ("error", false)) };
        var broken = users with { But = [(1, Broken)] };
        var rollout = new FieldRollout(Service).Stable(users with { PerMinute = 180, To = until }).Canary(broken with { To = 4 }).Canary((isStillBroken ? broken : users) with { From = again, To = until });
        using var seeded = await _simulator.Client.PostAsync("/simulator/events", new StringContent(rollout.Events(), Encoding.UTF8, "application/x-ndjson"), TestContext.Current.CancellationToken);
        seeded.IsSuccessStatusCode.ShouldBeTrue(await seeded.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
