using System.Net.Http.Json;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>Worlds whose truth is known, judged through the front door.</summary>
public sealed class WorldTests(SimulatedGate fixture) : IClassFixture<SimulatedGate>
{
    [Theory]
    [InlineData("healthy", 25, "pass", "all 5 objectives")]
    [InlineData("slowQueryPlan", 25, "fail", "apdex")]
    [InlineData("errorBurst", 25, "fail", "error-rate")]
    [InlineData("upstreamDegraded", 25, "pass", "failed by dependencies")]
    [InlineData("noTraffic", 25, "inconclusive", "no canary data while stable had")]
    [InlineData("idle", 25, "inconclusive", "no data from either slice")]
    public async Task The_verdict_is_the_truth_of_the_world(string kind, int weight, string verdict, string reason)
    {
        var body = await fixture.PlayAsync(kind, $"shop-{kind.ToLowerInvariant()}", weight);

        var answer = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(reason);
    }

    [Fact]
    public async Task A_crash_loop_shows_in_the_pods()
    {
        var body = await fixture.PlayAsync("podCrashLoop", "shop-crashing", 25);
        body["policy"] = "http-kubernetes";

        (await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync()).Reason().ShouldContain("pods-ready 0 % under limit 100 %");
    }

    [Fact]
    public async Task One_evaluation_is_one_request_to_New_Relic()
    {
        var body = await fixture.PlayAsync("healthy", "counted", 25);
        var first = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();
        await fixture.Simulator.DeleteAsync("/simulator/requests");

        await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        var requests = await fixture.Simulator.GetFromJsonAsync<JsonElement>("/simulator/requests");
        first.GetProperty("evidence").GetProperty("posts").GetInt32().ShouldBe(2, "stable's own latency before the rollout is asked once");
        requests.GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_same_past_gives_the_same_verdict()
    {
        var body = (await fixture.PlayAsync("slowQueryPlan", "repeated", 5)).ToJsonString();

        var first = await fixture.Gate.EvaluateAsync(body).JudgedAsync();
        var second = await fixture.Gate.EvaluateAsync(body).JudgedAsync();

        second.GetProperty("objectives").GetRawText().ShouldBe(first.GetProperty("objectives").GetRawText());
    }

    /// <summary>The rollout served, and then nobody asked it anything any more: its own requests of before are no others'.</summary>
    [Fact]
    public async Task Traffic_that_ended_before_the_window_is_nobody_else_s()
    {
        var body = await fixture.PlayAsync("healthy", "served-before", 25);
        (body["rolloutStartedAt"], body["stepStartedAt"], body["at"]) = ("2026-11-01T12:00:00Z", "2026-11-01T12:12:00Z", "2026-11-01T12:20:00Z");

        var answer = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldStartWith("no data from either slice: no traffic, or New Relic knows the service by another name");
    }

    [Fact]
    public async Task A_cluster_that_no_row_names_is_named_among_what_leaves_them_out()
    {
        var body = await fixture.PlayAsync("healthy", "elsewhere", 25);
        body["cluster"] = "no-such-cluster";

        (await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync()).Reason().ShouldContain("probes, the namespace or cluster 'no-such-cluster' leave them out");
    }
}
