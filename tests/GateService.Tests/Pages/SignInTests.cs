using System.Net;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Pages;

/// <summary>Signing in to the pages with a token of the API.</summary>
public sealed class SignInTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/graphql");

    [Theory]
    [InlineData("/")]
    [InlineData("/?team=shop")]
    [InlineData("/policies")]
    [InlineData("/scoreboard")]
    [InlineData("/rollouts/shop/checkout")]
    [InlineData("/decisions/01M86QWMGZF439TCSE8JKRHHJA")]
    public async Task Every_page_first_asks_who_it_is_and_then_leads_on(string path)
    {
        using var browser = new Browser(fixture.Gate);

        using var answer = await browser.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain($"<input type=\"hidden\" name=\"to\" value=\"{path}\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("' OR 1=1 --")]
    public async Task A_wrong_token_is_told_so_and_gets_no_cookie(string token)
    {
        using var browser = new Browser(fixture.Gate);

        using var answer = await browser.PostAsync("/sign-in", [], ("token", token), ("to", "/policies"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("role=\"alert\"");
        browser.Cookies.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_cookie_is_for_this_host_alone_and_no_script_sees_it()
    {
        using var browser = new Browser(fixture.Gate);

        using var answer = await browser.PostAsync("/sign-in", [], ("token", GateHost.Token), ("to", "/policies"));

        answer.Headers.Location!.ToString().ShouldBe("/policies");
        var cookie = answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldMatch("^gate-session=[0-9a-f]{64}; max-age=604800; path=/; samesite=strict; httponly$");
        cookie.ShouldNotContain(GateHost.Token);
    }

    [Fact]
    public async Task Behind_TLS_the_cookie_is_sent_over_TLS_only()
    {
        await using var gate = await GateHost.StartAsync(Nowhere, _ => { }, ("Gate:PublicUrl", "https://gate.example"));
        using var browser = new Browser(gate);

        using var answer = await browser.PostAsync("/sign-in", [], ("token", GateHost.Token));

        answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldMatch("^__Host-gate-session=[0-9a-f]{64}; max-age=604800; path=/; secure; samesite=strict; httponly$");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Another_site_can_neither_sign_in_nor_out(string header, string value)
    {
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        using var signIn = await browser.PostAsync("/sign-in", [(header, value)], ("token", GateHost.Token));
        using var signOut = await browser.PostAsync("/sign-out", [(header, value)]);

        signIn.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        signIn.Headers.Contains("Set-Cookie").ShouldBeFalse();
        await browser.ReadAsync("/");
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData("")]
    public async Task Signing_in_leads_to_our_own_pages_only(string to)
    {
        using var browser = new Browser(fixture.Gate);

        using var answer = await browser.PostAsync("/sign-in", [], ("token", GateHost.Token), ("to", to));

        answer.Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task Something_other_than_a_form_is_refused()
    {
        using var answer = await fixture.Gate.PostAsync("/sign-in", "{\"token\":\"x\"}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Who_signs_out_is_out_with_the_same_cookie_too()
    {
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);
        var kept = browser.Cookies.GetCookies(fixture.Gate.Client.BaseAddress!)["gate-session"]!.Value;

        using var answer = await browser.PostAsync("/sign-out", []);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        browser.Cookies.Count.ShouldBe(0);
        using var again = await browser.GetAsync("/", ("Cookie", $"gate-session={kept}"));
        again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_holds_on_every_replica_until_its_time_or_its_token_is_over()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
        var store = ("History:ConnectionString", (string?)$"Data Source=replicas-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        void Configure(WebApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(time);
        var brief = ("Auth:SessionLifetime", (string?)"00:01:00");
        await using var one = await GateHost.StartAsync(Nowhere, Configure, store, brief);
        await using var other = await GateHost.StartAsync(Nowhere, Configure, store, brief);
        await using var changed = await GateHost.StartAsync(Nowhere, Configure, store, brief, ("Auth:Tokens:0:Sha256", GateHost.Sha256("another token")));
        using var browser = await Browser.SignedInAsync(one, GateHost.Token);
        var cookie = ("Cookie", $"gate-session={browser.Cookies.GetCookies(one.Client.BaseAddress!)["gate-session"]!.Value}");
        async Task<HttpStatusCode> StatusAsync(GateHost gate)
        {
            using var elsewhere = new Browser(gate);
            using var answer = await elsewhere.GetAsync("/", cookie);
            return answer.StatusCode;
        }

        (await StatusAsync(other)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(changed)).ShouldBe(HttpStatusCode.Unauthorized);
        time.Advance(TimeSpan.FromMinutes(1));
        (await StatusAsync(other)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_strict_cookie_kept_back_by_the_browser_is_fetched_by_a_second_look()
    {
        using var browser = new Browser(fixture.Gate);

        using var first = await browser.GetAsync("/scoreboard?days=7", ("Sec-Fetch-Site", "cross-site"));
        var text = await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        text.ShouldContain("href=\"/scoreboard?days=7&amp;again=1\"");
        text.ShouldNotContain("name=\"token\"");
    }

    [Fact]
    public async Task Where_authentication_is_off_nobody_is_asked()
    {
        await using var gate = await GateHost.StartAsync(Nowhere, _ => { }, ("Auth:Disabled", "true"));
        using var browser = new Browser(gate);

        var text = await browser.ReadAsync("/");
        using var signIn = await browser.GetAsync("/sign-in");

        text.ShouldNotContain("/sign-out");
        signIn.Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task A_page_whose_address_has_other_letters_is_led_to_after_signing_in()
    {
        using var browser = new Browser(fixture.Gate);
        using var asked = await browser.GetAsync("/rollouts/x/%C3%A9?hash=%C3%BC");
        var page = await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain("value=\"/rollouts/x/%C3%A9?hash=%C3%BC\"");

        using var escaped = await browser.PostAsync("/sign-in", [], ("token", GateHost.Token), ("to", "/rollouts/x/%C3%A9"));
        using var typed = await browser.PostAsync("/sign-in", [], ("token", GateHost.Token), ("to", "/rollouts/x/é"));

        escaped.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        typed.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        typed.Headers.GetValues("Location").ShouldBe(escaped.Headers.GetValues("Location"));
    }

    public static TheoryData<string, string> OddForms => new()
    {
        { "application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 1100).Select(i => $"f{i}=1")) },
        { "application/x-www-form-urlencoded", $"{new string('k', 3000)}=1" },
        { "multipart/form-data", "token=x" },
    };

    [Theory]
    [MemberData(nameof(OddForms))]
    public async Task A_form_that_no_page_of_ours_sends_is_told_so(string type, string body)
    {
        using var signedIn = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);
        var cookie = string.Join("; ", signedIn.Cookies.GetCookies(fixture.Gate.Client.BaseAddress!).Select(found => $"{found.Name}={found.Value}"));
        foreach (var path in new[] { "/sign-in", "/decisions/01M86RAPQCFYM8R6Z0990PQN1D/label" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
            request.Content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue(type);
            request.Headers.TryAddWithoutValidation("Cookie", cookie);

            using var answer = await fixture.Gate.Client.SendAsync(request, TestContext.Current.CancellationToken);

            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("This form cannot be read");
        }
    }
}
