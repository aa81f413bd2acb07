using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>What cannot be seen is said and never proven, and what can be is judged as before: each world beside its harmless or harmful twin.</summary>
public sealed class SightTests(SightFixture fixture) : SightCases(fixture)
{
    [Theory]
    [InlineData("dotnet", "http-default", 0, "inconclusive")]
    [InlineData("dotnet", "http-default", 1, "inconclusive")]
    [InlineData("dotnet", "grpc-default", 1, "inconclusive")]
    [InlineData("ruby", "http-default", 1, "inconclusive")]
    [InlineData("ruby", "grpc-default", 1, "inconclusive")]
    [InlineData("ruby", "http-default", 0, "fail")]
    [InlineData("go", "http-default", 1, "fail")]
    [InlineData("python", "grpc-default", 1, "fail")]
    public async Task A_broken_gRPC_canary_is_never_proven_whatever_its_agent_sends(string agent, string policy, int handled, string verdict)
    {
        var answer = await PlayAsync(agent, "grpc", $"\"traits\": {{ \"brokenCanary\": 0.4, \"handledErrors\": {handled} }}", policy);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("grpc.statusCode", StringComparison.Ordinal).ShouldBe(verdict == "inconclusive", answer.Reason());
    }

    [Theory]
    [InlineData("java", "http-default", "pass")]
    [InlineData("go", "grpc-default", "pass")]
    [InlineData("node", "http-default", "pass")]
    [InlineData("dotnet", "http-default", "inconclusive")]
    public async Task A_sound_gRPC_canary_passes_where_its_codes_are_seen(string agent, string policy, string verdict) =>
        (await PlayAsync(agent, "grpc", "", policy)).Verdict().ShouldBe(verdict);

    [Theory]
    [InlineData(0, "pass")]
    [InlineData(13, "fail")]
    [InlineData("INTERNAL", "inconclusive")]
    public async Task With_its_code_as_a_custom_attribute_a_NET_gRPC_service_is_judged(object code, string verdict)
    {
        var answer = await JudgeAsync("custom-code", Rows("custom-code", (isCanary, i) => NetGrpc().With("grpc.statusCode", isCanary && i % 10 < 4 ? code : 0)));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>A path with a dot is no gRPC: versions and files have one too.</summary>
    [Theory]
    [InlineData("/api/v1.0/orders")]
    [InlineData("/Service.svc/GetOrders")]
    [InlineData("/orders/42.json")]
    public async Task A_POST_whose_path_looks_a_little_like_gRPC_is_HTTP(string uri)
    {
        var answer = await JudgeAsync("dotted", Rows("dotted", (_, _) => NetGrpc().With("request.uri", uri)));

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }

    [Theory]
    [InlineData(true, "none of the canary's 1,200 requests carries duration, and stable's do")]
    [InlineData(false, "requests carries duration:")]
    public async Task Requests_without_a_duration_are_no_frustrated_users(bool stableIsTimed, string said)
    {
        var answer = await JudgeAsync("timeless", Rows("timeless", (_, _) => Http(), isTimed: isCanary => !isCanary && stableIsTimed));

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain(said);
        answer.Reason().ShouldNotContain("apdex 0");
    }

    [Fact]
    public async Task A_few_requests_without_a_duration_leave_Apdex_to_the_others()
    {
        var answer = await JudgeAsync("half-timed", Rows("half-timed", (_, _) => Http(), isTimed: _ => true, untimed: 3));

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }
}
