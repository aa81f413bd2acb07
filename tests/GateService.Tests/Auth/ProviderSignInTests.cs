using System.Net;
using System.Web;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Browser = GateService.Tests.Pages.Browser;
using Html = GateService.Tests.Pages.Html;

namespace GateService.Tests.Auth;

/// <summary>People sign in at the company's identity provider: the code flow with PKCE, from the first click to the page, over HTTP.</summary>
public sealed class ProviderSignInTests : IAsyncLifetime
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/graphql");

    private readonly string _store = $"Data Source=people-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
    private readonly HttpClient _atProvider = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly FakeLogCollector _logs = new();
    private TestIssuer _issuer = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _gate = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _issuer.DisposeAsync();
        _atProvider.Dispose();
    }

    [Fact]
    public async Task Whoever_the_provider_vouches_for_is_signed_in_and_led_to_the_page_they_asked_for()
    {
        using var browser = new Browser(_gate);
        var page = await Html.RefusedAsync(browser.GetAsync("/scoreboard?days=7"), HttpStatusCode.Unauthorized);
        page.ShouldContain("href=\"/sign-in/provider?to=%2Fscoreboard%3Fdays%3D7\"");

        using var answer = await SignInAsync(browser, "/scoreboard?days=7");

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe("/scoreboard?days=7");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(set => set.StartsWith("gate-session=", StringComparison.Ordinal));
        cookie.ShouldMatch("^gate-session=[0-9a-f]{64}; max-age=604800; path=/; samesite=strict; httponly$");
        Html.Text(await browser.ReadAsync("/scoreboard?days=7")).ShouldContain("company:ann@acme.example");
    }

    [Fact]
    public async Task The_session_holds_on_every_replica_and_only_while_the_settings_grant_it()
    {
        await using var replica = await StartAsync();
        await using var changed = await StartAsync(("Auth:OpenIdConnect:Grants:0:When:0", "groups=others"));
        await using var without = await GateHost.StartAsync(Nowhere, _ => { }, ("History:ConnectionString", _store));
        using var browser = new Browser(_gate);
        using var answer = await SignInAsync(browser, "/");
        var cookie = ("Cookie", $"gate-session={browser.Cookies.GetCookies(_gate.Client.BaseAddress!)["gate-session"]!.Value}");

        foreach (var (gate, status) in new[] { (_gate, HttpStatusCode.OK), (replica, HttpStatusCode.OK), (changed, HttpStatusCode.Unauthorized), (without, HttpStatusCode.Unauthorized) })
        {
            using var elsewhere = new Browser(gate);
            using var page = await elsewhere.GetAsync("/", cookie);
            page.StatusCode.ShouldBe(status);
        }
    }

    [Fact]
    public async Task A_replica_takes_back_whom_another_sent_off()
    {
        await using var replica = await StartAsync(("Gate:PublicUrl", _gate.Client.BaseAddress!.ToString().TrimEnd('/')));
        using var browser = new Browser(replica);
        using var off = await browser.GetAsync("/sign-in/provider?to=/");
        var cookies = string.Join("; ", off.Headers.GetValues("Set-Cookie").Select(set => set.Split(';')[0]));
        using var back = await _atProvider.GetAsync(off.Headers.Location, TestContext.Current.CancellationToken);
        using var elsewhere = new Browser(_gate);

        using var answer = await elsewhere.GetAsync(back.Headers.Location!.PathAndQuery, ("Cookie", cookies));

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Whom_no_grant_takes_is_told_so_and_gets_no_session()
    {
        _issuer.Person["groups"] = new[] { "everyone" };
        using var browser = new Browser(_gate);

        using var answer = await SignInAsync(browser, "/");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        Html.Text(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("company vouches for 'ann@acme.example', but none of its Grants");
        browser.Cookies.GetCookies(_gate.Client.BaseAddress!)["gate-session"].ShouldBeNull();
    }

    [Theory]
    [InlineData("crit", HttpStatusCode.Unauthorized)]
    [InlineData("x-besides", HttpStatusCode.SeeOther)]
    public async Task A_token_of_the_provider_that_must_be_understood_in_another_way_is_none(string member, HttpStatusCode expected)
    {
        _issuer.Head[member] = new[] { "x-besides" };
        using var browser = new Browser(_gate);

        using var answer = await SignInAsync(browser, "/");

        answer.StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("another browser")]
    [InlineData("another state")]
    [InlineData("another code")]
    [InlineData("no code")]
    public async Task What_did_not_begin_in_this_browser_does_not_end_in_it(string kind)
    {
        using var browser = new Browser(_gate);
        using var off = await browser.GetAsync("/sign-in/provider?to=/");
        using var back = await _atProvider.GetAsync(off.Headers.Location, TestContext.Current.CancellationToken);
        var query = HttpUtility.ParseQueryString(back.Headers.Location!.Query);
        query["state"] = kind == "another state" ? query["state"]!.Replace(query["state"]![20], query["state"]![20] == 'A' ? 'B' : 'A') : query["state"];
        query["code"] = kind == "another code" ? "made-up" : kind == "no code" ? null : query["code"];
        using var other = new Browser(_gate);

        using var answer = await (kind == "another browser" ? other : browser).GetAsync($"/sign-in/callback?{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        Html.Text(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("You are not signed in");
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldAllBe(cookie => !cookie.StartsWith("gate-session=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_nobody_signed_signs_nobody_in()
    {
        _issuer.IsUnsigned = true;
        using var browser = new Browser(_gate);

        using var answer = await SignInAsync(browser, "/");

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        Lines().ShouldHaveSingleItem().Message.ShouldContain("none of the provider's keys (alg 'none')");
    }

    [Fact]
    public async Task Who_comes_back_without_having_left_is_one_line_of_the_log()
    {
        using var browser = new Browser(_gate);

        using var answer = await browser.GetAsync("/sign-in/callback?code=x&state=made-up");

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var line = Lines().ShouldHaveSingleItem();
        line.Id.Id.ShouldBe(101);
        line.Message.ShouldStartWith("Refused GET /sign-in/callback with 401 (token): sign-in at the identity provider: ");
        line.Exception.ShouldBeNull();
    }

    [Fact]
    public async Task So_is_whom_no_grant_takes()
    {
        _issuer.Person["groups"] = new[] { "everyone" };
        using var browser = new Browser(_gate);

        using var answer = await SignInAsync(browser, "/");

        Lines().ShouldHaveSingleItem().Message.ShouldStartWith("Refused GET /sign-in/callback with 403 (access): sign-in: no grant of 'company' lets 'ann@acme.example' read");
    }

    [Fact]
    public async Task While_the_provider_is_away_people_sign_in_with_tokens()
    {
        _issuer.IsAway = true;
        using var browser = new Browser(_gate);

        using var answer = await browser.GetAsync("/sign-in/provider?to=/");
        using var byToken = await browser.PostAsync("/sign-in", [], ("token", GateHost.Token));

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        Html.Text(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("sign in with a token");
        byToken.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    public async Task It_leads_to_our_own_pages_only(string to)
    {
        using var browser = new Browser(_gate);

        using var answer = await SignInAsync(browser, to);

        answer.Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task Without_a_provider_nobody_is_sent_anywhere()
    {
        await using var gate = await GateHost.StartAsync(Nowhere, _ => { });
        using var browser = new Browser(gate);

        using var answer = await browser.GetAsync("/sign-in/provider");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await browser.ReadAsync("/sign-in")).ShouldNotContain("/sign-in/provider");
    }

    /// <summary>Off to the provider, which lets the test's person in, and back.</summary>
    private async Task<HttpResponseMessage> SignInAsync(Browser browser, string to)
    {
        using var off = await browser.GetAsync($"/sign-in/provider?to={Uri.EscapeDataString(to)}");
        off.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var back = await _atProvider.GetAsync(off.Headers.Location);
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return await browser.GetAsync(back.Headers.Location!.PathAndQuery);
    }

    /// <summary>What somebody who runs the gate is to look at.</summary>
    private List<FakeLogRecord> Lines() => [.. _logs.GetSnapshot().Where(line => line.Level >= LogLevel.Warning)];

    private Task<GateHost> StartAsync(params (string, string?)[] settings) => GateHost.StartAsync(
        Nowhere,
        builder => builder.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(_logs)),
        [
            ("History:ConnectionString", _store), ("Auth:OpenIdConnect:Name", "company"), ("Auth:OpenIdConnect:Issuer", _issuer.Name), ("Auth:OpenIdConnect:ClientId", TestIssuer.Client),
            ("Auth:OpenIdConnect:ClientSecret", TestIssuer.Secret), ("Auth:OpenIdConnect:Scopes:0", "groups"), ("Auth:OpenIdConnect:Grants:0:When:0", "groups=gate-*"), ("Auth:OpenIdConnect:Grants:0:Team", "platform"),
            ("Auth:OpenIdConnect:Grants:0:Services:0", "*"), ("Auth:OpenIdConnect:Grants:0:Namespaces:0", "*"), ("Auth:OpenIdConnect:Grants:0:Roles:0", "read"), .. settings,
        ]);
}
