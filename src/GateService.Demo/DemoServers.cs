using System.Net.Http.Headers;
using GateService.OpenApi;
using Microsoft.AspNetCore.Connections;
using NewRelic.Simulator;

namespace GateService.Demo;

/// <summary>The gate, the simulator and somebody to tell, in this process on loopback; or clients of a gate and a simulator that run already.</summary>
public sealed class DemoServers : IAsyncDisposable
{
    private readonly WebApplication? _simulator;
    private readonly WebApplication? _gate;

    private DemoServers(DemoOptions options, WebApplication? simulator, DemoSlack? slack, WebApplication? gate)
    {
        (_simulator, Slack, _gate) = (simulator, slack, gate);
        Simulator = new HttpClient { BaseAddress = options.SimulatorUrl };
        Gate = new HttpClient { BaseAddress = options.GateUrl, Timeout = TimeSpan.FromSeconds(20) };
        if (gate is null && options.Token is { Length: > 0 } token)
        {
            Gate.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public HttpClient Simulator { get; }

    public HttpClient Gate { get; }

    /// <summary>Null where the gate is somebody else's, and tells whom it was told to.</summary>
    public DemoSlack? Slack { get; }

    /// <summary>Examples of the gate's contract; null where the gate is somebody else's.</summary>
    public PlayedExamples? Examples => _gate?.Services.GetRequiredService<PlayedExamples>();

    /// <exception cref="IOException">An address is in use; says which option chooses another.</exception>
    public static async Task<DemoServers> StartAsync(DemoOptions options, CancellationToken ct)
    {
        if (options.Attach)
        {
            return new DemoServers(options, null, null, null);
        }

        var simulator = SimulatorApp.Create(["--urls", Address(options.SimulatorUrl)], Quiet);
        await ListenAsync(simulator, options.SimulatorUrl, "--simulator-url", ct);
        var slack = await DemoSlack.StartAsync(Quiet, ct);
        try
        {
            var gate = GateServiceApp.Create(["--urls", Address(options.GateUrl)], builder =>
            {
                Quiet(builder);
                builder.Configuration.AddInMemoryCollection(GateSettings(options, slack.Url));
            });
            await ListenAsync(gate, options.GateUrl, "--gate-url", ct);
            return new DemoServers(options, simulator, slack, gate);
        }
        catch
        {
            await slack.DisposeAsync();
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when someone presses Ctrl+C, and at once where nothing was started here.</summary>
    public Task WaitForShutdownAsync() => _gate?.WaitForShutdownAsync() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Gate.Dispose();
        Simulator.Dispose();
        foreach (var server in new[] { _gate, _simulator }.OfType<WebApplication>())
        {
            await server.StopAsync();
            await server.DisposeAsync();
        }

        if (Slack is not null)
        {
            await Slack.DisposeAsync();
        }
    }

    private static async Task ListenAsync(WebApplication app, Uri url, string option, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            throw new IOException($"{Address(url)} is taken: end what listens there, or choose another with {option}", e);
        }
    }

    private static Dictionary<string, string?> GateSettings(DemoOptions options, Uri slack) => new()
    {
        ["NewRelic:Endpoint"] = new Uri(options.SimulatorUrl, "/graphql").ToString(),
        ["NewRelic:AccountId"] = "1",
        ["NewRelic:ApiKey"] = "NRAK-DEMO",
        ["History:ConnectionString"] = "Data Source=gate-demo;Mode=Memory;Cache=Shared",
        ["Notifications:Channels:0:Name"] = "demo",
        ["Notifications:Channels:0:Kind"] = "Slack",
        ["Notifications:Channels:0:Url"] = slack.ToString(),
        // The demo compresses time, so all that it asks is of a past moment.
        ["History:PastMoments"] = "true",
        // On loopback only, which the gate itself sees to.
        ["Auth:Disabled"] = "true",
    };

    /// <summary>The screen belongs to the rollouts; warnings still come through. That a start failed is said in a sentence, not by the host's stack trace.</summary>
    private static void Quiet(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
    });

    private static string Address(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
