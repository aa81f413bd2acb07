using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>Whose fault errors are, as real services word and mix them: each with its harmless twin.</summary>
public sealed class OriginCases(FieldGate gate) : IClassFixture<FieldGate>
{
    private const string Service = "chairs";

    /// <summary>No two messages are alike: counts come from classes and statuses, and all failed calls of a class together say where it failed.</summary>
    [Theory]
    [InlineData(0.09, 0.09, 0, "pass", "upstream, corroborated")]
    [InlineData(0.065, 0.065, 0.015, "fail", "PriceMissingException 500")]
    [InlineData(0.09, 0, 0, "fail", "self-inflicted, the canary has more of them than its share")]
    public async Task Messages_that_are_all_different(double canaryOutage, double stableOutage, double own, string verdict, string ground)
    {
        var answer = await gate.JudgeAsync(Rollout(Peer(canaryOutage), Peer(stableOutage), own), "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.ToString().ShouldContain(ground);
        answer.ToString().ShouldNotContain("more classes");
        answer.Warnings().ShouldNotContain(warning => warning.Contains("too many kinds", StringComparison.Ordinal));
    }

    /// <summary>One class of errors over two peers: one is down for both slices, the other for the canary alone.</summary>
    [Theory]
    [InlineData(0.045, 0, "fail", "HttpRequestException 503 to stock-api")]
    [InlineData(0.045, 0.045, "pass", "upstream, corroborated")]
    public async Task One_class_over_two_peers(double canaryStock, double stableStock, string verdict, string ground)
    {
        var answer = await gate.JudgeAsync(Rollout(Peers(0.06, canaryStock), Peers(0.06, stableStock), 0), "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.ToString().ShouldContain(ground);
    }

    /// <summary>Beneath an outage of both slices: what the peer fails of the canary alone, by another status, is the canary's own; what it fails of both is the outage's.</summary>
    [Theory]
    [InlineData(0.1, 0.04, 0, "fail", "HttpRequestException 500 x")]
    [InlineData(0.1, 0.04, 0.04, "pass", "upstream, corroborated")]
    [InlineData(0.14, 0, 0, "pass", "upstream, corroborated")]
    public async Task A_class_of_its_own_beneath_an_outage(double outage, double canary, double stable, string verdict, string ground)
    {
        var rollout = new FieldRollout(Service)
            .With(new CallingTraffic(FieldRollout.StablePods(Service), 900, -FieldRollout.Past) { Service = Service, Peers = Peer(outage), PeersFrom = -25, Misrouted = stable }.Lines(17))
            .With(new CallingTraffic(FieldRollout.CanaryPods(Service), 300, 0) { Service = Service, Peers = Peer(outage), Misrouted = canary }.Lines(18));

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.ToString().ShouldContain(ground);
    }

    /// <summary>What callers do at all times, in both slices and in the hour before, holds no step; a canary that has four times as much of it does.</summary>
    [Theory]
    [InlineData(401, 0.01, 0.01, "Api.UnauthorizedException", "pass")]
    [InlineData(499, 0.03, 0.03, "System.OperationCanceledException", "pass")]
    [InlineData(200, 0.012, 0.012, "GraphQLError", "pass")]
    [InlineData(401, 0.04, 0.01, "Api.UnauthorizedException", "fail")]
    [InlineData(200, 0.05, 0.012, "GraphQLError", "fail")]
    public async Task A_steady_share_of_callers_mistakes(int status, double canary, double stable, string type, string verdict)
    {
        foreach (var weight in new[] { "5", "25", "50" })
        {
            var requests = new Traffic { PerMinute = weight == "5" ? 1900 : weight == "25" ? 900 : 600, Says = FieldRollout.Saying(("appName", Service), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("http.statusCode", 200), ("error", false)) };
            var refused = FieldRollout.Saying(("http.statusCode", status), ("error", true), ("errorType", type), ("errorMessage", "token expired"));
            var rollout = new FieldRollout(Service).Stable(requests with { But = [(stable, refused)] })
                .Canary(requests with { PerMinute = weight == "5" ? 100 : weight == "25" ? 300 : 600, But = [(canary, refused)] });

            var answer = await gate.JudgeAsync(rollout, "http-default", ("stepWeight", weight));

            answer.ToString().ShouldNotContain("it began in both slices");
            if (verdict == "pass" || weight == "50")
            {
                answer.Verdict().ShouldBe(verdict, $"at {weight}: {answer.Reason()}");
            }
        }
    }

    private static Dictionary<string, double> Peer(double share) => new() { ["payments-api"] = share };

    private static Dictionary<string, double> Peers(double payments, double stock) => new() { ["payments-api"] = payments, ["stock-api"] = stock };

    private static FieldRollout Rollout(Dictionary<string, double> canary, Dictionary<string, double> stable, double own) => new FieldRollout(Service)
        .With(new CallingTraffic(FieldRollout.StablePods(Service), 600, -FieldRollout.Past) { Service = Service, Peers = stable, PeersFrom = -25 }.Lines(7))
        .With(new CallingTraffic(FieldRollout.CanaryPods(Service), 200, 0) { Service = Service, Peers = canary, Own = own }.Lines(8));
}
