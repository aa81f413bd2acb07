using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Charts.Tests.Helm;
using GateService;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NewRelic.Simulator;

namespace Charts.Tests.Driven;

/// <summary>The whole gate over the whole simulator, each on its own loopback port.</summary>
public sealed class GateOverSimulator : IAsyncLifetime
{
    /// <summary>What the Secret that the templates name would hold.</summary>
    public const string Token = "token-of-the-team";

    private WebApplication _simulator = null!;
    private WebApplication _gate = null!;

    public HttpClient Simulator { get; private set; } = null!;

    public HttpClient Gate { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = SimulatorApp.Create(["--urls", "http://127.0.0.1:0"], builder => builder.Logging.ClearProviders());
        await _simulator.StartAsync();
        Simulator = new HttpClient { BaseAddress = new Uri(_simulator.Urls.First()) };
        _gate = GateServiceApp.Create(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(Settings());
        });
        await _gate.StartAsync();
        Gate = new HttpClient { BaseAddress = new Uri(_gate.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Dispose();
        Simulator.Dispose();
        await _gate.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    /// <summary>New Relic is down until <see cref="MendAsync"/>.</summary>
    public Task BreakAsync() => SendAsync(HttpMethod.Put, "/simulator/faults", new[] { new { kind = "serverError", status = 503 } });

    public Task MendAsync() => Simulator.DeleteAsync("/simulator/faults");

    internal async Task<JsonElement> SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var response = await Simulator.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private Dictionary<string, string?> Settings() => new()
    {
        ["NewRelic:Endpoint"] = new Uri(Simulator.BaseAddress!, "/graphql").ToString(),
        ["NewRelic:AccountId"] = "1",
        ["NewRelic:ApiKey"] = "NRAK-TEST",
        ["NewRelic:RetryDelay"] = "00:00:00.001",
        // What is asked here is what a question comes to, and not how long it takes on a machine that is busy with other tests.
        ["Gate:Deadline"] = "00:02:00",
        ["History:Patience"] = "00:01:00",
        // Virtual minutes pass in milliseconds: a breaker that counts real seconds would still be open when New Relic is back.
        ["NewRelic:BreakAfter"] = "1000",
        ["Policies:Directory"] = Repository.PathOf("policies"),
        ["History:ConnectionString"] = $"Data Source=charts-{Guid.NewGuid():N};Mode=Memory;Cache=Shared",
        ["Auth:Tokens:0:Name"] = "team",
        ["Auth:Tokens:0:Team"] = "shop",
        ["Auth:Tokens:0:Sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token))),
        ["Auth:Tokens:0:Services:0"] = "*",
        ["Auth:Tokens:0:Namespaces:0"] = "*",
        ["Auth:Tokens:0:Roles:0"] = "ask",
        ["Auth:Tokens:0:Roles:1"] = "read",
        ["Auth:Tokens:0:Roles:2"] = "operate",
    };
}
