using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>Requests that are not where the policy looks are found and said.</summary>
public sealed class UnseenTests(SightFixture fixture) : SightCases(fixture)
{
    [Fact]
    public async Task What_stable_sends_and_the_canary_does_not_is_told()
    {
        var answer = await JudgeAsync("lost-code", Rows("lost-code", (isCanary, _) => isCanary ? NetGrpc() : NetGrpc().With("grpc.statusCode", 0)));

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("none of the canary's requests tell how they ended, and stable's do");
    }

    [Fact]
    public async Task Requests_of_nobody_s_pod_are_found_and_said()
    {
        var answer = await JudgeAsync("podless", Rows("podless", (_, _) => Http()).Select(row => row.Without("host")));

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("carry none of k8s.podName, podName, host");
    }

    [Fact]
    public async Task A_canary_that_lost_its_pod_s_name_is_found_beside_stable_and_said()
    {
        var answer = await JudgeAsync("half-podless", Rows("half-podless", (_, _) => Http()).Select(row => ((string)row["host"]).Contains("5c6d7e8f", StringComparison.Ordinal) ? row.Without("host") : row));

        answer.Reason().ShouldContain("no canary data while stable had");
        answer.Reason().ShouldContain("1,200 requests of half-podless carry none of");
    }

    [Fact]
    public async Task Requests_of_other_pods_are_told_with_one_of_them()
    {
        var answer = await JudgeAsync("elsewhere", Rows("elsewhere", (_, _) => Http()).Select(row => row.With("host", "ip-10-0-0-1")));

        answer.Reason().ShouldContain("such as host 'ip-10-0-0-1'");
    }

    [Fact]
    public async Task Nothing_at_all_is_still_no_traffic() =>
        (await JudgeAsync("nowhere", [])).Reason().ShouldContain("no traffic, or New Relic knows the service by another name");

    [Theory]
    [InlineData("otel", "http", "otel-spans")]
    [InlineData("otel-metrics", "http", "otel-metrics")]
    [InlineData("java", "queue", "apm-background")]
    public async Task A_service_that_is_seen_by_another_kind_is_told_which(string agent, string protocol, string kind)
    {
        var answer = await PlayAsync(agent, protocol, "", "http-default");

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain(kind);
    }

    /// <summary>Of a service with unsampled timeslices alone.</summary>
    [Fact]
    public async Task Metrics_of_an_agent_without_its_events_are_told()
    {
        var answer = await JudgeAsync("metrics-only", Timeslices("metrics-only", stable: 900, canary: 300));

        answer.Reason().ShouldContain("Metric data of appName 'metrics-only' exists");
    }
}
