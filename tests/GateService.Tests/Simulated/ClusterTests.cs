using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>Two clusters of an account that run the same names, hash included: told apart, or said to be one.</summary>
public sealed class ClusterTests(SimulatedGate fixture) : IClassFixture<SimulatedGate>
{
    private const string Untold = "clusters prod-1 and prod-2 run ";

    private static readonly Dictionary<string, string> East = new() { ["k8s.namespaceName"] = "shop", ["k8s.clusterName"] = "east" };
    private static readonly Dictionary<string, string> West = new() { ["k8s.namespaceName"] = "shop", ["k8s.clusterName"] = "west" };

    [Theory]
    [InlineData("java", 0.03, "fail")]
    [InlineData("dotnet", 0.03, "fail")]
    [InlineData("python", 0.03, "fail")]
    [InlineData("dotnet", 0.015, "fail")]
    [InlineData("dotnet", 0, "pass")]
    public async Task A_canary_is_judged_by_its_own_cluster_alone_where_the_request_names_it(string agent, double broken, string verdict)
    {
        var body = await PlayAsync(agent, $"named-{agent}-{broken * 1000:0}", broken, second: true, 25);
        body["cluster"] = "prod-1";

        var answer = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    [Theory]
    [InlineData(0.03)]
    [InlineData(0)]
    public async Task Without_a_name_neither_verdict_is_given_and_the_line_names_both_clusters_and_the_remedy(double broken)
    {
        var body = await PlayAsync("dotnet", $"unnamed-{broken * 100:0}", broken, second: true, 25);

        var answer = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        answer.Reason().ShouldContain(Untold);
        answer.Reason().ShouldContain("cannot be told apart: say which one is meant in the request's cluster");
    }

    [Fact]
    public async Task A_single_cluster_needs_no_name()
    {
        var body = await PlayAsync("dotnet", "alone", 0, second: false, 25);

        var answer = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }

    [Fact]
    public async Task The_share_of_a_small_step_is_that_of_its_own_cluster()
    {
        var body = await PlayAsync("dotnet", "share", 0, second: true, 5);
        body["cluster"] = "prod-1";

        var answer = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.GetProperty("warnings").GetRawText().ShouldNotContain("requests at weight");
    }

    [Fact]
    public async Task Pods_of_another_cluster_say_nothing_of_ours()
    {
        var body = await PlayAsync("dotnet", "pods", 0, second: true, 25, "podCrashLoop");
        body["policy"] = "http-kubernetes";

        body["cluster"] = "prod-1";
        (await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync()).Reason().ShouldContain("pods-ready 0 % under limit 100 %");
        body["cluster"] = "prod-2";
        (await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync()).GetProperty("tripped").GetRawText().ShouldNotContain("pods-ready");
        body.Remove("cluster");
        (await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync()).Verdict().ShouldBe("inconclusive");
    }

    [Fact]
    public async Task A_sound_canary_in_the_east_is_not_failed_by_a_broken_one_in_the_west()
    {
        await SeedTwoAsync("east-west", West);

        var (east, west, neither) = (await JudgeAsync("east-west", "east"), await JudgeAsync("east-west", "west"), await JudgeAsync("east-west", null));

        east.Verdict().ShouldBe("pass", east.Reason());
        west.Verdict().ShouldBe("fail", west.Reason());
        neither.Verdict().ShouldBe("inconclusive", neither.Reason());
        neither.Reason().ShouldContain("clusters east and west run east-west under the same names");
    }

    [Fact]
    public async Task Events_that_say_no_cluster_beside_those_that_do_may_be_another_s()
    {
        await SeedTwoAsync("half-told", new() { ["k8s.namespaceName"] = "shop" });

        var answer = await JudgeAsync("half-told", "east");

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        answer.Reason().ShouldContain("of the requests say no cluster (k8s.clusterName) while others say east");
    }

    [Fact]
    public async Task Events_of_which_none_says_a_cluster_are_taken_and_a_warning_says_so()
    {
        Dictionary<string, string> untold = new() { ["k8s.namespaceName"] = "shop" };
        await Streams.SeedAsync(fixture.Simulator, "untold",
            new Streams(["untold-7d9f8c6b54-aaaaa", "untold-7d9f8c6b54-bbbbb"], 450, -20, 0, untold), new Streams(["untold-5c6d7e8f-xxxxx"], 150, 0, 0, untold));

        var answer = await JudgeAsync("untold", "east");

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.GetProperty("warnings").GetRawText().ShouldContain("no request says its cluster");
    }

    private async Task SeedTwoAsync(string service, Dictionary<string, string> west) => await Streams.SeedAsync(
        fixture.Simulator,
        service,
        new Streams([$"{service}-7d9f8c6b54-aaaaa", $"{service}-7d9f8c6b54-bbbbb", $"{service}-7d9f8c6b54-ccccc"], 450, -20, 0, East),
        new Streams([$"{service}-5c6d7e8f-xxxxx"], 150, 0, 0, East),
        new Streams([$"{service}-7d9f8c6b54-fffff"], 450, -20, 0, west),
        new Streams([$"{service}-5c6d7e8f-zzzzz"], 150, 0, 1, west));

    private async Task<JsonElement> JudgeAsync(string service, string? cluster) =>
        await fixture.Gate.EvaluateAsync(Streams.Question(service, ("cluster", cluster)).ToJsonString()).JudgedAsync();

    private async Task<JsonObject> PlayAsync(string agent, string service, double broken, bool second, int weight, string kind = "healthy")
    {
        var world = await SendAsync("/simulator/worlds", new
        {
            kind,
            agent,
            seed = 7,
            service,
            canaryHash = "5c6d7e8f",
            stableHash = "7d9f8c6b54",
            requestsPerSecond = 16,
            start = Streams.Start.ToUnixTimeMilliseconds(),
            traits = new { brokenCanary = broken, secondCluster = second },
        });
        await SendAsync($"/simulator/worlds/{world.GetProperty("id")}/advance", new { duration = $"{60 * Streams.Minutes}s", weight });
        return Streams.Question(service, ("stepWeight", $"{weight}"));
    }

    private async Task<JsonElement> SendAsync(string path, object body)
    {
        using var response = await fixture.Simulator.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
