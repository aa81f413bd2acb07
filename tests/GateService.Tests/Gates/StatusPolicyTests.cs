using System.Net;
using GateService.History;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace GateService.Tests.Gates;

/// <summary>Who has a good token is told what is wrong where Argo shows it: 200, inconclusive, the field first. Nothing is evaluated, asked or kept.</summary>
public sealed class StatusPolicyTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private readonly GateHost _gate = fixture.Gate;

    [Theory]
    [InlineData("stepWeight", "500%", "stepWeight '500%': expected a percentage from 0 to 100")]
    [InlineData("window", "-Infinity", "window '-Infinity': expected a duration from 10s to 24h")]
    [InlineData("window", "ten minutes and then a few more", "window 'ten minutes and…': expected a duration from 10s to 24h")]
    [InlineData("at", "0001-01-01T00:00:00Z", "at '0001-01-01T00:00:00Z': expected a moment from 2000 to now")]
    [InlineData("rolloutStartedAt", "0001-01-01T00:00:00Z", "rolloutStartedAt '0001-01-01T00:00:00Z': expected a moment from 2000 to now")]
    [InlineData("namespace", "Shop", "namespace 'Shop': expected a Kubernetes namespace")]
    [InlineData("strategy", "big-bang", "strategy 'big-bang': expected canary")]
    [InlineData("service", "", "service is missing: expected the name the service reports to New Relic under")]
    public async Task A_wrong_value_is_inconclusive_with_field_value_and_what_was_expected_in_the_first_eighty_characters(string field, string value, string told)
    {
        var asked = fixture.NerdGraph.Batches.Count;

        var answer = await _gate.EvaluateAsync(Bodies.Step((field, value)).ToJsonString()).JudgedAsync();

        told.Length.ShouldBeLessThanOrEqualTo(80);
        answer.Reason().ShouldStartWith(told);
        answer.Reason().ShouldContain("nothing was evaluated");
        ShouldBeEmptyHanded(answer);
        fixture.NerdGraph.Batches.Count.ShouldBe(asked);
    }

    [Theory]
    [InlineData("", "body is empty: expected a JSON object with at least service")]
    [InlineData("{\"service\":\n  checkout}", "body is not JSON at line 2, byte 3: expected an object")]
    [InlineData("[]", "body is a JSON array: expected an object")]
    [InlineData("{\"service\":\"\\ud800\"}", "body holds a text that is no Unicode")]
    [InlineData("{\"service\":\"a\",\"service\":\"b\"}", "service is given twice: expected it once")]
    public async Task A_body_that_cannot_be_read_is_inconclusive_with_the_place(string body, string told)
    {
        var answer = await _gate.EvaluateAsync(body).JudgedAsync();

        answer.Reason().ShouldStartWith(told);
        ShouldBeEmptyHanded(answer);
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(2_000_000)]
    public async Task A_body_that_is_too_large_is_inconclusive(int length)
    {
        var answer = await _gate.EvaluateAsync(Bodies.Step(("team", new string('x', length))).ToJsonString()).JudgedAsync();

        answer.Reason().ShouldStartWith("body has more than 65536 bytes");
        ShouldBeEmptyHanded(answer);
    }

    [Fact]
    public async Task Every_further_fault_is_a_warning()
    {
        var answer = await _gate.EvaluateAsync(Bodies.Step(("stepWeight", "x"), ("window", "y"), ("at", "z"), ("shop", "q")).ToJsonString()).JudgedAsync();

        answer.Reason().ShouldStartWith("stepWeight 'x'");
        answer.Reason().ShouldEndWith("2 more faults in warnings");
        answer.Warnings().ShouldContain(warning => warning.StartsWith("window 'y': expected a duration"));
        answer.Warnings().ShouldContain(warning => warning.StartsWith("at 'z': expected a moment"));
        answer.Warnings().ShouldContain(warning => warning.Contains("'shop' is unknown"));
    }

    [Theory]
    [InlineData("service", "payments", "service 'payments': token 'tests' may not ask about it, expected checkout, shop-*")]
    [InlineData("namespace", "pay", "namespace 'pay': token 'tests' may not ask about it, expected shop")]
    [InlineData("team", "payers", "team 'payers': token 'tests' belongs to another, expected platform or none")]
    public async Task A_token_that_may_not_ask_is_told_what_it_may(string field, string value, string told)
    {
        await using var gate = await GateHost.StartAsync(
            fixture.NerdGraph, ("Auth:Tokens:0:Services:0", "checkout"), ("Auth:Tokens:0:Services:1", "shop-*"), ("Auth:Tokens:0:Namespaces:0", "shop"));
        var body = Bodies.Step((field, value)).ToJsonString();

        var answer = await gate.EvaluateAsync(body).JudgedAsync();

        answer.Reason().ShouldStartWith(told);
        ShouldBeEmptyHanded(answer);
        (await gate.PostAsync("/v1/gates/check", body).RefusedAsync(HttpStatusCode.Forbidden)).GetProperty("detail").GetString().ShouldBe(told);
    }

    [Fact]
    public async Task Nothing_of_it_is_kept()
    {
        await using var gate = await GateHost.StartAsync(fixture.NerdGraph);
        await gate.EvaluateAsync("{").JudgedAsync();
        await gate.EvaluateAsync(Bodies.Step(("window", "x")).ToJsonString()).JudgedAsync();

        var (rows, _) = await gate.App.Services.GetRequiredService<DecisionReader>().ListAsync(new DecisionFilter(), GateService.Callers.Caller.Anyone, 10, default);

        rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stranger_stays_401_whatever_the_body_is()
    {
        using var stranger = new HttpClient { BaseAddress = _gate.Client.BaseAddress };

        await stranger.PostAsync("/v1/gates/evaluate", new StringContent("{"), TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.Unauthorized);
    }

    private static void ShouldBeEmptyHanded(System.Text.Json.JsonElement answer)
    {
        answer.Verdict().ShouldBe("inconclusive");
        answer.GetProperty("passed").GetBoolean().ShouldBeFalse();
        answer.GetProperty("score").GetDouble().ShouldBe(0);
        answer.GetProperty("decision").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        answer.GetProperty("evidence").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        answer.Reason().ShouldNotContain("decision 0");
    }
}
