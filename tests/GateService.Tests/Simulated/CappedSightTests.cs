using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>What an agent's cap or a sampler leaves out is said and never proven: each world beside its harmless or harmful twin.</summary>
public sealed class CappedSightTests(SightFixture fixture) : SightCases(fixture)
{
    [Theory]
    [InlineData(5, "pass")]
    [InlineData(30, "inconclusive")]
    public async Task The_share_of_a_capped_canary_is_that_of_its_timeslices(int weight, string verdict)
    {
        const string Capped = "\"requestsPerSecond\": 40, \"stablePods\": 3, \"canaryPods\": 1, \"limits\": { \"transactionsPerMinute\": 120 }";

        var answer = await PlayAsync("java", "http", Capped, "http-default", weight, told: 5);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("at weight 5: clients", StringComparison.Ordinal).ShouldBe(verdict == "inconclusive", answer.Reason());
    }

    /// <summary>Three pods and one, each at its cap of events; sales are complete. Per event the canary sells half of what stable does, per request the same.</summary>
    [Theory]
    [InlineData(true, 100, "inconclusive", "at the canary's share alike: not shown to be this change")]
    [InlineData(false, 100, "inconclusive", "stand as still as those of an agent at its cap")]
    [InlineData(true, 40, "fail", "sales 40/min under limit 300/min")]
    public async Task A_rate_per_request_of_a_capped_service_is_judged_by_timeslices_or_not_at_all(bool areThere, int sales, string verdict, string said)
    {
        var service = $"capped-{areThere}-{sales}".ToLowerInvariant();
        var rows = Rows(service, (_, _) => Http(), canary: 120, stable: 240).Concat(Sales(service, canary: sales, stable: 400));

        var answer = await JudgeAsync(service, areThere ? rows.Concat(Timeslices(service, stable: 2000, canary: 500)) : rows, "sales-per-request", weight: 20);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    [Theory]
    [InlineData("tailsampling.policy", "inconclusive")]
    [InlineData("sampler", "pass")]
    public async Task Shares_of_spans_of_a_tail_sampler_are_no_rates(string mark, string verdict)
    {
        var answer = await JudgeAsync("tail", Rows("tail", (_, _) => new Dictionary<string, object>
        {
            ["eventType"] = "Span",
            ["service.name"] = "tail",
            ["span.kind"] = "server",
            ["http.request.method"] = "GET",
            ["http.response.status_code"] = 200,
            [mark] = "errors",
        }), "otel-http");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("otel-metrics", StringComparison.Ordinal).ShouldBe(verdict == "inconclusive");
    }
}
