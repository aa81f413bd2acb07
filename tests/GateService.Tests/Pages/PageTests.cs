using System.Net;
using System.Text.RegularExpressions;
using GateService.Tests.Hosting;

namespace GateService.Tests.Pages;

/// <summary>What holds for every page: headers, encoding, who sees what, and words where there is nothing.</summary>
public sealed partial class PageTests(PageTests.TwoTeams fixture) : IClassFixture<PageTests.TwoTeams>
{
    private const string ShopToken = "token-of-the-shop";
    private const string Hostile = "\"><img src=x onerror=alert(1)>&<script>alert(2)</script>";
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/graphql");

    public static TheoryData<string> Paths => ["/", "/?team=none", "/policies", "/policies?service=example-shop&weight=30", "/scoreboard", "/shadows", "/doctor", "/doctor?service=checkout", "/doctor?service=checkout&window=1s", "/sign-in", "/rollouts/shop/checkout", "/decisions/{id}", "/decisions/01", "/nowhere"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_runs_nothing_but_our_script_and_is_kept_nowhere(string path)
    {
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        using var answer = await browser.GetAsync(path.Replace("{id}", fixture.Decision, StringComparison.Ordinal));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(
            ["default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"]);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        Inline().Matches(text).ShouldBeEmpty();
        text.ShouldContain("<main id=\"main\"");
        text.Length.ShouldBeLessThan(80 * 1024);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/decisions/{id}")]
    [InlineData("/rollouts/shop/hostile")]
    [InlineData("/scoreboard")]
    public async Task What_others_wrote_is_shown_and_never_run(string path)
    {
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);
        var label = $$"""{"label":"wrong","reason":{{System.Text.Json.JsonSerializer.Serialize(Hostile)}},"who":{{System.Text.Json.JsonSerializer.Serialize(Hostile)}}}""";
        using var kept = await fixture.Gate.PostAsync($"/v1/decisions/{fixture.HostileDecision}/label", label);
        kept.StatusCode.ShouldBe(HttpStatusCode.OK);

        var text = await browser.ReadAsync(path.Replace("{id}", fixture.HostileDecision, StringComparison.Ordinal));

        text.ShouldNotContain("<img");
        text.ShouldNotContain("<script>");
        if (path.Contains("{id}", StringComparison.Ordinal))
        {
            text.ShouldContain("&lt;script&gt;alert(2)&lt;/script&gt;");
        }
    }

    [Fact]
    public async Task A_hostile_question_is_shown_and_never_run()
    {
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        var filtered = await browser.ReadAsync($"/?team={Uri.EscapeDataString(Hostile)}&service=a%22b");
        var policies = await browser.ReadAsync($"/policies?policy={Uri.EscapeDataString(Hostile)}");
        using var missing = await browser.GetAsync($"/rollouts/{Uri.EscapeDataString(Hostile)}/x");

        foreach (var text in new[] { filtered, policies, await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) })
        {
            text.ShouldNotContain("<img");
            text.ShouldNotContain("<script>");
        }

        filtered.ShouldContain("&lt;img src=x");
        policies.ShouldContain("&lt;img src=x");
    }

