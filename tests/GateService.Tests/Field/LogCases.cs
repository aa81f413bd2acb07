using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>
/// Faults of recorded microservices that their logs alone knew, as such systems log: a checkout that returns early and answers OK, at a request every few seconds. Each has its
/// harmless twin.
/// </summary>
public sealed class LogCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>Its handler returns before the confirmation is sent, logs so for each request, and answers as ever.</summary>
    [Theory]
    [InlineData(false, "pass")]
    [InlineData(true, "fail")]
    public async Task A_checkout_that_returns_early_and_answers_OK(bool isBroken, string verdict)
    {
        var rollout = new FieldRollout("checkout").Both(Requests(60)).Both(Lines(180));
        rollout = isBroken ? rollout.Canary(Lines(20) with { Says = FieldRollout.Saying(("entity.name", "checkout"), ("level", "error"), ("message", "order 4711: failed to send confirmation: cart is empty")) }) : rollout;

        var answer = await gate.JudgeAsync(rollout, "http-logs");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("new in the canary: 'order *: failed to send confirmation: cart is empty' x", StringComparison.Ordinal).ShouldBe(isBroken, answer.Reason());
    }

    /// <summary>An outage that both log at every second request, or a log that is never quiet, and beneath it a message of the canary's own; or the outage alone; or the old message in new words.</summary>
    [Theory]
    [InlineData(0.5, "payment refused: gateway timeout", 0.06, "price of item 4711 is stale", "inconclusive")]
    [InlineData(0.1, "payment refused: gateway timeout", 0.04, "price of item 4711 is stale", "inconclusive")]
    [InlineData(0.5, "payment refused: gateway timeout", 0, "", "pass")]
    [InlineData(0.1, "gateway did not answer in time", 0, "", "pass")]
    public async Task A_message_of_the_canary_alone_is_not_hidden_by_what_both_log(double both, string said, double own, string alone, string verdict)
    {
        var lines = Lines(600) with { But = [(both, Error("payment refused: gateway timeout"))] };
        var canary = lines with { PerMinute = 200, But = [(both, Error(said)), .. own > 0 ? [(own, Error(alone))] : Array.Empty<(double, Dictionary<string, JsonNode>)>()] };
        var rollout = new FieldRollout("checkout").Both(Requests(600)).Stable(lines).Canary(canary);

        var answer = await gate.JudgeAsync(rollout, "http-logs");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("of its error lines say what stable's never did", StringComparison.Ordinal).ShouldBe(own > 0, answer.Reason());
        answer.Reason().Contains("new in the canary: 'price of item * is stale' x", StringComparison.Ordinal).ShouldBe(own > 0, answer.Reason());

        static Dictionary<string, JsonNode> Error(string message) => FieldRollout.Saying(("level", "ERROR"), ("message", message));
    }

    /// <summary>Stable says a word of each kind now and then, with ids that never come again; so does the canary.</summary>
    [Fact]
    public async Task Messages_of_which_no_two_are_alike_are_not_new()
    {
        var says = Enumerable.Range(0, 40).Select(i => (Share: 0.01, Says: (IReadOnlyDictionary<string, JsonNode>)FieldRollout.Saying(
            ("level", "ERROR"), ("message", $"2026-11-28T14:{i:00}:03.120Z job {i * 7919:x8}-9d2c-4e1a-8f00-0123456789ab gave up after {i} tries")))).ToList();
        var canary = says.Select(but => (but.Share, Says: (IReadOnlyDictionary<string, JsonNode>)FieldRollout.Saying(
            ("level", "ERROR"), ("message", but.Says["message"].GetValue<string>().Replace("14:", "15:").Replace("9d2c", "77af"))))).ToList();
        var rollout = new FieldRollout("checkout").Both(Requests(240)).Stable(Lines(360) with { But = says }).Canary(Lines(120) with { But = canary });

        var answer = await gate.JudgeAsync(rollout, "http-logs");

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.Warnings().ShouldNotContain(warning => warning.Contains("new in the canary"));
    }

    /// <summary>Fluent Bit's lines name no service: those of another rollout of the namespace are not ours.</summary>
    [Fact]
    public async Task Another_service_s_lines_are_not_ours()
    {
        var others = Lines(300) with
        {
            PodAttribute = "pod_name",
            Says = FieldRollout.Saying(("level", "error"), ("namespace_name", "retail"), ("message", "boom")),
            Pods = [$"checkout-worker-{FieldRollout.CanaryHash}-x2v4b"],
        };

        var answer = await gate.JudgeAsync(new FieldRollout("checkout").Both(Requests(240)).Both(Lines(480)).With(others), "http-logs");

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }

    private static Traffic Requests(int perMinute) => new()
    {
        PerMinute = perMinute,
        Says = FieldRollout.Saying(("appName", "checkout"), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("http.statusCode", 200), ("error", false)),
    };

    private static Traffic Lines(int perMinute) => new()
    {
        EventType = "Log",
        PodAttribute = "hostname",
        PerMinute = perMinute,
        Takes = null,
        Says = FieldRollout.Saying(("entity.name", "checkout"), ("level", "info"), ("message", "order placed")),
    };
}
