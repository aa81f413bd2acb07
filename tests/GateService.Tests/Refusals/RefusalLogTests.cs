using System.Net;
using GateService.Refusals;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Refusals;

/// <summary>Every refusal is one line for the operator, with the reason the caller was told, and a scanner cannot fill the disk with them.</summary>
public sealed class RefusalLogTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeLogCollector _logs = new();
    private ScriptedNerdGraph _nerdGraph = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        _gate = await GateHost.StartAsync(
            _nerdGraph.Endpoint,
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(_time);
                builder.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(_logs));
            },
            ("Auth:Tokens:0:Services:0", "checkout"));
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _nerdGraph.DisposeAsync();
    }

    [Theory]
    [InlineData("POST", "/v1/gates/evaluate", "{", "200", "request", "body is not JSON at line 1, byte 2: expected an object", "tests")]
    [InlineData("POST", "/v1/gates/evaluate", "{\"service\":\"payments\"}", "200", "access", "service 'payments': token 'tests' may not ask about it, expected checkout", "tests")]
    [InlineData("POST", "/v1/gates/check", "{}", "400", "request", "service is missing: expected the name the service reports to New Relic under", "tests")]
    [InlineData("POST", "/v1/gates/check", "{\"service\":\"payments\"}", "403", "access", "service 'payments': token 'tests' may not ask about it, expected checkout", "tests")]
    [InlineData("GET", "/v1/gates/evaluate", null, "405", "method", "this path takes another method", "tests")]
    [InlineData("GET", "/v1/nothing", null, "404", "notFound", "there is nothing at this path", "tests")]
    [InlineData("GET", "/v1/decisions/nope", null, "404", "notFound", "there is no decision 'nope' that this token may read", "tests")]
    [InlineData("GET", "/v1/decisions?from=x", null, "400", "request", "from 'x': expected a moment from 2000 to 2099 (ISO-8601 or epoch milliseconds)", "tests")]
    [InlineData("GET", "/v1/decisions?team=%00", null, "400", "request", "team '\\u0000': expected text without control characters (such as %00)", "unknown")]
    [InlineData("POST", "/v1/flagger/rollout", "{\"name\":\"pay\",\"metadata\":{}}", "412", "access", "service 'pay': token 'tests' may not ask about it, expected checkout", "tests")]
    public async Task A_refusal_is_one_line(string method, string path, string? body, string status, string reason, string why, string token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body) };
        using var answer = await _gate.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var line = Lines().ShouldHaveSingleItem();
        line.Level.ShouldBe(LogLevel.Warning);
        (Said(line, "Method"), Said(line, "Path"), Said(line, "Status"), Said(line, "Reason"), Said(line, "Why"), Said(line, "Token"), Said(line, "RemoteAddress"))
            .ShouldBe((method, path.Split('?')[0], status, reason, why, token, "127.0.0.1"));
        ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(status);
    }

    [Fact]
    public async Task A_body_that_is_too_large_and_a_wrong_token_are_told_of_without_the_token()
    {
        await _gate.EvaluateAsync(Bodies.Step(("team", new string('x', 70_000))).ToJsonString()).JudgedAsync();
        using var stranger = new HttpClient { BaseAddress = _gate.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/gates/evaluate") { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer secret-of-somebody");
        await stranger.SendAsync(request, TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.Unauthorized);

        var lines = Lines();
        lines.Select(line => Said(line, "Reason")).ShouldBe(["tooLarge", "token"]);
        lines.ShouldAllBe(line => !line.Message.Contains("secret-of-somebody") && !line.Message.Contains(GateHost.Token));
    }

    [Theory]
    [InlineData("/v1/gates/evaluate")]
    [InlineData("/v1/gates/check")]
    public async Task A_verdict_is_no_refusal(string path)
    {
        using var answer = await _gate.PostAsync(path, Bodies.Step(("canaryHash", "")).ToJsonString());

        Lines().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_scanner_gets_ten_lines_a_minute_and_the_rest_are_counted_and_no_one_else_s_are_lost()
    {
        using var stranger = new HttpClient { BaseAddress = _gate.Client.BaseAddress };
        for (var i = 0; i < 40; i++)
        {
            await stranger.GetAsync("/v1/policies", TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.Unauthorized);
            await stranger.GetAsync($"/wp-admin/{i}", TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.NotFound);
        }

        Lines().Count.ShouldBe(RefusalWindow.MostAMinute);
        await _gate.EvaluateAsync("{").JudgedAsync();
        Lines().Count.ShouldBe(RefusalWindow.MostAMinute + 1);
        _time.Advance(TimeSpan.FromMinutes(1));
        await stranger.GetAsync("/v1/policies", TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.Unauthorized);
        Said(Lines()[^1], "Unlogged").ShouldBe("30");
        var metrics = await _gate.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        metrics.ShouldMatch("(?m)^gate_refusals_total\\{.*reason=\"token\".*\\} 41\\b");
        metrics.ShouldMatch("(?m)^gate_refusals_total\\{.*reason=\"notFound\".*\\} 40\\b");
    }

    private List<FakeLogRecord> Lines() => [.. _logs.GetSnapshot().Where(line => line.Id.Id == 101)];

    private static string? Said(FakeLogRecord line, string name) => line.GetStructuredStateValue(name);
}
