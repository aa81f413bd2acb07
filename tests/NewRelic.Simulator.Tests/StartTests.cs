using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Tests;

/// <summary>A simulator that cannot start says why, in a sentence.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_option_that_chooses_another()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        (await StartAsync("--urls", url)).ShouldBe((1, $"the simulator does not start: Failed to bind to address {url}: address already in use. Choose another with --urls, or end what listens there.\n"));
    }

    [Fact]
    public async Task A_setting_that_cannot_be_taken_is_a_sentence_too()
    {
        var (code, said) = await StartAsync("--urls", "http://127.0.0.1:0", "--Simulator:QueriesPerMinute", "-1");

        code.ShouldBe(1);
        said.ShouldStartWith("the simulator does not start: ");
        said.TrimEnd('\n').ShouldNotContain("\n");
    }

    [Fact]
    public async Task One_that_has_ended_holds_no_events()
    {
        var app = SimulatorApp.Create(["--urls", "http://127.0.0.1:0"], builder => builder.Logging.ClearProviders());
        await app.StartAsync(TestContext.Current.CancellationToken);
        var store = app.Services.GetRequiredService<EventStore>();
        store.Append(1, [new SimulatedEvent("Order", 1_000_000_000_000, new Dictionary<string, object> { ["total"] = 1.5 })]);
        store.Count.ShouldBe(1);

        await app.StopAsync(TestContext.Current.CancellationToken);
        await app.DisposeAsync();

        store.Count.ShouldBe(0);
    }

    /// <returns>How it ended, and all that it wrote.</returns>
    private static async Task<(int Code, string Said)> StartAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NewRelic.Simulator.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var simulator = Process.Start(start)!;
        var output = simulator.StandardOutput.ReadToEndAsync();
        var error = await simulator.StandardError.ReadToEndAsync();
        await simulator.WaitForExitAsync();
        return (simulator.ExitCode, await output + error);
    }
}
