using System.Text.Json;
using GateService.Callers;
using GateService.Core;
using GateService.History;
using GateService.Tests.Hosting;
using GateService.Tests.Simulated;
using GateService.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace GateService.Tests.History;

/// <summary>Kept decisions of many worlds, judged again from the store: the same verdict, bit for bit.</summary>
public sealed class RejudgingTests(SimulatedGate fixture) : IClassFixture<SimulatedGate>
{
    [Theory]
    [InlineData("healthy", "http-default")]
    [InlineData("healthy", "http-threshold")]
    [InlineData("slowQueryPlan", "http-default")]
    [InlineData("errorBurst", "http-default")]
    [InlineData("upstreamDegraded", "http-default")]
    [InlineData("ownRegressionInOutage", "http-default")]
    [InlineData("retryStorm", "http-default")]
    [InlineData("starvedCanary", "http-fix")]
    [InlineData("noTraffic", "http-default")]
    [InlineData("idle", "http-default")]
    [InlineData("podCrashLoop", "http-kubernetes")]
    [InlineData("healthy", "worker-default")]
    [InlineData("healthy", "grpc-default")]
    public async Task A_kept_decision_judged_again_is_the_same_bit_for_bit(string kind, string policy)
    {
        foreach (var weight in new[] { 5, 25, 100 })
        {
            var service = $"again-{kind}-{policy}-{weight}".ToLowerInvariant();
            var body = await fixture.PlayAsync(kind, service, weight);
            body["policy"] = policy;
            var answer = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

            var record = await RecordAsync(answer.GetProperty("decision").GetProperty("id").GetString()!);
            var again = Rejudging.Again(fixture.Gate.App.Services.GetRequiredService<GateEvaluator>(), record);

            SameAs.Difference(FiniteNumbers.Only(record.Evaluation), again).ShouldBeNull();
            JsonSerializer.SerializeToElement(record.Answer(), JsonAnswer.Options).GetRawText().ShouldBe(answer.GetRawText());
        }
    }

    [Fact]
    public async Task A_decision_that_never_came_to_judging_stays_what_it_was()
    {
        var answer = await fixture.Gate.EvaluateAsync(Bodies.Step(("canaryHash", "")).ToJsonString()).JudgedAsync();

        var record = await RecordAsync(answer.GetProperty("decision").GetProperty("id").GetString()!);

        Rejudging.Again(fixture.Gate.App.Services.GetRequiredService<GateEvaluator>(), record).ShouldBe(record.Evaluation);
        record.Evaluation.Summary.ShouldContain("canaryHash is empty");
    }

    private async Task<DecisionRecord> RecordAsync(string id)
    {
        var (_, body) = (await fixture.Gate.App.Services.GetRequiredService<DecisionReader>().FindAsync(id, Caller.Anyone, default)).ShouldNotBeNull();
        return RecordFormat.Read(body);
    }
}
