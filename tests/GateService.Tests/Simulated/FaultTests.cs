using System.Net.Http.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>Every fault the simulator knows, while the canary itself is fine: never a failure, never an error, never a pass without evidence.</summary>
public sealed class FaultTests(SimulatedGate fixture) : IClassFixture<SimulatedGate>, IAsyncLifetime
{
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await fixture.Simulator.DeleteAsync("/simulator/faults");

    [Theory]
    [InlineData("errorClass")]
    [InlineData("unauthorized")]
    [InlineData("paymentRequired")]
    [InlineData("malformed")]
    [InlineData("truncated")]
    [InlineData("empty")]
    [InlineData("html")]
    [InlineData("hang")]
    public async Task A_lasting_fault_is_inconclusive(string kind)
    {
        var body = await fixture.PlayAsync("healthy", $"faulty-{kind.ToLowerInvariant()}", 25);
        await fixture.Simulator.PutAsJsonAsync("/simulator/faults", new[] { new { kind } });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/gates/evaluate") { Content = new StringContent(body.ToJsonString()) };
        request.Headers.Add("X-Gate-Timeout-Seconds", "2");

        var answer = await fixture.Gate.Client.SendAsync(request).JudgedAsync();

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        answer.Reason().ShouldContain("New Relic");
    }

    [Theory]
    [InlineData("serverError")]
    [InlineData("tooManyRequests")]
    [InlineData("dropConnection")]
    public async Task A_passing_fault_is_asked_again_and_forgotten(string kind)
    {
        var body = await fixture.PlayAsync("healthy", $"retried-{kind.ToLowerInvariant()}", 25);
        await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();
        await fixture.Simulator.PutAsJsonAsync("/simulator/faults", new[] { new { kind, times = 1 } });

        var answer = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.GetProperty("evidence").GetProperty("posts").GetInt32().ShouldBe(2);
    }
}
