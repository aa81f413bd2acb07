using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using GateService.Tests.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace GateService.Tests.Hosting;

/// <summary>The whole gate on a loopback port, with only the outside replaced. Real HTTP, because Argo's contract is about bytes on the wire.</summary>
internal sealed class GateHost : IAsyncDisposable
{
    public const string ApiKey = "NRAK-TEST";

    /// <summary>May ask about everything, for team <c>platform</c>.</summary>
    public const string Token = "token-of-the-tests";

    /// <summary>For worlds of many events on a machine that is busy with other tests: what is asked of them is the verdict, not its time.</summary>
    public static (string Key, string? Value)[] Patient =>
        [("Gate:Deadline", "00:02:00"), ("NewRelic:TotalTimeout", "00:01:40"), ("NewRelic:AttemptTimeout", "00:01:30"), ("NewRelic:BreakAfter", "1000")];

    private GateHost(WebApplication app)
    {
        App = app;
        Client = new HttpClient(new ContractHandler(new SocketsHttpHandler { AllowAutoRedirect = false })) { BaseAddress = new Uri(app.Urls.First()) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public WebApplication App { get; }

    /// <summary>Carries <see cref="Token"/>; follows no redirect, so that one would be seen.</summary>
    public HttpClient Client { get; }

    public static Task<GateHost> StartAsync(ScriptedNerdGraph nerdGraph, params (string Key, string? Value)[] settings) =>
        StartAsync(nerdGraph.Endpoint, _ => { }, settings);

    public static async Task<GateHost> StartAsync(Uri nerdGraph, Action<WebApplicationBuilder> configure, params (string Key, string? Value)[] settings)
    {
        var app = GateServiceApp.Create(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(Defaults(nerdGraph));
            builder.Configuration.AddInMemoryCollection(settings.GroupBy(setting => setting.Key).ToDictionary(setting => setting.Key, setting => setting.Last().Value));
            configure(builder);
        });
        try
        {
            await app.StartAsync();
            return new GateHost(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public static string Sha256(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public Task<HttpResponseMessage> PostAsync(string path, string body, string? type = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        return Client.PostAsync(path, content);
    }

    public Task<HttpResponseMessage> EvaluateAsync(string body) => PostAsync("/v1/gates/evaluate", body);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }

    private static Dictionary<string, string?> Defaults(Uri nerdGraph) => new()
    {
        ["NewRelic:Endpoint"] = nerdGraph.ToString(),
        ["NewRelic:AccountId"] = "1",
        ["NewRelic:QueriesPerMinute"] = "1000000",
        ["NewRelic:ApiKey"] = ApiKey,
        ["NewRelic:RetryDelay"] = "00:00:00.001",
        ["Policies:Directory"] = Repository.PathOf("policies"),
        ["History:ConnectionString"] = $"Data Source=gate-{Guid.NewGuid():N};Mode=Memory;Cache=Shared",
        ["Auth:Tokens:0:Name"] = "tests",
        ["Auth:Tokens:0:Team"] = "platform",
        ["Auth:Tokens:0:Sha256"] = Sha256(Token),
        ["Auth:Tokens:0:Services:0"] = "*",
        ["Auth:Tokens:0:Namespaces:0"] = "*",
        ["Auth:Tokens:0:Roles:0"] = "ask",
        ["Auth:Tokens:0:Roles:1"] = "read",
        ["Auth:Tokens:0:Roles:2"] = "label",
        ["Auth:Tokens:0:Roles:3"] = "operate",
    };
}
