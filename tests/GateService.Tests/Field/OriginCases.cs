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

    /// <summary>A dependency fails over: one minute in which every second request fails, and quiet after it. Both slices have it, and it is excused; what the canary alone has is held.</summary>
    [Theory]
    [InlineData(0.5, 0.5, "pass", "upstream, corroborated")]
    [InlineData(0.5, 0, "inconclusive", "all of them came at once, and not as many as stable's for certain")]
    [InlineData(0.5, 0.05, "inconclusive", "all of them came at once, and not as many as stable's for certain")]
    public async Task A_failover_of_one_minute(double canary, double stable, string verdict, string ground)
    {
        var rollout = new FieldRollout(Service)
            .With(new CallingTraffic(FieldRollout.StablePods(Service), 900, -FieldRollout.Past) { Service = Service, Peers = Peer(stable), PeersFrom = 5, PeersTo = 6 }.Lines(21))
            .With(new CallingTraffic(FieldRollout.CanaryPods(Service), 300, 0) { Service = Service, Peers = Peer(canary), PeersFrom = 5, PeersTo = 6 }.Lines(22));

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.ToString().ShouldContain(ground);
    }

    /// <summary>Both slices wait for locks from some minutes after the canary came: it may hold them. Where they waited before it came, or what fails is a database that is gone, it is an outage as any other.</summary>
    [Theory]
    [InlineData("Lock request time out period exceeded.", 2, "inconclusive", "it began in both slices soon after a step of the canary, which may hold what both wait for")]
    [InlineData("Transaction (Process ID 71) was deadlocked on lock resources with another process", 3, "inconclusive", "it began in both slices soon after a step of the canary, which may hold what both wait for")]
    [InlineData("Lock request time out period exceeded.", -20, "pass", "upstream, corroborated")]
    [InlineData("A network-related or instance-specific error occurred while establishing a connection to SQL Server", 3, "pass", "upstream, corroborated")]
    public async Task Locks_that_both_slices_wait_for(string message, double from, string verdict, string ground)
    {
        var thrown = (0.06, from, "Microsoft.Data.SqlClient.SqlException", message, "orders");
        var rollout = new FieldRollout(Service)
            .With(new CallingTraffic(FieldRollout.StablePods(Service), 900, -FieldRollout.Past) { Service = Service, Thrown = thrown }.Lines(23))
            .With(new CallingTraffic(FieldRollout.CanaryPods(Service), 300, 0) { Service = Service, Thrown = thrown }.Lines(24));

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.ToString().ShouldContain(ground);
    }

    /// <summary>A typing error in the new version's configuration is the canary's own; where names are resolved for nobody, it is the platform's.</summary>
    [Theory]
    [InlineData("System.Net.Http.HttpRequestException", "Name or service not known (payments-apx:443)", 0, "fail", "HttpRequestException 500 in ")]
    [InlineData("AxiosError", "getaddrinfo ENOTFOUND payments-apx", 0, "fail", "AxiosError 500 in ")]
    [InlineData("java.net.UnknownHostException", "payments-apx", 0, "fail", "UnknownHostException 500 in ")]
    [InlineData("AxiosError", "getaddrinfo ENOTFOUND payments-api", 0.06, "pass", "the platform's, corroborated")]
    public async Task A_host_that_does_not_exist(string type, string message, double stable, string verdict, string said)
    {
        var rollout = new FieldRollout(Service)
            .With(new CallingTraffic(FieldRollout.StablePods(Service), 900, -FieldRollout.Past) { Service = Service, Thrown = (stable, -25, type, message, null) }.Lines(25))
            .With(new CallingTraffic(FieldRollout.CanaryPods(Service), 300, 0) { Service = Service, Thrown = (0.06, 0, type, message, null) }.Lines(26));

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        (answer.Reason() + answer).ShouldContain(said);
        answer.ToString().Contains("its own configuration, such as the name of a host", StringComparison.Ordinal).ShouldBe(verdict == "fail");
    }

    /// <summary>The peer refuses what the canary sends: its answer is no failure of the call, and still says where the request failed.</summary>
    [Theory]
    [InlineData(422)]
    [InlineData(400)]
    public async Task What_a_dependency_refuses_is_named_after_it(int answered)
    {
        var rollout = new FieldRollout(Service)
            .With(new CallingTraffic(FieldRollout.StablePods(Service), 900, -FieldRollout.Past) { Service = Service }.Lines(27))
            .With(new CallingTraffic(FieldRollout.CanaryPods(Service), 300, 0) { Service = Service, Misrouted = 0.06, Answer = answered }.Lines(28));

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe("fail", answer.Reason());
        answer.ToString().ShouldContain("payments-api fails ");
        answer.ToString().ShouldNotContain("unnamed dependency");
    }

    /// <summary>What callers do at all times, in both slices and in the hour before, holds no step; a canary that has four times as much of it does.</summary>
    [Theory]
    [InlineData(401, 0.01, 0.01, "Api.UnauthorizedException", "pass")]
    [InlineData(499, 0.03, 0.03, "System.OperationCanceledException", "pass")]
    [InlineData(200, 0.012, 0.012, "GraphQLError", "pass")]
    [InlineData(200, 0.05, 0.05, "GraphQLError", "pass")]
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

    /// <summary>An upstream's 429, its certificate, and what Spring wraps: at all times alike in both slices they hold nobody; what the canary has three times as much of fails it, and a bug of its own in the same wrapper too.</summary>
    [Theory]
    [InlineData("org.springframework.web.client.HttpClientErrorException$TooManyRequests", "429 Too Many Requests: [no body]", 0.03, 0.03, "pass")]
    [InlineData("org.springframework.web.client.HttpClientErrorException$TooManyRequests", "429 Too Many Requests: [no body]", 0.09, 0.03, "fail")]
    [InlineData("javax.net.ssl.SSLHandshakeException", "PKIX path building failed", 0.03, 0.03, "pass")]
    [InlineData("javax.net.ssl.SSLHandshakeException", "PKIX path building failed", 0.03, 0, "fail")]
    [InlineData("org.springframework.web.util.NestedServletException", "Request processing failed; nested exception is feign.RetryableException: Read timed out", 0.03, 0.03, "pass")]
    [InlineData("org.springframework.web.util.NestedServletException", "Request processing failed; nested exception is feign.RetryableException: Read timed out", 0.09, 0.03, "fail")]
    [InlineData("org.springframework.web.util.NestedServletException", "Request processing failed; nested exception is java.lang.NullPointerException", 0.03, 0.03, "inconclusive")]
    public async Task What_an_upstream_does_to_both_at_all_times(string type, string message, double canary, double stable, string verdict)
    {
        var rollout = new FieldRollout(Service)
            .With(new CallingTraffic(FieldRollout.StablePods(Service), 900, -FieldRollout.Past) { Service = Service, Thrown = (stable, -FieldRollout.Past, type, message, null) }.Lines(31))
            .With(new CallingTraffic(FieldRollout.CanaryPods(Service), 300, 0) { Service = Service, Thrown = (canary, 0, type, message, null) }.Lines(32));

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    private static Dictionary<string, double> Peer(double share) => new() { ["payments-api"] = share };

    private static Dictionary<string, double> Peers(double payments, double stock) => new() { ["payments-api"] = payments, ["stock-api"] = stock };

    private static FieldRollout Rollout(Dictionary<string, double> canary, Dictionary<string, double> stable, double own) => new FieldRollout(Service)
        .With(new CallingTraffic(FieldRollout.StablePods(Service), 600, -FieldRollout.Past) { Service = Service, Peers = stable, PeersFrom = -25 }.Lines(7))
        .With(new CallingTraffic(FieldRollout.CanaryPods(Service), 200, 0) { Service = Service, Peers = canary, Own = own }.Lines(8));
}