    [Fact]
    public async Task A_team_sees_what_its_token_may_ask_about_and_no_more()
    {
        using var browser = await Browser.SignedInAsync(fixture.Gate, ShopToken);

        var overview = await browser.ReadAsync("/");
        using var decision = await browser.GetAsync($"/decisions/{fixture.Decision}");
        using var rollout = await browser.GetAsync("/rollouts/shop/checkout");

        overview.ShouldContain("shop/shop-api");
        overview.ShouldNotContain("checkout");
        decision.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        rollout.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await browser.ReadAsync("/rollouts/shop/shop-api")).ShouldContain("shop-api");
    }

    [Fact]
    public async Task The_token_of_the_api_does_not_open_pages_by_itself()
    {
        using var answer = await fixture.Gate.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_contract_knows_no_pages()
    {
        var document = System.Text.Json.JsonDocument.Parse(await fixture.Gate.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken));

        document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name)
            .ShouldAllBe(path => path.StartsWith("/v1/") || path.StartsWith("/healthz"));
    }

    [Theory]
    [InlineData("/nowhere", "text/html", "text/html")]
    [InlineData("/nowhere", "application/json", "application/problem+json")]
    [InlineData("/v1/nowhere", "text/html", "text/plain")]
    [InlineData("/v1/nowhere", "*/*", "application/problem+json")]
    public async Task What_is_not_there_is_told_to_people_in_words_and_to_programs_as_a_problem(string path, string accept, string type)
    {
        using var client = new HttpClient { BaseAddress = fixture.Gate.Client.BaseAddress };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
    }

    [Theory]
    [InlineData("/?verdict=maybe", "pass, fail or inconclusive")]
    [InlineData("/policies?service=x&strategy=rainbow", "canary, blueGreen or rolling")]
    [InlineData("/policies?service=x&weight=130", "0 to 100")]
    [InlineData("/scoreboard?days=8", "7, 30, 90")]
    public async Task A_question_that_cannot_be_asked_is_told_what_was_expected(string path, string expected)
    {
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);

        using var answer = await browser.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(expected);
    }

    [Fact]
    public async Task Without_a_history_only_policies_are_to_be_seen()
    {
        await using var gate = await GateHost.StartAsync(Nowhere, _ => { }, ("History:Enabled", "false"), ("Auth:Disabled", "true"));
        using var browser = new Browser(gate);

        using var overview = await browser.GetAsync("/");

        overview.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await overview.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("History:Enabled is false");
        (await browser.ReadAsync("/policies?service=x")).ShouldContain("http-default.yaml");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/scoreboard")]
    [InlineData("/rollouts/shop/checkout")]
    [InlineData("/decisions/01")]
    public async Task A_store_that_does_not_answer_is_told_in_words(string path)
    {
        await using var gate = await GateHost.StartAsync(Nowhere, _ => { }, ("History:ConnectionString", "Host=127.0.0.1;Port=9;Database=gate;Username=gate;Timeout=1"), ("Auth:Disabled", "true"));
        using var browser = new Browser(gate);

        using var answer = await browser.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("The store does not answer");
    }

    [Fact]
    public async Task Style_and_script_are_kept_for_ever_under_the_address_of_their_content()
    {
        using var browser = new Browser(fixture.Gate);
        using var page = await browser.GetAsync("/sign-in");
        var addresses = Asset().Matches(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Select(match => match.Groups[1].Value).ToList();
        addresses.Count.ShouldBe(3);

        foreach (var address in addresses)
        {
            using var first = await browser.GetAsync(address);
            first.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
            first.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            using var second = await browser.GetAsync(address, ("If-None-Match", first.Headers.ETag!.ToString()));
            second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            using var old = await browser.GetAsync(address.Split('?')[0] + "?v=old");
            old.Headers.CacheControl!.NoCache.ShouldBeTrue();
        }
    }

    [GeneratedRegex("""<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=""")]
    private static partial Regex Inline();

    [GeneratedRegex("""(?:href|src)="(/assets/[^"]+)""")]
    private static partial Regex Asset();

    public sealed class TwoTeams : IAsyncLifetime
    {
        private ScriptedNerdGraph _nerdGraph = null!;

        internal GateHost Gate { get; private set; } = null!;

        internal string Decision { get; private set; } = "";

        internal string HostileDecision { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _nerdGraph = await ScriptedNerdGraph.StartAsync();
            Gate = await GateHost.StartAsync(
                _nerdGraph,
                ("Auth:Tokens:1:Name", "shop"),
                ("Auth:Tokens:1:Team", "shop-team"),
                ("Auth:Tokens:1:Sha256", GateHost.Sha256(ShopToken)),
                ("Auth:Tokens:1:Services:0", "shop-*"),
                ("Auth:Tokens:1:Namespaces:0", "shop"));
            Decision = await DecideAsync(("service", "checkout"));
            HostileDecision = await DecideAsync(("service", Hostile), ("rollout", "hostile"));
            using var asked = new HttpRequestMessage(HttpMethod.Post, "/v1/gates/evaluate") { Content = new StringContent(Bodies.Step(("service", "shop-api")).ToJsonString()) };
            asked.Headers.TryAddWithoutValidation("Authorization", $"Bearer {ShopToken}");
            using var stranger = new HttpClient { BaseAddress = Gate.Client.BaseAddress };
            await stranger.SendAsync(asked).JudgedAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Gate.DisposeAsync();
            await _nerdGraph.DisposeAsync();
        }

        private async Task<string> DecideAsync(params (string, System.Text.Json.Nodes.JsonNode?)[] changes) =>
            (await Gate.EvaluateAsync(Bodies.Step(changes).ToJsonString()).JudgedAsync()).GetProperty("decision").GetProperty("id").GetString()!;
    }
}
