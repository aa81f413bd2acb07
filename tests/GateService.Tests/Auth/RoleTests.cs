using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Browser = GateService.Tests.Pages.Browser;
using Html = GateService.Tests.Pages.Html;

namespace GateService.Tests.Auth;

/// <summary>A token does what its roles say, and nothing else.</summary>
public sealed class RoleTests(RoleTests.Roles fixture) : IClassFixture<RoleTests.Roles>
{
    private const string Lint = """{"files": {"a.yaml": "kind: policy\nname: a"}}""";

    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private GateHost Gate => fixture.Gate;

    [Theory]
    [InlineData("asks", "POST", "/v1/gates/check", 200)]
    [InlineData("asks", "GET", "/v1/decisions", 403)]
    [InlineData("asks", "GET", "/v1/policies", 403)]
    [InlineData("asks", "GET", "/v1/outbox", 403)]
    [InlineData("reads", "POST", "/v1/gates/check", 403)]
    [InlineData("reads", "GET", "/v1/decisions", 200)]
    [InlineData("reads", "GET", "/v1/scoreboard", 200)]
    [InlineData("reads", "POST", "/v1/policies/lint", 403)]
    [InlineData("operates", "POST", "/v1/policies/lint", 200)]
    [InlineData("operates", "GET", "/v1/decisions", 403)]
    [InlineData("reads-all", "GET", "/v1/decisions", 200)]
    [InlineData("reads-all", "POST", "/v1/gates/check", 403)]
    [InlineData("usual", "POST", "/v1/gates/check", 200)]
    [InlineData("usual", "GET", "/v1/decisions", 200)]
    [InlineData("usual", "POST", "/v1/policies/lint", 403)]
    [InlineData("usual", "POST", "/v1/outbox/01/replay", 403)]
    public async Task A_role_opens_its_own_doors(string name, string method, string path, int status)
    {
        using var answer = await Gate.AskAsync(Askers.TokenOf(name), new HttpMethod(method), path, method == "POST" ? (path.EndsWith("lint", StringComparison.Ordinal) ? Lint : Bodies.Step().ToJsonString()) : null);

        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(status, body);
        if (status == 403)
        {
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            JsonSerializer.Deserialize<JsonElement>(body).GetProperty("detail").GetString()!.ShouldStartWith($"token '{name}' has no role ");
        }
    }

