using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>Whose pods they are: two clusters with the same names, versions instead of hashes.</summary>
public sealed class SliceCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>Both clusters run the same rollout with the same hashes; the west's canary answers nothing but 500.</summary>
    [Theory]
    [InlineData("east", "pass")]
    [InlineData("west", "fail")]
    public async Task A_cluster_is_judged_by_itself(string cluster, string verdict)
    {
        var answer = await gate.JudgeAsync(TwoClusters(), "http-default", ("cluster", cluster));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    [Fact]
    public async Task Who_does_not_say_which_cluster_is_never_failed_by_the_other_one()
    {
        var answer = await gate.JudgeAsync(TwoClusters(), "http-default");

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        string.Join(' ', answer.Warnings().Append(answer.Reason())).ShouldContain("cluster");
    }

    [Theory]
    [InlineData(0, "pass")]
    [InlineData(0.2, "fail")]
    public async Task Slices_are_told_apart_by_version(double broken, string verdict)
    {
        var stable = new Traffic { PerMinute = 390, From = -FieldRollout.Past, Says = Says(("service.version", "2.7.0"), ("http.statusCode", 200)) };
        var canary = new Traffic { PerMinute = 130, Says = Says(("service.version", "2.7.1"), ("http.statusCode", 200)), But = [(broken, FieldRollout.Saying(("http.statusCode", 502)))] };

        var answer = await gate.JudgeAsync(new FieldRollout("search").With(stable).With(canary), "field-by-version", ("stableHash", "2.7.0"), ("canaryHash", "2.7.1"));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    private static FieldRollout TwoClusters()
    {
        Traffic Of(string cluster, int perMinute, double broken) => new()
        {
            PerMinute = perMinute,
            Says = Says(("k8s.clusterName", cluster), ("http.statusCode", 200)),
            But = [(broken, FieldRollout.Saying(("http.statusCode", 500), ("error", true), ("errorType", "Retail.SchemaException"), ("errorMessage", "no column 'tier'")))],
        };

        return new FieldRollout("search").Stable(Of("east", 390, 0)).Canary(Of("east", 130, 0)).Stable(Of("west", 390, 0)).Canary(Of("west", 130, 1));
    }

    private static Dictionary<string, JsonNode> Says(params (string, JsonNode)[] more) =>
        FieldRollout.Saying([("appName", "search"), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("error", false), .. more]);
}
