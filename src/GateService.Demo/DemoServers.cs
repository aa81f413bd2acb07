using NewRelic.Simulator;

namespace GateService.Demo;

/// <summary>The gate, the simulator and somebody to tell, in this process, on loopback.</summary>
public sealed class DemoServers : IAsyncDisposable
{
    private readonly WebApplication _simulator;
    private readonly WebApplication _gate;

    private DemoServers(WebApplication simulator, DemoSlack slack, WebApplication gate, DemoOptions options)
    {
        _simulator = simulator;
        Slack = slack;
        _gate = gate;
        Simulator = new HttpClient { BaseAddress = options.SimulatorUrl };
        Gate = new HttpClient { BaseAddress = options.GateUrl, Timeout = TimeSpan.FromSeconds(20) };
    }

    public HttpClient Simulator { get; }

    public HttpClient Gate { get; }

    public DemoSlack Slack { get; }

    /// <exception cref="IOException">An address is in use.</exception>
    public static async Task<DemoServers> StartAsync(DemoOptions options, CancellationToken ct)
    {
        var simulator = SimulatorApp.Create(["--urls", Address(options.SimulatorUrl)], Quiet);
        await simulator.StartAsync(ct);
        var slack = await DemoSlack.StartAsync(Quiet, ct);
        var gate = GateServiceApp.Create(["--urls", Address(options.GateUrl)], builder =>
        {
            Quiet(builder);
            builder.Configuration.AddInMemoryCollection(GateSettings(options, slack.Url));
        });
        await gate.StartAsync(ct);
        return new DemoServers(simulator, slack, gate, options);
    }

    /// <summary>Returns when someone presses Ctrl+C.</summary>
    public Task WaitForShutdownAsync() => _gate.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        Gate.Dispose();
        Simulator.Dispose();
        await _gate.StopAsync();
        await _simulator.StopAsync();
        await _gate.DisposeAsync();
        await Slack.DisposeAsync();
        await _simulator.DisposeAsync();
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

    /// <summary>The screen belongs to the rollouts; warnings still come through.</summary>
    private static void Quiet(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
    });

    private static string Address(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
