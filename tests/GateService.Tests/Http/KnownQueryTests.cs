using System.Net;
using GateService.Tests.Hosting;

namespace GateService.Tests.Http;

/// <summary>A question that was misspelt gets no answer to another one.</summary>
public sealed class KnownQueryTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private readonly GateHost _gate = fixture.Gate;

    [Theory]
    [InlineData("/v1/decisions?servise=x", "servise", "'x': is no parameter here; did you mean 'service'?: expected team, service,")]
    [InlineData("/v1/decisions?before=zzz", "before", "'zzz': is no parameter here")]
    [InlineData("/v1/decisions?service=a&service=b", "service", "'a', 'b': is given 2 times: expected it once")]
    [InlineData("/v1/decisions?service=a&SERVICE=b", "service", "is given 2 times")]
    [InlineData("/v1/decisions?from=2026-01-02&to=2026-01-01", "from", "'2026-01-02': expected a moment before to")]
    [InlineData("/v1/scoreboard?from=2026-01-02&to=2026-01-01", "from", "'2026-01-02': expected a moment before to")]
    [InlineData("/v1/scoreboard?from=2099-01-01", "from", "expected a moment before to")]
    [InlineData("/v1/shadows?from=2026-01-02&to=2026-01-01", "from", "expected a moment before to")]
    [InlineData("/v1/shadows?polcy=x", "polcy", "did you mean 'policy'?")]
    [InlineData("/v1/power?service=checkout&weight=abc", "weight", "'abc': is no parameter here")]
    [InlineData("/v1/doctor?service=checkout&back=99d", "back", "'99d': is no parameter here")]
    [InlineData("/v1/policies?name=x", "name", "'x': is no parameter here: expected none")]
    [InlineData("/v1/policies/http-default?name=x", "name", "'x': is no parameter here: expected none")]
    [InlineData("/v1/policies/effective?service=a&tem=b", "tem", "did you mean 'team'?")]
    [InlineData("/v1/rollouts/shop/checkout?claster=x", "claster", "did you mean 'cluster'?")]
    [InlineData("/v1/outbox?stat=dead", "stat", "did you mean 'state'?")]
    [InlineData("/v1/decisions?x=1", "x", "'1': is no parameter here: expected team, service,")]
    [InlineData("/v1/decisions?abc=1", "abc", "'1': is no parameter here: expected team, service,")]
    [InlineData("/v1/decisions?frm=2026-01-01", "frm", "did you mean 'from'?")]
    [InlineData("/v1/decisions/01M8Q4G9FSFPVTCJYMQDPF7FRX?full=1", "full", "is no parameter here")]
    public async Task What_nobody_reads_is_refused_with_what_was_meant(string path, string field, string fault) =>
        (await _gate.Client.GetAsync(path, TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.BadRequest)).Fault(field).ShouldContain(fault);

    [Fact]
    public async Task Every_fault_is_told_at_once_and_never_more_than_ten()
    {
        var query = string.Join('&', Enumerable.Range(0, 50).Select(index => $"made{index}=up"));

        var problem = await _gate.Client.GetAsync($"/v1/decisions?{query}", TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Count().ShouldBe(10);
    }

    [Theory]
    [InlineData("/v1/decisions?service=a&team=b&limit=5&from=2026-01-01&to=2026-01-02")]
    [InlineData("/v1/decisions?SERVICE=a")]
    [InlineData("/v1/policies/effective?service=a&strategy=canary")]
    [InlineData("/v1/scoreboard?from=2026-01-01")]
    [InlineData("/v1/shadows?policy=http-default&list=3")]
    public async Task What_is_read_is_taken(string path)
    {
        using var answer = await _gate.Client.GetAsync(path, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>A verdict never hangs on how somebody wrote an address.</summary>
    [Fact]
    public async Task A_question_to_the_gate_is_its_body()
    {
        using var body = new StringContent(Bodies.Step().ToJsonString());
        using var answer = await _gate.Client.PostAsync("/v1/gates/evaluate?try=2", body, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_shadow_of_a_policy_that_is_not_there_is_none() =>
        (await _gate.Client.GetAsync("/v1/shadows?policy=http-defalt", TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.NotFound))
            .GetProperty("detail").GetString().ShouldBe("there is no policy 'http-defalt'; did you mean 'http-default'?");
}
