using System.Net;
using GateService.Tests.Hosting;

namespace GateService.Tests.Auth;

/// <summary>With authentication off on loopback, pages of other sites in a browser on the same machine get nothing.</summary>
public sealed class LoopbackCallersTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:5300")]
    [InlineData("10.0.0.7")]
    public async Task A_foreign_name_is_refused_everywhere(string host)
    {
        await using var gate = await OpenAsync();

        foreach (var (method, path) in new[] { (HttpMethod.Post, "/v1/gates/evaluate"), (HttpMethod.Get, "/v1/policies"), (HttpMethod.Get, "/"), (HttpMethod.Get, "/metrics") })
        {
            var refused = await AskAsync(gate, method, path, ("Host", host)).RefusedAsync(HttpStatusCode.Forbidden);

            refused.GetProperty("detail").GetString()!.ShouldContain("authentication is off (Auth:Disabled), so the gate answers to loopback names only");
        }
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task What_a_page_of_another_site_sends_is_refused_whatever_it_asks(string header, string value)
    {
        await using var gate = await OpenAsync();

        foreach (var path in new[] { "/v1/gates/evaluate", "/v1/gates/check", "/v1/policies/lint", "/v1/policies/classify", "/v1/flagger/confirm", "/v1/outbox/1/replay" })
        {
            (await AskAsync(gate, HttpMethod.Post, path, (header, value)).RefusedAsync(HttpStatusCode.Forbidden)).GetProperty("detail").GetString()!.ShouldContain("pages of other sites");
        }
    }

    [Theory]
    [InlineData("Host", "localhost")]
    [InlineData("Host", "LOCALHOST:5300")]
    [InlineData("Host", "gate.localhost:5300")]
    [InlineData("Host", "[::1]:5300")]
    [InlineData("Host", "127.0.0.9")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("X-Nothing", "x")]
    public async Task Shells_and_our_own_pages_are_answered(string header, string value)
    {
        await using var gate = await OpenAsync();

        (await AskAsync(gate, HttpMethod.Post, "/v1/gates/evaluate", (header, value)).JudgedAsync()).Verdict().ShouldBe("pass");
    }

    [Fact]
    public async Task With_tokens_any_name_may_lead_to_the_gate() =>
        (await AskAsync(fixture.Gate, HttpMethod.Post, "/v1/gates/evaluate", ("Host", "gate.example.com")).JudgedAsync()).Verdict().ShouldBe("pass");

    private static Task<HttpResponseMessage> AskAsync(GateHost gate, HttpMethod method, string path, (string Name, string Value) header)
    {
        var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Post ? new StringContent(Bodies.Step().ToJsonString()) : null };
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return gate.Client.SendAsync(request);
    }

    private Task<GateHost> OpenAsync() => GateHost.StartAsync(fixture.NerdGraph, ("Auth:Disabled", "true"));
}
