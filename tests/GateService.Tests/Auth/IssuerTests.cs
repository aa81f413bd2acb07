using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Auth;

/// <summary>Tokens that an issuer signed: who it vouches for is let in, whoever only looks like it is not, and an issuer that is away is no trouble of others.</summary>
public sealed class IssuerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private ScriptedNerdGraph _nerdGraph = null!;
    private TestIssuer _issuer = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        _issuer = await TestIssuer.StartAsync();
        _gate = await StartAsync(Issuer(0, _issuer));
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _issuer.DisposeAsync();
        await _nerdGraph.DisposeAsync();
    }

    [Fact]
    public async Task Whom_the_issuer_vouches_for_asks_within_what_the_grant_says()
    {
        var token = Ci();

        var answer = await _gate.AskAsync(token, HttpMethod.Post, "/v1/gates/evaluate", Bodies.Step().ToJsonString()).JudgedAsync();
        var other = await _gate.AskAsync(token, HttpMethod.Post, "/v1/gates/evaluate", Bodies.Step(("service", "payments")).ToJsonString()).JudgedAsync();
        using var read = await _gate.AskAsync(token, HttpMethod.Get, "/v1/decisions");

        answer.Verdict().ShouldBe("pass", answer.Reason());
        other.Reason().ShouldContain("token 'ci:repo:acme/checkout' may not ask about it, expected checkout");
        read.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Claims_give_team_roles_services_and_namespaces_where_the_grant_says_so()
    {
        var token = _issuer.Token(_time.GetUtcNow(), claims: [("sub", "ann"), ("kind", "person"), ("team", "shop"), ("may", new[] { "read", "something-else", "label" }), ("services", new[] { "checkout", "shop-*" }), ("namespaces", "shop")]);
        var id = (await _gate.AskAsync(Ci(), HttpMethod.Post, "/v1/gates/evaluate", Bodies.Step().ToJsonString()).JudgedAsync()).GetProperty("decision").GetProperty("id").GetString();

        using var labelled = await _gate.AskAsync(token, HttpMethod.Post, $"/v1/decisions/{id}/label", """{"label": "right"}""");
        using var asked = await _gate.AskAsync(token, HttpMethod.Post, "/v1/gates/check", Bodies.Step().ToJsonString());

        var label = JsonSerializer.Deserialize<JsonElement>(await labelled.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        label.GetProperty("setBy").GetString().ShouldBe("ci:ann");
        asked.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    public static TheoryData<string, string> Bad => new()
    {
        { "audience", "the token is for 'another-service': expected the audience 'gate'" },
        { "no audience", "expected the audience 'gate'" },
        { "issuer", "the token's issuer 'https://evil.example' is none that this gate trusts" },
        { "expired", "the token expired at 2026-01-02T11:58:00Z" },
        { "early", "the token is not yet valid, but from 2026-01-02T12:02:00Z on" },
        { "none", "the token's signature (alg 'none') is none of issuer 'ci'" },
        { "public key as secret", "the token's signature (alg 'HS256') is none of issuer 'ci'" },
        { "another's key", "the token's signature (alg 'RS256') is none of issuer 'ci'" },
        { "unknown kid", "is signed by a key that issuer 'ci' does not name (kid 'made-up')" },
        { "changed claims", "the token's signature (alg 'RS256') is none of issuer 'ci'" },
        { "critical", "the token says that [\"exp\"] must be understood (crit)" },
        { "critical without a list", "the token says that null must be understood (crit)" },
        { "no JWT", "a bearer token is missing or unknown" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_only_looks_like_a_token_is_refused_and_it_is_said_why(string kind, string why)
    {
        using var rsa = RSA.Create(2048);
        var (now, minute, genuine) = (_time.GetUtcNow(), TimeSpan.FromMinutes(1), Ci());
        var token = kind switch
        {
            "audience" => _issuer.Token(now, audience: "another-service", claims: Repository),
            "no audience" => _issuer.Token(now, audience: null, claims: Repository),
            "issuer" => _issuer.Token(now, issuer: "https://evil.example", claims: Repository),
            "expired" => _issuer.Token(now, from: -5 * minute, to: -2 * minute, claims: Repository),
            "early" => _issuer.Token(now, from: 2 * minute, claims: Repository),
            "none" => TestIssuer.Forged(genuine, """{"alg":"none","kid":"first"}""", _ => []),
            "public key as secret" => TestIssuer.Forged(genuine, """{"alg":"HS256","kid":"first"}""", signed => HMACSHA256.HashData(_issuer.PublicKey(), signed)),
            "another's key" => _issuer.Token(now, key: new(rsa) { KeyId = "first" }, claims: Repository),
            "unknown kid" => _issuer.Token(now, key: new(rsa) { KeyId = "made-up" }, claims: Repository),
            "changed claims" => $"{genuine.Split('.')[0]}.{_issuer.Token(now, claims: [("sub", "repo:acme/checkout"), ("repository", "acme/other")]).Split('.')[1]}.{genuine.Split('.')[2]}",
            "critical" => _issuer.Headed(genuine, """{"alg":"RS256","kid":"first","typ":"JWT","crit":["exp"],"exp":1}"""),
            "critical without a list" => _issuer.Headed(genuine, """{"alg":"RS256","kid":"first","typ":"JWT","crit":null}"""),
            _ => "a.b.c",
        };

        var refused = await Answers.RefusedAsync(_gate.AskAsync(token, HttpMethod.Post, "/v1/gates/evaluate", Bodies.Step().ToJsonString()), HttpStatusCode.Unauthorized);

        refused.GetProperty("detail").GetString()!.ShouldContain(why);
        (await StatusAsync(genuine)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_a_head_says_besides_is_no_matter_where_nobody_must_understand_it() =>
        (await StatusAsync(_issuer.Headed(Ci(), """{"alg":"RS256","kid":"first","typ":"at+jwt","exp":1,"critical":["exp"]}"""))).ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task Who_is_genuine_but_has_no_grant_is_told_so()
    {
        var token = _issuer.Token(_time.GetUtcNow(), claims: [("sub", "repo:acme/other"), ("repository", "acme/other")]);

        var refused = await Answers.RefusedAsync(_gate.AskAsync(token, HttpMethod.Post, "/v1/gates/evaluate", Bodies.Step().ToJsonString()), HttpStatusCode.Forbidden);

        refused.GetProperty("detail").GetString().ShouldBe("the token of issuer 'ci' is genuine, but none of the issuer's Grants takes it (sub 'repo:acme/other')");
    }

    [Theory]
    [InlineData("shop", HttpStatusCode.OK)]
    [InlineData("shop shop", HttpStatusCode.OK)]
    [InlineData("shop pay", HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.Forbidden)]
    public async Task Who_is_said_to_be_of_several_teams_is_of_none(string teams, HttpStatusCode answer)
    {
        var token = _issuer.Token(
            _time.GetUtcNow(), claims: [("sub", "ann"), ("kind", "person"), ("team", teams.Split(' ')), ("may", new[] { "read" }), ("services", "*"), ("namespaces", "*")]);

        using var asked = await _gate.AskAsync(token, HttpMethod.Get, "/v1/decisions");

        asked.StatusCode.ShouldBe(answer);
    }

    [Fact]
    public async Task A_new_key_is_known_at_once_and_a_withdrawn_one_within_ten_minutes_no_more()
    {
        var old = Ci();
        (await StatusAsync(old)).ShouldBe(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromSeconds(11));

        _issuer.Add("second");
        _issuer.Withdraw("first");

        (await StatusAsync(Ci())).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(old)).ShouldBe(HttpStatusCode.Unauthorized);
        _issuer.Add("third");
        _issuer.Withdraw("second");
        var third = Ci();
        _time.Advance(TimeSpan.FromMinutes(10));
        (await StatusAsync(third)).ShouldBe(HttpStatusCode.OK);
        _issuer.Asked.ShouldBe(3);
    }

    [Fact]
    public async Task Made_up_keys_make_the_gate_ask_once_in_ten_seconds()
    {
        using var rsa = RSA.Create(2048);
        (await StatusAsync(Ci())).ShouldBe(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromSeconds(11));

        for (var i = 0; i < 20; i++)
        {
            (await StatusAsync(_issuer.Token(_time.GetUtcNow(), key: new(rsa) { KeyId = $"made-up-{i}" }, claims: Repository))).ShouldBe(HttpStatusCode.Unauthorized);
        }

        _issuer.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task While_the_issuer_is_away_nobody_can_tell_and_tokens_of_our_own_go_on()
    {
        _issuer.IsAway = true;

        var refused = await Answers.RefusedAsync(_gate.AskAsync(Ci(), HttpMethod.Post, "/v1/gates/evaluate", Bodies.Step().ToJsonString()), HttpStatusCode.ServiceUnavailable);
        var own = await _gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        _issuer.IsAway = false;
        _time.Advance(TimeSpan.FromSeconds(11));

        refused.GetProperty("detail").GetString()!.ShouldStartWith("the keys of issuer 'ci' cannot be had");
        own.Verdict().ShouldBe("pass");
        (await StatusAsync(Ci())).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Keys_that_are_known_hold_for_a_day_while_the_issuer_is_away()
    {
        (await StatusAsync(Ci())).ShouldBe(HttpStatusCode.OK);
        _issuer.IsAway = true;

        _time.Advance(TimeSpan.FromHours(23));
        (await StatusAsync(Ci())).ShouldBe(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromHours(1));
        (await StatusAsync(Ci())).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task An_issuer_whose_metadata_names_another_is_none()
    {
        _issuer.Name = "https://evil.example";

        var refused = await Answers.RefusedAsync(_gate.AskAsync(_issuer.Token(_time.GetUtcNow(), issuer: _issuer.Address, claims: Repository), HttpMethod.Post, "/v1/gates/check", Bodies.Step().ToJsonString()), HttpStatusCode.ServiceUnavailable);

        refused.GetProperty("detail").GetString()!.ShouldContain("its metadata names the issuer 'https://evil.example'");
    }

    [Fact]
    public async Task Two_clusters_that_call_themselves_the_same_are_told_apart_by_their_keys()
    {
        await using var other = await TestIssuer.StartAsync();
        other.Name = _issuer.Name = "https://kubernetes.default.svc";
        other.Withdraw("first");
        other.Add("others");
        await using var gate = await StartAsync([.. Issuer(0, _issuer), .. Issuer(1, other, "other"), ("Auth:Issuers:0:JwksAddress", $"{_issuer.Address}/keys"), ("Auth:Issuers:1:JwksAddress", $"{other.Address}/keys")]);

        (await StatusAsync(Ci(), gate)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(other.Token(_time.GetUtcNow(), claims: Repository), gate)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(other.Token(_time.GetUtcNow(), audience: "another", claims: Repository), gate)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Flagger_may_carry_one_in_its_metadata()
    {
        using var answer = await _gate.AskAsync(null, HttpMethod.Post, "/v1/flagger/rollout", $$"""{"name": "checkout", "namespace": "shop", "checksum": "1", "metadata": {"token": "{{Ci()}}", "policy": "flagger-default"} }""");
        using var refused = await _gate.AskAsync(null, HttpMethod.Post, "/v1/flagger/rollout", $$"""{"name": "checkout", "namespace": "shop", "checksum": "1", "metadata": {"token": "{{_issuer.Token(_time.GetUtcNow(), audience: "x", claims: Repository)}}" } }""");

        answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith("inconclusive: too early");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static (string, object)[] Repository => [("sub", "repo:acme/checkout"), ("repository", "acme/checkout"), ("ref", "refs/heads/main")];

    private static IEnumerable<(string, string?)> Issuer(int index, TestIssuer issuer, string name = "ci")
    {
        var key = $"Auth:Issuers:{index}";
        return
        [
            ($"{key}:Name", name), ($"{key}:Issuer", issuer.Name), ($"{key}:Audience", TestIssuer.Client),
            ($"{key}:Grants:0:When:0", "repository=acme/check*"), ($"{key}:Grants:0:When:1", "ref=refs/heads/main"), ($"{key}:Grants:0:Team", "shop"), ($"{key}:Grants:0:Services:0", "checkout"),
            ($"{key}:Grants:0:Namespaces:0", "shop"), ($"{key}:Grants:0:Roles:0", "ask"),
            ($"{key}:Grants:1:When:0", "kind=person"), ($"{key}:Grants:1:TeamClaim", "team"), ($"{key}:Grants:1:ServicesClaim", "services"), ($"{key}:Grants:1:NamespacesClaim", "namespaces"), ($"{key}:Grants:1:RolesClaim", "may"),
        ];
    }

    /// <summary>Of a pipeline, signed with the newest key.</summary>
    private string Ci() => _issuer.Token(_time.GetUtcNow(), claims: Repository);

    private async Task<HttpStatusCode> StatusAsync(string token, GateHost? gate = null)
    {
        using var answer = await (gate ?? _gate).AskAsync(token, HttpMethod.Post, "/v1/gates/check", Bodies.Step().ToJsonString());
        return answer.StatusCode;
    }

    private Task<GateHost> StartAsync(IEnumerable<(string, string?)> settings) =>
        GateHost.StartAsync(_nerdGraph.Endpoint, builder => builder.Services.AddSingleton<TimeProvider>(_time), [.. settings]);
}
