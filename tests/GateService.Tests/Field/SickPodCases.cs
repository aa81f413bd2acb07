using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>One of stable's pods is ill: it is no measure of what is well, and no cause that all share.</summary>
public sealed class SickPodCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>Of the canary's requests so many fail; of stable's as many in one pod, in each of them, or in none.</summary>
    [Theory]
    [InlineData("one", 0.02, 0.12, "inconclusive")]
    [InlineData("each", 0.02, 0.02, "inconclusive")]
    [InlineData("none", 0.02, 0, "fail")]
    [InlineData("well", 0, 0.12, "pass")]
    public async Task A_canary_as_bad_as_one_of_stables_pods_is_not_proven_harmless_by_it(string story, double canary, double stable, string verdict)
    {
        var service = $"carts-{story}";
        var (users, pods) = (Users(service), FieldRollout.StablePods(service));
        var rollout = new FieldRollout(service)
            .Stable(users with { PerMinute = 900, To = 0 })
            .With(users with { PerMinute = 300, Pods = [pods[0]], But = [(stable, Null)] })
            .With(users with { PerMinute = 600, Pods = [pods[1], pods[2]], But = story == "each" ? [(stable, Null)] : [] })
            .Canary(users with { PerMinute = 300, But = [(canary, Null)] });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldNotContain("proven harmless by");
        answer.Reason().Contains($"without stable's pod {pods[0]} and its 1", StringComparison.Ordinal).ShouldBe(story == "one", answer.Reason());
    }

    private static Dictionary<string, JsonNode> Null => FieldRollout.Saying(("http.statusCode", 500), ("error", true), ("error.class", "java.lang.NullPointerException"));

    private static Traffic Users(string service) => new()
    {
        PerMinute = 900,
        Says = FieldRollout.Saying(("appName", service), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("request.uri", "/carts"), ("http.statusCode", 200), ("error", false)),
    };
}
