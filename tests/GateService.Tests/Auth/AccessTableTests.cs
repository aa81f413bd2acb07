using System.Globalization;
using System.Net;
using GateService.Callers;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Browser = GateService.Tests.Pages.Browser;
using Html = GateService.Tests.Pages.Html;

namespace GateService.Tests.Auth;

/// <summary>
/// Every endpoint there is, asked by everyone there is. Endpoints are not listed but found: one that is added says who may ask it, and how it is asked stands here,
/// or this fails. <c>UPDATE_DOCS=1</c> writes docs/access.md anew; read the difference.
/// </summary>
public sealed class AccessTableTests : IAsyncLifetime
{
    /// <summary>An identity, and its bearer token; null sends none.</summary>
    private static readonly string[] Identities = ["none", "wrong", "ask", "read", "label", "operate", "other team", "all teams", "expired", "wrong audience", "rotated key"];

    private ScriptedNerdGraph _nerdGraph = null!;
    private TestIssuer _issuer = null!;
    private GateHost _gate = null!;
    private string _decision = "";

    /// <summary>How each endpoint is asked: its path with {id} for a decision of the team shop, and its body.</summary>
    private static readonly Dictionary<string, (string Path, string? Body)> Ways = new()
    {
        ["GET /healthz/live"] = ("/healthz/live", null),
        ["GET /healthz/startup"] = ("/healthz/startup", null),
        ["GET /healthz/ready"] = ("/healthz/ready", null),
        ["GET /metrics"] = ("/metrics", null),
        ["GET /openapi/{documentName}.json"] = ("/openapi/v1.json", null),
        ["GET /swagger/{**path}"] = ("/swagger/index.html", null),
        ["GET /assets/{name}"] = ("/assets/gate.css", null),
        ["POST /v1/gates/evaluate"] = ("/v1/gates/evaluate", Bodies.Step().ToJsonString()),
        ["POST /v1/gates/check"] = ("/v1/gates/check", Bodies.Step().ToJsonString()),
        ["POST /v1/flagger/rollout"] = ("/v1/flagger/rollout", Hook),
        ["POST /v1/flagger/confirm"] = ("/v1/flagger/confirm", Hook),
        ["POST /v1/flagger/rollback"] = ("/v1/flagger/rollback", Hook),
        ["GET /v1/policies"] = ("/v1/policies", null),
        ["GET /v1/policies/effective"] = ("/v1/policies/effective?service=checkout", null),
        ["GET /v1/policies/{name}"] = ("/v1/policies/http-default", null),
        ["POST /v1/policies/classify"] = ("/v1/policies/classify", """{"service": "checkout", "errors": [{"type": "System.TimeoutException", "status": "503"}]}"""),
        ["POST /v1/policies/lint"] = ("/v1/policies/lint", """{"files": {"a.yaml": "kind: policy"}}"""),
        ["GET /v1/decisions"] = ("/v1/decisions", null),
        ["GET /v1/decisions/{id}"] = ("/v1/decisions/{id}", null),
        ["GET /v1/decisions/{id}/record"] = ("/v1/decisions/{id}/record", null),
        ["POST /v1/decisions/{id}/label"] = ("/v1/decisions/{id}/label", """{"label": "right"}"""),
        ["GET /v1/rollouts/{namespace}/{rollout}"] = ("/v1/rollouts/shop/checkout", null),
        ["GET /v1/scoreboard"] = ("/v1/scoreboard", null),
        ["GET /v1/outbox"] = ("/v1/outbox", null),
        ["POST /v1/outbox/{id}/replay"] = ("/v1/outbox/01JDDDDDDDDDDDDDDDDDDDDDDD/replay", null),
        ["GET /v1/doctor"] = ("/v1/doctor?service=checkout&namespace=shop", null),
        ["GET /v1/power"] = ("/v1/power?service=checkout&namespace=shop&stableHash=7d9f8c6b54&steps=5:10m", null),
        ["POST /v1/backtests"] = ("/v1/backtests", "{}"),
        ["GET /v1/shadows"] = ("/v1/shadows", null),
        ["GET /"] = ("/", null),
        ["GET /policies"] = ("/policies", null),
        ["GET /scoreboard"] = ("/scoreboard", null),
        ["GET /styleguide"] = ("/styleguide", null),
        ["GET /shadows"] = ("/shadows", null),
        ["GET /doctor"] = ("/doctor?service=checkout&namespace=shop", null),
        ["GET /rollouts/{namespace}/{rollout}"] = ("/rollouts/shop/checkout", null),
        ["GET /decisions/{id}"] = ("/decisions/{id}", null),
        ["GET /decisions/{id}/json"] = ("/decisions/{id}/json", null),
        ["GET /decisions/{id}/queries/{query}"] = ("/decisions/{id}/queries/requests", null),
        ["POST /decisions/{id}/label"] = ("/decisions/{id}/label", "label=right"),
        ["GET /sign-in"] = ("/sign-in", null),
        ["GET /sign-in/provider"] = ("/sign-in/provider", null),
        ["POST /sign-in"] = ("/sign-in", ""),
        ["POST /sign-out"] = ("/sign-out", ""),
    };

