namespace GateService.Tests.Hosting;

/// <summary>Whatever is answered, a browser is told to take it for nothing else, to frame it nowhere and, under /v1, to keep it nowhere.</summary>
public sealed class SecurityHeaderTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    [Theory]
    [InlineData("GET", "/healthz/live")]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/swagger/index.html")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("GET", "/v1/policies")]
    [InlineData("GET", "/v1/gates/evaluate")]
    [InlineData("POST", "/v1/gates/evaluate")]
    [InlineData("POST", "/v1/gates/check")]
    [InlineData("POST", "/v1/decisions/x/label")]
    public async Task Every_answer_is_protected(string method, string path)
    {
        using var answer = await fixture.Gate.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), TestContext.Current.CancellationToken);

        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("frame-ancestors 'none'");
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        if (path.StartsWith("/v1", StringComparison.Ordinal))
        {
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("https://gate.example", "https", true)]
    [InlineData("https://gate.example", "http", false)]
    [InlineData("http://gate.example", "https", false)]
    [InlineData(null, "https", false)]
    public async Task Who_came_over_TLS_is_told_to_stay_there_where_a_proxy_is_known_to_end_it(string? publicUrl, string proto, bool told)
    {
        await using var gate = await GateHost.StartAsync(fixture.NerdGraph, ("Gate:PublicUrl", publicUrl));
        gate.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", proto);

        using var answer = await gate.Client.GetAsync("/healthz/live", TestContext.Current.CancellationToken);

        answer.Headers.Contains("Strict-Transport-Security").ShouldBe(told);
    }

    [Fact]
    public async Task Swagger_UI_works_under_its_policy_because_nothing_in_it_is_inline_script()
    {
        var page = await fixture.Gate.Client.GetStringAsync("/swagger/index.html", TestContext.Current.CancellationToken);

        page.ShouldNotMatch("<script(?![^>]* src=)[^>]*>");
        page.ShouldNotMatch("(src|href)=\"https?:");
    }
}
