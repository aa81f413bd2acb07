using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>Callers are refused at all times and nobody is to blame; a canary that refuses more than stable refuses good requests.</summary>
public sealed class RefusalCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>Both refuse alike, few or many: that is the callers' business.</summary>
    [Theory]
    [InlineData(401, 0.05)]
    [InlineData(422, 0.1)]
    [InlineData(400, 0.05)]
    [InlineData(499, 0.03)]
    public async Task What_both_versions_refuse_is_the_callers_mistake(int status, double share)
    {
        var answer = await JudgeAsync(status, share, share);

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }

    /// <summary>A canary that takes good tokens or good bodies for bad ones, beside a stable that refuses none, and beside one that refuses some.</summary>
    [Theory]
    [InlineData(401, 0, 0.05)]
    [InlineData(422, 0, 0.05)]
    [InlineData(400, 0, 0.05)]
    [InlineData(405, 0, 0.05)]
    [InlineData(499, 0.03, 0.12)]
    [InlineData(401, 0.05, 0.15)]
    [InlineData(422, 0.05, 0.15)]
    public async Task What_the_canary_alone_refuses_is_not(int status, double stable, double canary)
    {
        var answer = await JudgeAsync(status, stable, canary);

        answer.Verdict().ShouldBeOneOf(["fail", "inconclusive"], answer.Reason());
        answer.Reason().ShouldContain("refusal-rate");
    }

    /// <summary>
    /// Twice what stable refuses is near the margin of half as much more: ten minutes at a quarter of this traffic cannot show it and the answer says what they could; where the
    /// step asks for proof, it does not pass.
    /// </summary>
    [Fact]
    public async Task What_cannot_be_shown_yet_is_not_called_proven_and_does_not_pass_where_proof_is_asked()
    {
        var early = await JudgeAsync(401, 0.05, 0.1);
        var late = await JudgeAsync(401, 0.05, 0.1, 50);

        early.Reason().ShouldStartWith("no harm shown by all 5 objectives: ");
        early.Reason().ShouldContain("; at 2");
        early.Reason().ShouldContain("can show refusal-rate rise from 5 % to");
        late.Verdict().ShouldBeOneOf(["fail", "inconclusive"], late.Reason());
        late.Reason().ShouldContain("refusal-rate");
    }

    /// <param name="status">Of what is refused.</param>
    /// <param name="stable">Share that stable refuses.</param>
    /// <param name="canary">Share that the canary refuses.</param>
    /// <param name="weight">The canary's, in percent of 1,200 requests a minute.</param>
    private async Task<JsonElement> JudgeAsync(int status, double stable, double canary, int weight = 25)
    {
        var users = new Traffic
        {
            PerMinute = 1200 * (100 - weight) / 100,
            Says = FieldRollout.Saying(("appName", "accounts"), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("request.uri", "/accounts"), ("http.statusCode", 200), ("error", false)),
        };
        Dictionary<string, JsonNode> refused = FieldRollout.Saying(("http.statusCode", status), ("error", true));
        var rollout = new FieldRollout("accounts").Stable(users with { But = [(stable, refused)] }).Canary(users with { PerMinute = 1200 * weight / 100, But = [(canary, refused)] });
        return await gate.JudgeAsync(rollout, "http-default", ("stepWeight", $"{weight}"));
    }
}
