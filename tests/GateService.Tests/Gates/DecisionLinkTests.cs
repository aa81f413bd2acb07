using System.Net;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Gates;

/// <summary>The address in an answer is one for everybody: a browser gets the page, a program JSON.</summary>
public sealed class DecisionLinkTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    [Fact]
    public async Task A_browser_is_shown_the_page_and_a_program_reads_JSON()
    {
        var decision = (await fixture.Gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync()).GetProperty("decision");
        var (id, url) = (decision.GetProperty("id").GetString(), decision.GetProperty("url").GetString()!);

        using var browser = await GetAsync(url, "text/html,application/xhtml+xml,*/*;q=0.8");
        using var program = await GetAsync(url, "application/json");
        using var curl = await GetAsync(url, "*/*");

        (browser.StatusCode, browser.Headers.Location?.ToString()).ShouldBe((HttpStatusCode.Redirect, $"/decisions/{id}"));
        foreach (var answer in new[] { program, curl })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.Vary.ShouldContain("Accept");
            JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("response").GetProperty("decision").GetProperty("id").GetString().ShouldBe(id);
        }
    }

    [Theory]
    [InlineData("/v1/decisions")]
    [InlineData("/v1/decisions/01M86RAPQCFYM8R6Z0990PQN1D/record")]
    [InlineData("/v1/decisions/..%2F..%2Fevil")]
    public async Task Nothing_else_sends_a_browser_anywhere(string path)
    {
        using var answer = await GetAsync(path, "text/html");

        ((int)answer.StatusCode is >= 300 and < 400).ShouldBeFalse();
    }

    private Task<HttpResponseMessage> GetAsync(string url, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return fixture.Gate.Client.SendAsync(request);
    }
}
