using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using NewRelic.Simulator;

namespace GateService.Tests.Simulated;

/// <summary>The gate over the simulator, each whole and on its own loopback port: the only doubles are the ones users run, too.</summary>
public sealed class SimulatedGate : IAsyncLifetime
{
    /// <summary>Requests a second of a world where nobody says otherwise.</summary>
    private const double UsualTraffic = 50;

    private WebApplication _simulator = null!;

    internal GateHost Gate { get; private set; } = null!;

    internal HttpClient Simulator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = SimulatorApp.Create(["--urls", "http://127.0.0.1:0"], builder => builder.Logging.ClearProviders());
        await _simulator.StartAsync();
        Simulator = new HttpClient { BaseAddress = new Uri(_simulator.Urls.First()) };
        Gate = await GateHost.StartAsync(new Uri(Simulator.BaseAddress, "/graphql"), _ => { }, GateHost.Patient);
    }

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        Simulator.Dispose();
        await _simulator.DisposeAsync();
    }

    /// <summary>A world in which ten minutes passed at a weight; the question to ask about it.</summary>
    internal async Task<JsonObject> PlayAsync(string kind, string service, int weight, double? requestsPerSecond = null)
    {
        var start = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        var world = await SendAsync("/simulator/worlds", new
        {
            kind,
            seed = 7,
            service,
            canaryHash = "5c6d7e8f",
            stableHash = "7d9f8c6b54",
            start = start.ToUnixTimeMilliseconds(),
            mode = "manual",
            requestsPerSecond = requestsPerSecond ?? UsualTraffic,
        });
        await SendAsync($"/simulator/worlds/{world.GetProperty("id")}/advance", new { duration = "600s", weight });
        return Bodies.Step(
            ("policy", "http-default"), ("service", service), ("stepWeight", $"{weight}"), ("stepStartedAt", $"{start:O}"), ("at", $"{start.AddMinutes(10):O}"));
    }

    private async Task<JsonElement> SendAsync(string path, object body)
    {
        using var response = await Simulator.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
