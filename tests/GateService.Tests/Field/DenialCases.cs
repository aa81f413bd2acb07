using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>A canary that denies good callers beside a stable that fails others; and one that answers 4xx to the very requests that stable fails.</summary>
public sealed class DenialCases(FieldGate gate) : IClassFixture<FieldGate>
{
    private const string Own = "java.lang.NullPointerException";

    /// <summary>401 at the login, where stable fails 30 % of all by a bug that the canary has no more, or only marks them.</summary>
    [Theory]
    [InlineData(401, 500, Own, "fail")]
    [InlineData(403, 503, "java.net.ConnectException", "fail")]
    [InlineData(429, 500, Own, "fail")]
    [InlineData(401, 200, "shop.CacheMissException", "fail")]
    [InlineData(400, 200, "shop.CacheMissException", "inconclusive")]
    [InlineData(400, 500, Own, "pass")]
    [InlineData(424, 503, "java.net.ConnectException", "pass")]
    public async Task Good_callers_are_not_denied_in_place_of_failures(int answered, int failed, string type, string verdict)
    {
        var service = $"login-{answered}-{failed}";
        var users = new Traffic
        {
            PerMinute = 900,
            Says = FieldRollout.Saying(("appName", service), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("request.uri", "/accounts"), ("http.statusCode", 200), ("error", false)),
        };
        var rollout = new FieldRollout(service)
            .Stable(users with { But = [(0.3, FieldRollout.Saying(("http.statusCode", failed), ("error", true), ("error.class", type)))] })
            .Canary(users with { PerMinute = 300, But = [(0.26, FieldRollout.Saying(("http.statusCode", answered)))] });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldNotContain("refusal-rate 0 %");
        answer.Reason().ShouldNotContain("proven");
        answer.Reason().Contains(" in place of failures", StringComparison.Ordinal).ShouldBe(verdict == "pass", answer.Reason());
    }
}
