using System.Net;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Gates;

/// <summary>What Argo's web metric provider needs of every answer, point by point.</summary>
public sealed class ArgoContractTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private const string Evaluate = "/v1/gates/evaluate";

    private readonly GateHost _gate = fixture.Gate;

    [Fact]
    public async Task A_healthy_canary_passes()
    {
        var answer = await _gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.GetProperty("passed").GetBoolean().ShouldBeTrue();
        answer.GetProperty("tripped").GetArrayLength().ShouldBe(0);
        answer.GetProperty("objectives").GetArrayLength().ShouldBe(5);
        answer.GetProperty("evidence").GetProperty("posts").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_content_type_is_accepted()
    {
        var answer = await _gate.PostAsync(Evaluate, Bodies.Step().ToJsonString(), type: null).JudgedAsync();

        answer.Verdict().ShouldBe("pass");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    public async Task The_content_type_is_of_no_importance(string type)
    {
        var answer = await _gate.PostAsync(Evaluate, Bodies.Step().ToJsonString(), type).JudgedAsync();

        answer.Verdict().ShouldBe("pass");
    }

    [Fact]
    public async Task A_byte_order_mark_is_tolerated_and_never_sent()
    {
        var answer = await _gate.EvaluateAsync("\uFEFF" + Bodies.Step().ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("pass");
    }

    [Fact]
    public async Task An_unknown_field_is_ignored_loudly()
    {
        var answer = await _gate.EvaluateAsync(Bodies.Step(("cannaryHash", "x")).ToJsonString()).JudgedAsync();

        answer.Warnings().ShouldContain(warning => warning.Contains("cannaryHash"));
    }

    [Fact]
    public async Task An_empty_string_means_unknown()
    {
        var body = Bodies.Step(("stepIndex", ""), ("window", ""), ("policy", ""), ("team", ""), ("at", ""), ("args", "")).ToJsonString();

        var answer = await _gate.EvaluateAsync(body).JudgedAsync();

        answer.GetProperty("policy").GetProperty("name").GetString().ShouldBe("http-default");
        answer.Reason().ShouldNotContain("unknown");
    }

    [Theory]
    [InlineData("", "7d9f8c6b54", "canaryHash is empty")]
    [InlineData("5c6d7e8f", "", "stableHash is empty")]
    [InlineData("7d9f8c6b54", "7d9f8c6b54", "both '7d9f8c6b54'")]
    [InlineData("{{args.canary-hash}}", "7d9f8c6b54", "no pod template hash")]
    public async Task Doubtful_hashes_are_inconclusive_with_the_reason(string canary, string stable, string reason)
    {
        var answer = await _gate.EvaluateAsync(Bodies.Step(("canaryHash", canary), ("stableHash", stable)).ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain(reason);
        answer.GetProperty("score").GetDouble().ShouldBe(0);
    }

    [Fact]
    public async Task The_same_question_may_be_asked_again()
    {
        var body = Bodies.Step(("stepIndex", "2")).ToJsonString();

        var first = await _gate.EvaluateAsync(body).JudgedAsync();
        var second = await _gate.EvaluateAsync(body).JudgedAsync();

        second.Verdict().ShouldBe(first.Verdict());
        Id(second).ShouldNotBe(Id(first));
    }

    [Fact]
    public async Task A_decision_can_be_read_again_under_its_link()
    {
        var answer = await _gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        var url = new Uri(answer.GetProperty("decision").GetProperty("url").GetString()!);

        var kept = await _gate.Client.GetAsync(url, TestContext.Current.CancellationToken);

        kept.StatusCode.ShouldBe(HttpStatusCode.OK);
        var document = JsonSerializer.Deserialize<JsonElement>(await kept.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        document.GetProperty("response").GetRawText().ShouldBe(answer.GetRawText());
        document.GetProperty("request").GetProperty("service").GetString().ShouldBe("checkout");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Every_other_method_is_405_with_Allow(string method)
    {
        using var response = await _gate.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), Evaluate), TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/gates")]
    [InlineData("/v1/gates/evaluat")]
    [InlineData("/v1/gates/evaluate/")]
    [InlineData("/.//v1/gates/evaluate")]
    [InlineData("/v1/gates/evaluate/x")]
    [InlineData("/v2/gates/evaluate")]
    [InlineData("/login")]
    [InlineData("/index.html")]
    public async Task Any_other_path_is_404(string path)
    {
        await _gate.PostAsync(path, Bodies.Step().ToJsonString()).RefusedAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(Evaluate)]
    [InlineData("/v1/gates/evaluate/")]
    [InlineData("/v1/decisions/nope")]
    [InlineData("/v1/policies/nope")]
    [InlineData("/v1/nothing")]
    [InlineData("/")]
    public async Task No_route_under_v1_answers_a_redirect_or_an_empty_success(string path)
    {
        foreach (var method in new[] { "GET", "POST", "HEAD", "PUT", "OPTIONS", "TRACE" })
        {
            using var response = await _gate.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), TestContext.Current.CancellationToken);

            if ((method, path) == ("POST", Evaluate))
            {
                (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith("{\"result\":[0,\"inconclusive\",\"body is empty");
                continue;
            }

            ((int)response.StatusCode).ShouldBeInRange(400, 499, $"{method} {path}");
        }
    }

    private static string Id(JsonElement answer) => answer.GetProperty("decision").GetProperty("id").GetString()!;
}