    private static string Hook => """{"name": "checkout", "namespace": "shop", "checksum": "1", "metadata": {"policy": "flagger-default"}}""";

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        _issuer = await TestIssuer.StartAsync();
        _gate = await GateHost.StartAsync(
            _nerdGraph,
            [
                .. Askers.Token(1, "ask", "shop", "ask"), .. Askers.Token(2, "read", "shop", "read"), .. Askers.Token(3, "label", "shop", "read", "label"), .. Askers.Token(4, "operate", "shop", "operate"),
                .. Askers.Token(5, "other team", "pay", "ask", "read", "label", "operate"), ("Auth:Tokens:5:Services:0", "pay-*"), .. Askers.Token(6, "all teams", "platform", "readAll"),
                .. Askers.Token(7, "expired", "shop", "ask", "read", "label", "operate"), ("Auth:Tokens:7:ExpiresAt", "2026-01-01T00:00:00Z"),
                ("Auth:Issuers:0:Name", "ci"), ("Auth:Issuers:0:Issuer", _issuer.Name), ("Auth:Issuers:0:Audience", TestIssuer.Client), ("Auth:Issuers:0:Grants:0:Team", "shop"), ("Auth:Issuers:0:Grants:0:Services:0", "*"),
                ("Auth:Issuers:0:Grants:0:Namespaces:0", "*"), ("Auth:Issuers:0:Grants:0:RolesClaim", "roles"), ("Auth:SignInAttempts", "1000"),
            ]);
        var judged = await _gate.AskAsync(Token("ask"), HttpMethod.Post, "/v1/gates/evaluate", Bodies.Step().ToJsonString()).JudgedAsync();
        _decision = judged.GetProperty("decision").GetProperty("id").GetString()!;
        // The issuer changes its key: the gate must not have asked before.
        _issuer.Withdraw("first");
        _issuer.Add("rotated");
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _issuer.DisposeAsync();
        await _nerdGraph.DisposeAsync();
    }

    [Fact]
    public void Every_endpoint_says_who_may_ask_it_and_only_once() =>
        Endpoints().Where(endpoint => (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) == (endpoint.Metadata.GetMetadata<RoleRequirement>() is not null)).Select(Key).ShouldBeEmpty("an endpoint without a decision: Needs, NeedsOnPages or AllowAnonymous");

    /// <summary>A plain <c>curl -d</c> sends a form, Argo sends none: what is read is the body.</summary>
    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain; charset=nonsense")]
    [InlineData(null)]
    public async Task Every_body_is_read_whatever_its_content_type(string? type)
    {
        foreach (var (path, body) in Ways.Where(way => way.Key.StartsWith("POST /v1", StringComparison.Ordinal) && way.Value.Body is not null).Select(way => way.Value))
        {
            async Task<HttpStatusCode> StatusAsync(string? sent)
            {
                using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body!));
                content.Headers.TryAddWithoutValidation("Content-Type", sent);
                using var request = new HttpRequestMessage(HttpMethod.Post, path.Replace("{id}", _decision, StringComparison.Ordinal)) { Content = content };
                request.Headers.Add("Authorization", $"Bearer {Token("rotated key")}");
                using var answer = await _gate.Client.SendAsync(request, TestContext.Current.CancellationToken);
                return answer.StatusCode;
            }

            var usual = await StatusAsync("application/json");
            usual.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.PreconditionFailed, HttpStatusCode.BadRequest], path);
            (await StatusAsync(type)).ShouldBe(usual, $"{path} with {type ?? "no content type"}");
        }
    }

    [Fact]
    public void Every_endpoint_is_asked_here() => Endpoints().Select(Key).Distinct().ShouldBe(Ways.Keys, ignoreOrder: true, "an endpoint that nobody asks here, or one that is no more");

    [Fact]
    public async Task The_table_of_who_is_answered_what_is_the_code()
    {
        var rows = new List<string> { $"| endpoint | open to | {string.Join(" | ", Identities)} |", $"|---|---|{string.Concat(Enumerable.Repeat("---|", Identities.Length))}" };
        var sessions = new Dictionary<string, Browser>();
        foreach (var identity in Identities)
        {
            sessions[identity] = new Browser(_gate);
            using var _ = await sessions[identity].PostAsync("/sign-in", [], ("token", Token(identity) ?? ""));
        }

        foreach (var endpoint in Endpoints().DistinctBy(Key).OrderBy(endpoint => Ways.Keys.ToList().IndexOf(Key(endpoint))))
        {
            var cells = new List<string>();
            foreach (var identity in Identities)
            {
                cells.Add(await AskAsync(endpoint, identity, sessions[identity]));
            }

            rows.Add($"| `{Key(endpoint)}` | {OpenTo(endpoint)} | {string.Join(" | ", cells)} |");
        }

        foreach (var browser in sessions.Values)
        {
            browser.Dispose();
        }

        new DocumentSection("access.md", "access").ShouldSay(string.Join('\n', rows));
    }

    /// <summary>Hashed tokens by name; the last two are signed by the issuer.</summary>
    private string? Token(string identity) => identity switch
    {
        "none" => null,
        "wrong audience" => Signed("another-service"),
        "rotated key" => Signed(TestIssuer.Client),
        _ => Askers.TokenOf(identity),
    };

    private string Signed(string audience) => _issuer.Token(TimeProvider.System.GetUtcNow(), audience, claims: [("sub", "pipeline"), ("roles", new[] { "ask", "read", "label", "operate" })]);

    private IEnumerable<RouteEndpoint> Endpoints() => ((IEndpointRouteBuilder)_gate.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private static string Key(RouteEndpoint endpoint)
    {
        var pattern = endpoint.RoutePattern.RawText!;
        return $"{(endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var method, ..] ? method : "GET")} /{pattern.Trim('/')}";
    }

    private static bool IsPage(RouteEndpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy!.StartsWith(Access.Session, StringComparison.Ordinal));

    private static string OpenTo(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null ? "all"
        : string.Join(", ", endpoint.Metadata.GetOrderedMetadata<RoleRequirement>().Select(needed => $"`{GateService.Core.Words.EnumNames.Of(needed.Role)}`").Distinct()) + (IsPage(endpoint) ? ", signed in" : "");

    private async Task<string> AskAsync(RouteEndpoint endpoint, string identity, Browser session)
    {
        var (path, body) = Ways[Key(endpoint)];
        path = path.Replace("{id}", _decision, StringComparison.Ordinal);
        var method = new HttpMethod(Key(endpoint).Split(' ')[0]);
        using var answer = path.StartsWith("/v1", StringComparison.Ordinal) || path is "/metrics" ? await _gate.AskAsync(Token(identity), method, path, body)
            : method == HttpMethod.Get ? await session.GetAsync(path)
            : await PostAsync(path, body!, identity, session);
        var text = await answer.Content.ReadAsStringAsync();
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        return answer.StatusCode == HttpStatusCode.Unauthorized || !(path == "/v1/gates/evaluate" || path.StartsWith("/v1/flagger", StringComparison.Ordinal)) ? status
            : text.Contains("has no role", StringComparison.Ordinal) || text.Contains("may not ask about it", StringComparison.Ordinal) ? $"{status}, not judged" : $"{status}, judged";
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body, string identity, Browser session)
    {
        using var page = await session.GetAsync("/");
        var html = await page.Content.ReadAsStringAsync();
        var form = html.Contains("name=\"form\"", StringComparison.Ordinal) ? Html.FormToken(html) : "none";
        if (path is "/sign-in" or "/sign-out")
        {
            // In a browser of its own: the others stay signed in.
            using var another = new Browser(_gate);
            return await another.PostAsync(path, [], ("token", Token(identity) ?? ""));
        }

        return await session.PostAsync(path, [], [("form", form), .. body.Split('&').Select(field => (field.Split('=')[0], field.Split('=')[1]))]);
    }
}
