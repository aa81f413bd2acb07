using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Attribution;

/// <summary>Gate and simulator, and worlds that are played once for all tests of a class.</summary>
public sealed class ShopFixture : IAsyncLifetime
{
    /// <summary>A tenth of 50 requests a second is what 5 % of 100 is, at half the events.</summary>
    private const int Weight = 10;

    private const string Canary = "5c6d7e8f";
    private const string Stable = "7d9f8c6b54";
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<string, Task<string>> _played = new();
    private GateHost _gate = null!;

    internal SimulatorHost Simulator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Simulator = await SimulatorHost.StartAsync();
        _gate = await GateHost.StartAsync(Simulator.Endpoint, _ => { }, GateHost.Patient);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await Simulator.DisposeAsync();
    }

    /// <summary>Fifteen minutes of stable alone and ten with a canary; the name of the service it is about.</summary>
    internal Task<string> PlayAsync(string kind, int weight = Weight) => _played.GetOrAdd($"{kind}-{weight}", async played =>
    {
        var service = $"shop-{played.ToLowerInvariant()}";
        var world = await ReadAsync(await Simulator.Client.PostAsJsonAsync("/simulator/worlds", new
        {
            kind,
            seed = 7,
            service,
            @namespace = "shop",
            canaryHash = Canary,
            stableHash = Stable,
            requestsPerSecond = 50,
            history = "15m",
            start = Start.ToUnixTimeMilliseconds(),
        }));
        await ReadAsync(await Simulator.Client.PostAsJsonAsync($"/simulator/worlds/{world.GetProperty("id")}/advance", new { duration = "10m", weight }));
        return service;
    });

    internal async Task<JsonElement> AskAsync(string service, int minutes = 10, string policy = "http-default", string strategy = "canary", int weight = Weight) =>
        await ReadAsync(await _gate.Client.PostAsJsonAsync("/v1/gates/evaluate", new
        {
            service,
            @namespace = "shop",
            canaryHash = Canary,
            stableHash = Stable,
            strategy,
            policy,
            stepWeight = weight,
            rolloutStartedAt = Start,
            stepStartedAt = Start,
            at = Start.AddMinutes(minutes),
        }));

    internal async Task<JsonElement> PreflightAsync(string service, string policy = "http-default") => await ReadAsync(await _gate.Client.PostAsJsonAsync("/v1/gates/evaluate", new
    {
        mode = "preflight",
        service,
        @namespace = "shop",
        stableHash = Stable,
        policy,
        window = "5m",
        at = Start,
    }));

    /// <summary>The truth behind the canary's errors, which the simulator writes on each and the gate never asks for.</summary>
    internal async Task<IReadOnlyList<(string? Type, string? Status, string? Message, string Origin, double Count)>> LabelsAsync(string service)
    {
        var nrql = $"SELECT count(*) AS n FROM Transaction WHERE appName = '{service}' AND k8s.namespaceName = 'shop' AND k8s.podName LIKE '{service}-{Canary}-%' AND error IS TRUE "
            + $"FACET errorType, http.statusCode, errorMessage, simulator.origin LIMIT MAX SINCE {Start.ToUnixTimeMilliseconds()} UNTIL {Start.AddMinutes(10).ToUnixTimeMilliseconds()}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "query($q: Nrql!) { actor { account(id: 1) { nrql(query: $q) { results } } } }", variables = new { q = nrql } }) };
        request.Headers.Add("API-Key", GateHost.ApiKey);
        var rows = (await ReadAsync(await Simulator.Client.SendAsync(request))).GetProperty("data").GetProperty("actor").GetProperty("account").GetProperty("nrql").GetProperty("results");
        return [.. rows.EnumerateArray().Select(row => (row.GetProperty("facet")[0].GetString(), row.GetProperty("facet")[1].GetString(), row.GetProperty("facet")[2].GetString(), row.GetProperty("facet")[3].GetString()!, row.GetProperty("n").GetDouble()))];
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            response.IsSuccessStatusCode.ShouldBeTrue(text);
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
    }
}
