using GateService.Core;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Evidence;
using GateService.Tests.Evidence;
using GateService.Tests.Hosting;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Tests.Attribution;

/// <summary>Worlds of the simulator asked both ways: what explains only where something is to be explained, and everything.</summary>
public sealed class TwoPhaseWorldTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("healthy", Verdict.Pass)]
    [InlineData("ownRegression", Verdict.Fail)]
    [InlineData("upstreamDegraded", Verdict.Pass)]
    [InlineData("ownRegressionInOutage", Verdict.Fail)]
    [InlineData("nPlusOne", Verdict.Fail)]
    [InlineData("canaryOverloadsDependency", Verdict.Fail)]
    [InlineData("shortenedTimeout", Verdict.Fail)]
    [InlineData("retryMasking", Verdict.Pass)]
    [InlineData("starvedCanary", Verdict.Inconclusive)]
    [InlineData("slowQueryPlan", Verdict.Fail)]
    public async Task The_verdict_is_the_one_that_asking_everything_gives(string kind, Verdict verdict)
    {
        var service = await shop.PlayAsync(kind);

        var (phased, whole) = (await AskAsync(service, isAllAsked: false), await AskAsync(service, isAllAsked: true));

        (phased.Verdict, whole.Verdict).ShouldBe((verdict, verdict), $"{phased.Summary} | {whole.Summary}");
        if (verdict != Verdict.Pass)
        {
            (phased.Summary, phased.Blame).ShouldBe((whole.Summary, whole.Blame));
        }
    }

    [Fact]
    public async Task A_healthy_rollout_is_judged_by_four_queries_and_an_ill_one_is_explained()
    {
        var (healthy, ill) = (await AskAsync(await shop.PlayAsync("healthy"), isAllAsked: false), await AskAsync(await shop.PlayAsync("ownRegressionInOutage"), isAllAsked: false));

        healthy.Evidence!.Queries.Select(query => query.Name).ShouldBe(["stable-quantiles", "requests", "quantiles", "stable-pods", "timeslices"]);
        (healthy.Evidence.Posts, healthy.Attribution).ShouldBe((2, null));
        (ill.Evidence!.Queries.Count, ill.Evidence.Posts).ShouldBe((16, 4), "what explains errors, and then the canary's pods, because it would fail");
        ill.Attribution.ShouldNotBeNull().Accounts.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Where_what_explains_is_not_answered_in_time_nothing_is_excused_and_the_answer_says_so()
    {
        var service = await shop.PlayAsync("upstreamDegraded");
        await shop.Simulator.FaultAsync(new { kind = "errorClass", errorClass = "TIMEOUT", match = "FACET if(error.class" });
        try
        {
            var evaluation = await AskAsync(service, isAllAsked: false);

            evaluation.Verdict.ShouldBe(Verdict.Inconclusive, evaluation.Summary);
            evaluation.Warnings.ShouldContain(warning => warning.StartsWith("errors could not be told apart by origin", StringComparison.Ordinal));
        }
        finally
        {
            await shop.Simulator.Client.DeleteAsync("/simulator/faults");
        }
    }

    private async Task<GateEvaluation> AskAsync(string service, bool isAllAsked)
    {
        var options = new NerdGraphOptions { Endpoint = shop.Simulator.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey, TotalTimeout = TimeSpan.FromMinutes(2), AttemptTimeout = TimeSpan.FromSeconds(100), Retries = 0 };
        using var newRelic = new NewRelicEvidenceSource(new NerdGraphClient(() => new HttpClient { Timeout = TimeSpan.FromMinutes(2) }, options), TimeProvider.System);
        var request = Plans.Request with { Service = service, Rollout = service, StepWeight = 10, RolloutStartedAt = Start, StepStartedAt = Start, At = Start.AddMinutes(10) };
        return await new GateEvaluator(Judges.Shipped).EvaluateAsync(
            request, new PolicyResolution.Resolved(Plans.Shipped("http-default")), new EvaluationMoment(Start.AddHours(1)), isAllAsked ? new Everything(newRelic) : newRelic, TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
    }

    /// <summary>Asks what is left open, and then all of it.</summary>
    private sealed class Everything(IEvidenceSource source) : IEvidenceSource
    {
        public Task<GateEvidence> GatherAsync(EvidencePlan plan, Func<GateEvidence, OpenQuestions> open, TimeSpan budget, CancellationToken ct) => source.GatherAsync(plan, first =>
        {
            open(first);
            return OpenQuestions.All;
        }, budget, ct);
    }
}
