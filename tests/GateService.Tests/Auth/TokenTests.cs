using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GateService.Tests.Auth;

/// <summary>Who may ask about what.</summary>
public sealed class TokenTests(TokenTests.TwoTeams fixture) : IClassFixture<TokenTests.TwoTeams>
{
    private const string ShopToken = "token-of-the-shop";

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic dG9rZW4tb2YtdGhlLXNob3A=")]
    [InlineData("token-of-the-shop")]
    public async Task Without_a_good_token_it_is_401_with_a_challenge(string? header)
    {
        using var response = await AskAsync(header, Bodies.Step().ToJsonString());

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ShouldBe([new AuthenticationHeaderValue("Bearer")]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("shop-api", "shop", null, HttpStatusCode.OK)]
    [InlineData("shop-api", "shop", "shop-team", HttpStatusCode.OK)]
    [InlineData("shop-api", "shop", "Shop-Team", HttpStatusCode.OK)]
    [InlineData("shop-api", "shop", "payments-team", HttpStatusCode.Forbidden)]
    [InlineData("payments-api", "shop", null, HttpStatusCode.Forbidden)]
    [InlineData("SHOP-api", "shop", null, HttpStatusCode.Forbidden)]
    [InlineData("my-shop-api", "shop", null, HttpStatusCode.Forbidden)]
    [InlineData("shop-api", "shop-canary", null, HttpStatusCode.Forbidden)]
    [InlineData("shop-api", "", null, HttpStatusCode.Forbidden)]
    public async Task A_token_asks_about_its_own_services_only(string service, string @namespace, string? team, HttpStatusCode expected)
    {
        var body = Bodies.Step(("service", service), ("namespace", @namespace), ("team", team), ("rollout", "shop-api")).ToJsonString();

        using var response = await AskAsync($"Bearer {ShopToken}", body, "/v1/gates/check");

        response.StatusCode.ShouldBe(expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_star_also_stands_for_a_namespace_that_was_not_given()
    {
        var answer = await fixture.Gate.EvaluateAsync(Bodies.Step().Without("namespace").ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("pass");
    }

    [Fact]
    public async Task A_token_does_not_read_the_decisions_of_others()
    {
        var answer = await fixture.Gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, answer.GetProperty("decision").GetProperty("url").GetString());
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {ShopToken}");

        using var response = await fixture.Gate.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/v1/policies")]
    [InlineData("/v1/decisions/01")]
    public async Task Reading_needs_a_token_too(string path)
    {
        using var stranger = new HttpClient { BaseAddress = fixture.Gate.Client.BaseAddress };

        using var response = await stranger.GetAsync(path, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Every_fault_of_the_tokens_stops_the_start_and_no_hash_is_shown()
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(
            ("Auth:Tokens:0:Sha256", "abc"), ("Auth:Tokens:0:Team", ""), ("Auth:Tokens:1:Name", "tests"), ("Auth:Tokens:1:Team", "x"), ("Auth:Tokens:1:Sha256", GateHost.Sha256("x"))));

        refused.Failures.ShouldBe(
        [
            "Auth:Tokens:0:Team is missing: every token belongs to a team",
            "Auth:Tokens:0:Sha256 has 3 characters: expected the 64 hex digits of a SHA-256",
            "Auth:Tokens:1 needs at least one pattern in Services and in Namespaces (* stands for all)",
            "Auth:Tokens has 2 tokens named 'tests'",
        ]);
    }

    [Fact]
    public void A_gate_that_nobody_may_ask_does_not_start_and_says_how_to_make_a_token() =>
        Should.Throw<OptionsValidationException>(() => GateServiceApp.Create(["--urls", "http://127.0.0.1:0"]))
            .Message.ShouldContain("docs/operations.md shows how");

    [Theory]
    [InlineData("http://0.0.0.0:0", false)]
    [InlineData("http://*:0", false)]
    [InlineData("http://127.0.0.1:0;http://[::]:0", false)]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("http://127.0.0.1:0;http://[::1]:0", true)]
    public async Task Authentication_is_off_on_loopback_only(string urls, bool starts)
    {
        await using var app = GateServiceApp.Create(["--urls", urls, "--Auth:Disabled", "true", "--Policies:Directory", Repository.PathOf("policies"), "--History:ConnectionString", "Data Source=:memory:"], builder => builder.Logging.ClearProviders());

        if (starts)
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            using var client = new HttpClient();
            var body = new StringContent(Bodies.Step(("canaryHash", "")).ToJsonString());
            (await client.PostAsync(new Uri(new Uri(app.Urls.First()), "/v1/gates/evaluate"), body, TestContext.Current.CancellationToken).JudgedAsync()).Verdict().ShouldBe("inconclusive");
        }
        else
        {
            (await Should.ThrowAsync<InvalidOperationException>(() => app.StartAsync())).Message.ShouldContain("loopback addresses only");
        }
    }

    /// <summary>A server listens for some seconds before it is told that it may not.</summary>
    [Fact]
    public async Task With_authentication_off_nobody_else_is_answered_before_the_start_fails()
    {
        var own = (await Dns.GetHostAddressesAsync("", TestContext.Current.CancellationToken)).FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        Assert.SkipWhen(own is null, "this machine has no address but loopback");
        EarlyCaller? early = null;
        await using var app = GateServiceApp.Create(
            ["--urls", "http://0.0.0.0:0", "--Auth:Disabled", "true", "--Policies:Directory", Repository.PathOf("policies"), "--History:ConnectionString", "Data Source=:memory:"],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddHostedService(services => early = new EarlyCaller(services.GetRequiredService<IServer>(), own!));
            });

        await Should.ThrowAsync<InvalidOperationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        early!.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task StartAsync(params (string Key, string? Value)[] settings)
    {
        await using var gate = await GateHost.StartAsync(new Uri("http://127.0.0.1:9/graphql"), _ => { }, settings);
    }

    private async Task<HttpResponseMessage> AskAsync(string? authorization, string body, string path = "/v1/gates/evaluate")
    {
        using var stranger = new HttpClient { BaseAddress = fixture.Gate.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await stranger.SendAsync(request);
    }

    public sealed class TwoTeams : IAsyncLifetime
    {
        private ScriptedNerdGraph _nerdGraph = null!;

        internal GateHost Gate { get; private set; } = null!;

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
        }

        public async ValueTask DisposeAsync()
        {
            await Gate.DisposeAsync();
            await _nerdGraph.DisposeAsync();
        }
    }

    /// <summary>Asks by another of this machine's addresses as soon as the server listens, as if it were somebody on loopback.</summary>
    private sealed class EarlyCaller(IServer server, IPAddress address) : IHostedLifecycleService
    {
        public HttpStatusCode? Status { get; private set; }

        public async Task StartedAsync(CancellationToken cancellationToken)
        {
            var port = BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address}:{port}/v1/decisions") { Headers = { Host = "localhost" } };
            using var answer = await client.SendAsync(request, cancellationToken);
            Status = answer.StatusCode;
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
