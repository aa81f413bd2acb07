using System.Net;
using System.Net.Sockets;
using System.Text;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Auth;

/// <summary>Who sends a body slowly keeps nobody else waiting, and not for long.</summary>
public sealed class SlowBodyTests : IAsyncLifetime
{
    private const string Body = """{"files": {"policies/a.yaml": "name: a"}}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private ScriptedNerdGraph _nerdGraph = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        _gate = await GateHost.StartAsync(
            _nerdGraph.Endpoint, builder => builder.Services.AddSingleton<TimeProvider>(_time), [.. Enumerable.Range(1, 3).SelectMany(index => Askers.Token(index, $"slow{index}", $"team {index}", "read", "operate"))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _nerdGraph.DisposeAsync();
    }

    [Theory]
    [InlineData("lint", Body)]
    [InlineData("classify", """{"errors": [{"type": "IOException"}]}""")]
    public async Task Slow_bodies_take_no_turn_and_are_answered_once_they_came(string path, string body)
    {
        var slow = new List<TcpClient>();
        for (var index = 1; index <= 3; index++)
        {
            slow.Add(await BeginAsync(index, path, body));
        }

        (await StatusAsync(path, body)).ShouldBe(HttpStatusCode.OK);

        foreach (var connection in slow)
        {
            await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(body[5..]), TestContext.Current.CancellationToken);
            (await AnswerAsync(connection)).ShouldStartWith("HTTP/1.1 200");
            connection.Dispose();
        }
    }

    [Fact]
    public async Task What_does_not_come_in_time_is_told_so_and_its_team_goes_on()
    {
        using var connection = await BeginAsync(1, "lint", Body);
        var answer = AnswerAsync(connection);
        while (!answer.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(answer, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        var told = await answer;
        told.ShouldStartWith("HTTP/1.1 408");
        told.ShouldContain("the body did not come within 10 s: expected all of it by then");
        (await StatusAsync("lint", Body, Askers.TokenOf("slow1"))).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string body, string token = GateHost.Token)
    {
        using var answer = await _gate.AskAsync(token, HttpMethod.Post, $"/v1/policies/{path}", body);
        return answer.StatusCode;
    }

    /// <summary>The head, and the first bytes of a body.</summary>
    private async Task<TcpClient> BeginAsync(int index, string path, string body)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(_gate.Client.BaseAddress!.Host, _gate.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        var head = $"POST /v1/policies/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer {Askers.TokenOf($"slow{index}")}\r\nContent-Length: {body.Length}\r\n\r\n{body[..5]}";
        await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head), TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task<string> AnswerAsync(TcpClient connection)
    {
        using var reader = new StreamReader(connection.GetStream(), leaveOpen: true);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
