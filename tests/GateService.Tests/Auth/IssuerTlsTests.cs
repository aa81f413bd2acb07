using System.Net;
using GateService.Tests.Hosting;

namespace GateService.Tests.Auth;

/// <summary>An issuer over TLS whose certificate an authority of its own signed: it is asked where <c>CaFile</c> names that authority, and nobody else in its place is.</summary>
public sealed class IssuerTlsTests : IDisposable
{
    private readonly TestAuthority _own = new("own");
    private readonly TestAuthority _another = new("another");

    public void Dispose()
    {
        _own.Dispose();
        _another.Dispose();
    }

    [Fact]
    public async Task An_issuer_is_trusted_by_the_authority_that_its_setting_names() =>
        (await AskAsync("127.0.0.1", _own.PemFile)).StatusCode.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData("another authority", "its certificate is of an authority that is not trusted here")]
    [InlineData("the system's authorities", "its certificate is of an authority that is not trusted here")]
    [InlineData("another address", "its certificate is for another name")]
    public async Task Nobody_is_asked_for_keys_whom_that_authority_does_not_vouch_for_and_it_is_said_why(string kind, string why)
    {
        var answer = await AskAsync(kind == "another address" ? "127.0.0.2" : "127.0.0.1", kind switch { "another authority" => _another.PemFile, "another address" => _own.PemFile, _ => null });

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Asked.ShouldBe(0);
        answer.Said.ShouldContain(why);
    }

    /// <summary>A question with a genuine token, and how often the issuer's keys were asked for.</summary>
    private async Task<(HttpStatusCode StatusCode, int Asked, string Said)> AskAsync(string certified, string? authorities)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        using var certificate = _own.Certify(IPAddress.Parse(certified));
        await using var issuer = await TestIssuer.StartAsync(certificate: certificate);
        await using var gate = await GateHost.StartAsync(
            nerdGraph.Endpoint,
            _ => { },
            ("Auth:Issuers:0:Name", "ci"), ("Auth:Issuers:0:Issuer", issuer.Name), ("Auth:Issuers:0:Audience", TestIssuer.Client), ("Auth:Issuers:0:CaFile", authorities), ("Auth:Issuers:0:Grants:0:When:0", "repository=acme/checkout"),
            ("Auth:Issuers:0:Grants:0:Team", "shop"), ("Auth:Issuers:0:Grants:0:Services:0", "checkout"), ("Auth:Issuers:0:Grants:0:Namespaces:0", "shop"), ("Auth:Issuers:0:Grants:0:Roles:0", "ask"));
        var token = issuer.Token(TimeProvider.System.GetUtcNow(), claims: [("sub", "repo:acme/checkout"), ("repository", "acme/checkout")]);

        using var answer = await gate.AskAsync(token, HttpMethod.Post, "/v1/gates/evaluate", Bodies.Step().ToJsonString());

        return (answer.StatusCode, issuer.Asked, await answer.Content.ReadAsStringAsync());
    }
}
