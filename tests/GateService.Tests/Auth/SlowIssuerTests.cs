using System.Net;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Auth;

/// <summary>An issuer that takes a connection and says nothing: whose key is known waits for nobody, and whoever waits does so within the deadline.</summary>
public sealed class SlowIssuerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private ScriptedNerdGraph _nerdGraph = null!;
    private TestIssuer _issuer = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        _issuer = await TestIssuer.StartAsync();
        _gate = await GateHost.StartAsync(
            _nerdGraph.Endpoint,
            builder => builder.Services.AddSingleton<TimeProvider>(_time),
            ("Auth:Issuers:0:Name", "ci"), ("Auth:Issuers:0:Issuer", _issuer.Name), ("Auth:Issuers:0:Audience", TestIssuer.Client), ("Auth:Issuers:0:Grants:0:When:0", "sub=*"),
            ("Auth:Issuers:0:Grants:0:Team", "shop"), ("Auth:Issuers:0:Grants:0:Services:0", "*"), ("Auth:Issuers:0:Grants:0:Namespaces:0", "*"), ("Auth:Issuers:0:Grants:0:Roles:0", "ask"));
    }

    public async ValueTask DisposeAsync()
    {
        _issuer.Release();
        await _gate.DisposeAsync();
        await _issuer.DisposeAsync();
        await _nerdGraph.DisposeAsync();
    }

    [Fact]
    public async Task Who_brings_a_known_key_is_let_in_while_the_issuer_is_still_being_asked()
    {
        (await StatusAsync()).ShouldBe(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromMinutes(11));
        _issuer.Hang();

        (await StatusAsync()).ShouldBe(HttpStatusCode.OK);

        await UntilAsync(() => _issuer.Hanging == 1);
        (await StatusAsync()).ShouldBe(HttpStatusCode.OK);
        _issuer.Release();
        await UntilAsync(() => _issuer.Asked == 2);
    }

    [Fact]
    public async Task Whoever_comes_meanwhile_waits_for_the_same_question()
    {
        _issuer.Hang();
        var asked = Enumerable.Range(0, 5).Select(_ => StatusAsync()).ToList();
        await UntilAsync(() => _issuer.Hanging == 1);

        _issuer.Release();

        (await Task.WhenAll(asked)).ShouldAllBe(status => status == HttpStatusCode.OK);
        _issuer.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task With_no_key_nobody_can_tell_and_that_is_said_in_time()
    {
        _issuer.Hang();
        var asked = StatusAsync();
        await UntilAsync(() => _issuer.Hanging == 1);

        _time.Advance(TimeSpan.FromSeconds(4.1));

        (await asked).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    /// <summary>Its caller gives up ten seconds after it asked, whatever the gate did with them.</summary>
    [Fact]
    public async Task The_time_that_an_issuer_takes_is_the_evaluations()
    {
        var isAsked = new TaskCompletionSource();
        _nerdGraph.Answer = (http, question) =>
        {
            isAsked.TrySetResult();
            return ScriptedNerdGraph.Hang(http, question);
        };
        _issuer.Hang();
        var asked = _gate.AskAsync(Token(), HttpMethod.Post, "/v1/gates/evaluate", Bodies.Step().ToJsonString()).JudgedAsync();
        await UntilAsync(() => _issuer.Hanging == 1);
        _time.Advance(TimeSpan.FromSeconds(3.5));
        _issuer.Release();
        await isAsked.Task;

        _time.Advance(TimeSpan.FromSeconds(4.2));

        (await asked).Verdict().ShouldBe("inconclusive");
    }

    private string Token() => _issuer.Token(_time.GetUtcNow(), claims: [("sub", "ann")]);

    private async Task<HttpStatusCode> StatusAsync()
    {
        using var answer = await _gate.AskAsync(Token(), HttpMethod.Post, "/v1/gates/check", Bodies.Step().ToJsonString());
        return answer.StatusCode;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
