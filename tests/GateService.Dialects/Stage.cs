using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NewRelic.Simulator;

namespace GateService.Dialects;

/// <summary>Gate and simulator, each whole and on its own loopback port, in one process.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private const int Minutes = 10;
    private const int Weight = 15;
    private const string Canary = "5c6d7e8f";
    private const string Stable = "7d9f8c6b54";

    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly List<WebApplication> _apps = [];
    private readonly int _requestsPerSecond;
    private HttpClient _simulator = null!;
    private HttpClient _gate = null!;

    private Stage(int requestsPerSecond) => _requestsPerSecond = requestsPerSecond;

    /// <summary>With the shipped policies.</summary>
    /// <param name="policies">Their folder.</param>
    /// <param name="requestsPerSecond">Of both slices together.</param>
    public static async Task<Stage> OpenAsync(string policies, int requestsPerSecond = 40)
    {
        var stage = new Stage(requestsPerSecond);
        try
        {
            await stage.StartAsync(policies);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>A quarter of an hour of stable alone, ten minutes with a canary at weight 15, and a question after each of them.</summary>
    /// <param name="speaker">Who tells of it.</param>
    /// <param name="scenario">What happens.</param>
    /// <param name="seed">Of the world.</param>
    /// <param name="isShipped">Caps and sampling as the agent is shipped; else everything that happens is told.</param>
    public async Task<Played> PlayAsync(Speaker speaker, Scenario scenario, int seed, bool isShipped)
    {
        var world = new JsonObject
        {
            ["kind"] = scenario.Kind,
            ["agent"] = speaker.Agent,
            ["seed"] = seed,
            ["service"] = "shop",
            ["namespace"] = "shop",
            ["canaryHash"] = Canary,
            ["stableHash"] = Stable,
            ["requestsPerSecond"] = _requestsPerSecond,
            ["history"] = "15m",
            ["start"] = Start.ToUnixTimeMilliseconds(),
            ["traits"] = JsonNode.Parse(scenario.Traits),
        };
        if (isShipped)
        {
            world["limits"] = new JsonObject();
        }

        var id = (await SendAsync(_simulator.PostAsJsonAsync("/simulator/worlds", world))).GetProperty("id").GetString();
        await SendAsync(_simulator.PostAsJsonAsync($"/simulator/worlds/{id}/advance", new { duration = $"{Minutes}m", weight = Weight }));
        var truth = await SendAsync(_simulator.GetAsync(new Uri($"/simulator/worlds/{id}/truth?since={Start.ToUnixTimeMilliseconds()}&until={Start.AddMinutes(Minutes).ToUnixTimeMilliseconds()}", UriKind.Relative)));
        int? failed = null;
        JsonElement answer = default;
        for (var minute = 1; minute <= Minutes; minute++)
        {
            answer = await AskAsync(speaker, minute);
            failed ??= answer.GetProperty("verdict").GetString() == "fail" ? minute : null;
        }

        foreach (var forgotten in new[] { "/simulator/events", $"/simulator/worlds/{id}" })
        {
            using var gone = await _simulator.DeleteAsync(new Uri(forgotten, UriKind.Relative));
            gone.EnsureSuccessStatusCode();
        }

        var (errors, attributed) = Attributed(truth.GetProperty("canary"), answer.GetProperty("attribution"));
        return new Played(speaker, scenario, answer.GetProperty("verdict").GetString()!, failed, errors, attributed, answer.GetProperty("summary").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        _gate?.Dispose();
        _simulator?.Dispose();
        foreach (var app in _apps)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    /// <summary>
    /// What a dependency failed because the canary made it fail is the canary's. By counts alone: an error on the wrong side is missing on its own.
    /// </summary>
    private static (double Errors, double Attributed) Attributed(JsonElement truth, JsonElement attribution)
    {
        var (own, upstream) = (truth.GetProperty("ownFaults").GetDouble(), truth.GetProperty("upstreamFaults").GetDouble());
        if (attribution.ValueKind != JsonValueKind.Object)
        {
            return (own + upstream, 0);
        }

        double Said(string origin) => attribution.GetProperty(origin).GetProperty("canary").GetDouble();
        return (own + upstream, Math.Min(own, Said("selfInflicted")) + Math.Min(upstream, Said("upstream")));
    }

    private async Task StartAsync(string policies)
    {
        _simulator = await StartAsync(SimulatorApp.Create(["--urls", "http://127.0.0.1:0"], builder => builder.Logging.ClearProviders()));
        _gate = await StartAsync(GateServiceApp.Create(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["NewRelic:Endpoint"] = new Uri(_simulator.BaseAddress!, "/graphql").ToString(),
                ["NewRelic:AccountId"] = "1",
                ["NewRelic:QueriesPerMinute"] = "1000000",
                ["NewRelic:ApiKey"] = "NRAK-ANY",
                ["NewRelic:TotalTimeout"] = "00:01:40",
                ["NewRelic:AttemptTimeout"] = "00:01:30",
                ["Gate:Deadline"] = "00:02:00",
                ["Auth:Disabled"] = "true",
                ["Policies:Directory"] = policies,
                ["History:ConnectionString"] = $"Data Source=dialects-{Guid.NewGuid():N};Mode=Memory;Cache=Shared",
            });
        }));
    }

    private async Task<HttpClient> StartAsync(WebApplication app)
    {
        _apps.Add(app);
        await app.StartAsync();
        return new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(5) };
    }

    private Task<JsonElement> AskAsync(Speaker speaker, int minute) => SendAsync(_gate.PostAsJsonAsync("/v1/gates/evaluate", new
    {
        service = "shop",
        @namespace = "shop",
        canaryHash = Canary,
        stableHash = Stable,
        policy = speaker.Policy,
        stepWeight = Weight,
        rolloutStartedAt = Start,
        stepStartedAt = Start,
        at = Start.AddMinutes(minute),
    }));

    private static async Task<JsonElement> SendAsync(Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new InvalidOperationException($"{(int)response.StatusCode}: {text}");
    }
}
