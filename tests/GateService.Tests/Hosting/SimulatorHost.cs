using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using NewRelic.Simulator;

namespace GateService.Tests.Hosting;

/// <summary>The simulator on a loopback port, driven over its public routes only.</summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(5) };
    }

    public HttpClient Client { get; }

    public Uri Endpoint => new(Client.BaseAddress!, "/graphql");

    public static async Task<SimulatorHost> StartAsync()
    {
        var app = SimulatorApp.Create(["--urls", "http://127.0.0.1:0"], builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        return new SimulatorHost(app);
    }

    /// <summary>Seeds events; each is an object with eventType and timestamp.</summary>
    public async Task SeedAsync(IEnumerable<IReadOnlyDictionary<string, object>> events)
    {
        var lines = string.Join('\n', events.Select(found => JsonSerializer.Serialize(found)));
        using var answer = await Client.PostAsync("/simulator/events", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public async Task FaultAsync(params object[] faults)
    {
        using var answer = await Client.PutAsJsonAsync("/simulator/faults", faults);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>POSTs to NerdGraph since the last <c>DELETE /simulator/requests</c>.</summary>
    public async Task<JsonElement> RequestsAsync() => await Client.GetFromJsonAsync<JsonElement>("/simulator/requests");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
