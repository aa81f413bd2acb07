using System.Net;
using GateService.Tests.Hosting;

namespace GateService.Tests.Gates;

/// <summary>A request that is wrong is refused with every fault at once, each with the value and what was expected. Shells see them as problem+json; Argo is told by <see cref="StatusPolicyTests"/>.</summary>
public sealed class RequestFaultTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private readonly GateHost _gate = fixture.Gate;

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("null", "is a JSON null")]
    [InlineData("[]", "is a JSON array")]
    [InlineData("\"checkout\"", "is a JSON string")]
    [InlineData("{\"service\":\"a\"} {\"service\":\"b\"}", "is not JSON at line 1, byte 17")]
    [InlineData("{\"service\":\n  checkout}", "is not JSON at line 2, byte 3")]
    [InlineData("{'service':'a'}", "is not JSON")]
    [InlineData("{\"args\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}", "is not JSON")]
    [InlineData("<html>", "is not JSON")]
    public async Task A_body_that_is_no_JSON_object_is_refused_with_the_place(string body, string fault)
    {
        var problem = await CheckAsync(body).RefusedAsync(HttpStatusCode.BadRequest);

        problem.Fault("body").ShouldContain(fault);
    }

    [Theory]
    [InlineData("service", "", "is missing")]
    [InlineData("service", "check\nout", "control character")]
    [InlineData("namespace", "Shop", "'Shop': expected a Kubernetes namespace")]
    [InlineData("rollout", "-a", "'-a': expected a Kubernetes name")]
    [InlineData("strategy", "big-bang", "'big-bang': expected canary")]
    [InlineData("mode", "sometimes", "'sometimes': expected step")]
    [InlineData("stepIndex", "-1", "'-1': expected a whole number")]
    [InlineData("stepIndex", "1.5", "'1.5': expected a whole number")]
    [InlineData("stepWeight", "101", "'101': expected a percentage")]
    [InlineData("stepWeight", "NaN", "'NaN': expected a percentage")]
    [InlineData("stepStartedAt", "yesterday", "'yesterday': expected a moment from 2000 to now (ISO-8601")]
    [InlineData("stepStartedAt", "0001-01-01T00:00:00Z", "'0001-01-01T00:00:00Z': expected a moment from 2000 to now")]
    [InlineData("rolloutStartedAt", "1999-12-31T23:59:59Z", "expected a moment from 2000 to now")]
    [InlineData("at", "0001-01-01", "'0001-01-01': expected a moment from 2000 to now")]
    [InlineData("at", "946684799999", "expected a moment from 2000 to now")]
    [InlineData("at", "253402300799999", "expected a moment from 2000 to now")]
    [InlineData("window", "-Infinity", "'-Infinity': expected a duration from 10s to 24h")]
    [InlineData("window", "NaN", "'NaN': expected a duration")]
    [InlineData("window", "1e308", "'1e308': expected a duration")]
    [InlineData("window", "P99999999D", "'P99999999D': expected a duration")]
    [InlineData("rolloutStartedAt", "5", "'5': expected a moment from 2000 to now")]
    [InlineData("at", "2999-01-01T00:00:00Z", "expected a moment from 2000 to now")]
    [InlineData("window", "5s", "'5s': expected a duration from 10s to 24h")]
    [InlineData("window", "25h", "'25h': expected a duration")]
    [InlineData("canaryHash", "a\u0000b", "control character")]
    public async Task A_wrong_value_is_refused_with_what_was_expected(string field, string value, string fault)
    {
        var problem = await CheckAsync(Bodies.Step((field, value)).ToJsonString()).RefusedAsync(HttpStatusCode.BadRequest);

        problem.Fault(field).ShouldContain(fault);
    }

    [Theory]
    [InlineData("strategy", "blue-green")]
    [InlineData("strategy", "BLUEGREEN")]
    [InlineData("mode", "Background")]
    [InlineData("stepWeight", "5%")]
    [InlineData("stepWeight", "100")]
    [InlineData("window", "1h30m")]
    [InlineData("window", "PT10M")]
    [InlineData("window", "600")]
    [InlineData("at", "2026-01-02T03:04:05+01:00")]
    [InlineData("at", "1767323045000")]
    public async Task Values_are_taken_as_people_and_Argo_write_them(string field, string value)
    {
        await _gate.EvaluateAsync(Bodies.Step((field, value)).ToJsonString()).JudgedAsync();
    }

    [Fact]
    public async Task Numbers_may_be_numbers()
    {
        var body = Bodies.Step(("stepWeight", 5), ("stepIndex", 0), ("window", 600), ("at", 1767323045000)).ToJsonString();

        await _gate.EvaluateAsync(body).JudgedAsync();
    }

    [Fact]
    public async Task Every_fault_comes_in_one_answer()
    {
        var body = Bodies.Step(("service", ""), ("stepWeight", "x"), ("window", "x"), ("at", "x"), ("team", new System.Text.Json.Nodes.JsonArray())).ToJsonString();

        var problem = await CheckAsync(body).RefusedAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Select(fault => fault.Name).Order().ShouldBe(["at", "service", "stepWeight", "team", "window"]);
    }

    [Fact]
    public async Task A_service_that_is_no_Kubernetes_name_needs_a_rollout()
    {
        var problem = await CheckAsync(Bodies.Step(("service", "Checkout (prod)")).ToJsonString()).RefusedAsync(HttpStatusCode.BadRequest);
        problem.Fault("rollout").ShouldContain("where rollout is not given");

        await _gate.EvaluateAsync(Bodies.Step(("service", "Checkout (prod)"), ("rollout", "checkout")).ToJsonString()).JudgedAsync();
    }

    [Fact]
    public async Task Too_many_or_oddly_named_arguments_are_refused()
    {
        var many = new System.Text.Json.Nodes.JsonObject(Enumerable.Range(0, 33).Select(i => KeyValuePair.Create($"a{i}", (System.Text.Json.Nodes.JsonNode?)"x")));
        var odd = new System.Text.Json.Nodes.JsonObject { ["1st"] = "x", ["ok"] = new string('x', 1025) };

        var tooMany = await CheckAsync(Bodies.Step(("args", many)).ToJsonString()).RefusedAsync(HttpStatusCode.BadRequest);
        var oddly = await CheckAsync(Bodies.Step(("args", odd)).ToJsonString()).RefusedAsync(HttpStatusCode.BadRequest);

        tooMany.Fault("args").ShouldContain("33 entries");
        oddly.Fault("args.1st").ShouldContain("no argument name");
        oddly.Fault("args.ok").ShouldContain("at most 1024");
    }

    [Theory]
    [InlineData("{\"service\":\"a\",\"service\":\"b\"}", "service")]
    [InlineData("{\"service\":\"a\",\"args\":{},\"args\":{}}", "args")]
    [InlineData("{\"service\":\"a\",\"args\":{\"x\":1,\"x\":null}}", "args.x")]
    public async Task A_field_that_is_given_twice_is_refused_because_readers_disagree_on_which_one_counts(string body, string field)
    {
        (await CheckAsync(body).RefusedAsync(HttpStatusCode.BadRequest)).Fault(field).ShouldBe("is given twice: expected it once");
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("0.4")]
    [InlineData("121")]
    [InlineData("-Infinity")]
    [InlineData("NaN")]
    [InlineData("1e400")]
    public async Task A_patience_that_is_none_is_refused(string seconds)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/gates/check") { Content = new StringContent(Bodies.Step().ToJsonString()) };
        request.Headers.TryAddWithoutValidation("X-Gate-Timeout-Seconds", seconds);

        var problem = await _gate.Client.SendAsync(request, TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.BadRequest);

        problem.Fault("X-Gate-Timeout-Seconds").ShouldBe($"'{seconds}': expected 0.5 to 120 (seconds)");
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(2_000_000)]
    public async Task A_body_over_the_limit_is_413(int length)
    {
        var body = Bodies.Step(("team", new string('x', length))).ToJsonString();

        await CheckAsync(body).RefusedAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    private Task<HttpResponseMessage> CheckAsync(string body) => _gate.PostAsync("/v1/gates/check", body);
}