    [Fact]
    public async Task Argo_is_told_in_a_verdict_that_its_token_may_not_ask()
    {
        var answer = await Gate.AskAsync(Askers.TokenOf("reads"), HttpMethod.Post, "/v1/gates/evaluate", Bodies.Step().ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldBe("token 'reads' has no role ask, only read; nothing was evaluated");
    }

    [Theory]
    [InlineData("rollout", 412)]
    [InlineData("confirm", 409)]
    [InlineData("rollback", 409)]
    public async Task Flagger_is_told_the_same_and_rolls_nothing_back(string hook, int status)
    {
        var body = $$"""{"name": "checkout", "namespace": "shop", "checksum": "1", "metadata": {"token": "{{Askers.TokenOf("reads")}}"} }""";

        using var answer = await Gate.AskAsync(null, HttpMethod.Post, $"/v1/flagger/{hook}", body);

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("inconclusive: token 'reads' has no role ask, only read\n");
    }

    [Fact]
    public async Task Who_reads_all_teams_reads_others_decisions_and_asks_for_none_of_them()
    {
        var id = await DecideAsync("usual");
        var all = await Gate.AskAsync(Askers.TokenOf("reads-all"), HttpMethod.Get, $"/v1/decisions/{id}");
        var one = await Gate.AskAsync(Askers.TokenOf("reads"), HttpMethod.Get, $"/v1/decisions/{id}");
        var list = await Gate.AskAsync(Askers.TokenOf("reads-all"), HttpMethod.Get, "/v1/decisions");
        var asked = await Gate.AskAsync(Askers.TokenOf("asks-all"), HttpMethod.Post, "/v1/gates/check", Bodies.Step(("team", "shop")).ToJsonString());

        (all.StatusCode, one.StatusCode, asked.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.Forbidden));
        (await list.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(id);
    }

    [Fact]
    public async Task A_label_carries_who_really_set_it_beside_who_they_say_they_are()
    {
        var id = await DecideAsync("usual");
        using var set = await Gate.AskAsync(Askers.TokenOf("usual"), HttpMethod.Post, $"/v1/decisions/{id}/label", """{"label": "wrong", "who": "cto@company"}""");
        set.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var read = await Gate.AskAsync(Askers.TokenOf("usual"), HttpMethod.Get, $"/v1/decisions/{id}");
        var label = (await read.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("label");
        (label.GetProperty("who").GetString(), label.GetProperty("setBy").GetString()).ShouldBe(("cto@company", "usual"));
        using var browser = await Browser.SignedInAsync(Gate, Askers.TokenOf("usual"));
        Html.Text(await browser.ReadAsync($"/decisions/{id}")).ShouldMatch(@"cto@company called it wrong \(.*, signed in as usual\s*\)");
    }

    [Fact]
    public async Task Who_may_not_label_sees_no_form_and_sends_none()
    {
        var id = await DecideAsync("usual");
        using var browser = await Browser.SignedInAsync(Gate, Askers.TokenOf("reads-shop"));
        var page = await browser.ReadAsync($"/decisions/{id}");

        using var sent = await browser.PostAsync($"/decisions/{id}/label", [], ("form", Html.FormToken(page)), ("label", "wrong"));

        page.ShouldNotContain("name=\"label\"");
        sent.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await sent.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("has no role label, only read");
        using var read = await Gate.AskAsync(Askers.TokenOf("usual"), HttpMethod.Get, $"/v1/decisions/{id}");
        (await read.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("label").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_token_that_Argo_carries_signs_nobody_in()
    {
        using var browser = new Browser(Gate);

        using var answer = await browser.PostAsync("/sign-in", [], ("token", Askers.TokenOf("asks")));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        browser.Cookies.Count.ShouldBe(0);
        Html.Text(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Token 'asks' has no role read, only ask, and so sees no page.");
    }

    [Fact]
    public async Task A_token_whose_time_is_over_is_unknown_and_so_are_its_sessions()
    {
        var time = new FakeTimeProvider(Noon);
        await using var gate = await GateHost.StartAsync(
            new Uri("http://127.0.0.1:9/graphql"), builder => builder.Services.AddSingleton<TimeProvider>(time), [.. Askers.Token(1, "brief", "platform"), ("Auth:Tokens:1:ExpiresAt", "2026-01-02T13:00:00Z")]);
        using var browser = await Browser.SignedInAsync(gate, Askers.TokenOf("brief"));
        using var before = await gate.AskAsync(Askers.TokenOf("brief"), HttpMethod.Get, "/v1/decisions");
        before.StatusCode.ShouldBe(HttpStatusCode.OK);
        await browser.ReadAsync("/");

        time.Advance(TimeSpan.FromHours(1));

        var refused = await gate.AskAsync(Askers.TokenOf("brief"), HttpMethod.Get, "/v1/decisions").RefusedAsync(HttpStatusCode.Unauthorized);
        refused.GetProperty("detail").GetString().ShouldBe("token 'brief' expired at 2026-01-02T13:00:00Z: send the one that took its place");
        using var page = await browser.GetAsync("/");
        page.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var again = await browser.PostAsync("/sign-in", [], ("token", Askers.TokenOf("brief")));
        again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_endpoint_for_which_nobody_decided_is_refused_to_everyone()
    {
        await using var app = GateServiceApp.Create(
            ["--urls", "http://127.0.0.1:0", "--Policies:Directory", Repository.PathOf("policies"), "--History:Enabled", "false", .. Askers.Token(0, "usual", "shop", "ask", "read", "label", "operate", "readAll").SelectMany(setting => new[] { $"--{setting.Key}", setting.Value! })],
            builder => builder.Logging.ClearProviders());
        app.MapGet("/v1/undecided", () => "a secret");
        app.MapGet("/undecided", () => "a secret");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        foreach (var path in new[] { "/v1/undecided", "/undecided" })
        {
            await client.GetAsync(path, TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.Unauthorized);
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Authorization", $"Bearer {Askers.TokenOf("usual")}" } } };
            (await client.SendAsync(request, TestContext.Current.CancellationToken).RefusedAsync(HttpStatusCode.Forbidden)).GetProperty("detail").GetString()!.ShouldContain("it was not decided who may");
        }
    }

    private async Task<string> DecideAsync(string name)
    {
        var answer = await Gate.AskAsync(Askers.TokenOf(name), HttpMethod.Post, "/v1/gates/evaluate", Bodies.Step().ToJsonString()).JudgedAsync();
        return answer.GetProperty("decision").GetProperty("id").GetString()!;
    }

    public sealed class Roles : IAsyncLifetime
    {
        private ScriptedNerdGraph _nerdGraph = null!;

        internal GateHost Gate { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _nerdGraph = await ScriptedNerdGraph.StartAsync();
            Gate = await GateHost.StartAsync(
                _nerdGraph,
                [
                    .. Askers.Token(1, "asks", "shop", "ask"), .. Askers.Token(2, "reads", "platform", "read"), .. Askers.Token(3, "operates", "shop", "operate"),
                    .. Askers.Token(4, "reads-all", "platform", "readAll"), .. Askers.Token(5, "usual", "shop"), .. Askers.Token(6, "reads-shop", "shop", "read"), .. Askers.Token(7, "asks-all", "platform", "ask", "readAll"),
                ]);
        }

        public async ValueTask DisposeAsync()
        {
            await Gate.DisposeAsync();
            await _nerdGraph.DisposeAsync();
        }
    }
}
