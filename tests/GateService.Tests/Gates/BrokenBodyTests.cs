using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using GateService.Tests.Hosting;

namespace GateService.Tests.Gates;

/// <summary>Bodies that are not what HTTP says of them: a fault of who sent them, wherever they go.</summary>
public sealed class BrokenBodyTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private const string TooLargeChunk = "ffffffffffffffff\r\n{}";

    [Theory]
    [InlineData("zz\r\n{}")]
    [InlineData("-1\r\n{}\r\n0\r\n\r\n")]
    [InlineData(TooLargeChunk)]
    [InlineData("5\r\n{\"service\":\"checkout\"}\r\n0\r\n\r\n")]
    public async Task Evaluate_is_inconclusive(string chunks)
    {
        var answer = await SendAsync("/v1/gates/evaluate", chunks);

        answer.ShouldStartWith("HTTP/1.1 200");
        answer.ShouldContain("[0,\"inconclusive\",\"body cannot be read to its end");
        answer.ShouldContain("\"decision\":null");
    }

    [Theory]
    [InlineData("/v1/gates/check", "application/json")]
    [InlineData("/v1/flagger/rollout", "application/json")]
    [InlineData("/v1/policies/lint", "application/json")]
    [InlineData("/v1/policies/classify", "application/json")]
    [InlineData("/v1/decisions/01M8933136EAEB1TANPJNKHP2C/label", "application/json")]
    [InlineData("/sign-in", "application/x-www-form-urlencoded")]
    [InlineData("/sign-in", "multipart/form-data; boundary=x")]
    public async Task Everything_else_refuses_it(string path, string type) => (await SendAsync(path, TooLargeChunk, type)).ShouldStartWith("HTTP/1.1 400");

    [Fact]
    public async Task A_label_in_a_charset_that_is_none_is_read_as_what_JSON_is()
    {
        var content = new ByteArrayContent("{\"label\":\"right\"}"u8.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "nosuch" };

        await fixture.Gate.Client.PostAsync("/v1/decisions/01M8933136EAEB1TANPJNKHP2C/label", content, TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"label\":5}")]
    public async Task A_label_of_another_shape_is_refused(string body) =>
        await fixture.Gate.PostAsync("/v1/decisions/01M8933136EAEB1TANPJNKHP2C/label", body).RefusedAsync(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_query_that_misses_a_field_is_told_which()
    {
        var problem = await fixture.Gate.Client.GetAsync("/v1/policies/effective", TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("detail").GetString()!.ShouldStartWith("service is missing: expected it in the query");
    }

    private async Task<string> SendAsync(string path, string chunks, string type = "application/json")
    {
        var url = fixture.Gate.Client.BaseAddress!;
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: gate\r\nAuthorization: Bearer {GateHost.Token}\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{chunks}"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
