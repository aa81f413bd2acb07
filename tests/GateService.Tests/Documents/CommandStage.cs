using System.Net.Http.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Documents;

/// <summary>A gate over a simulator in which <c>checkout</c> of the documents has served for an hour.</summary>
public sealed class CommandStage : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    internal GateHost Gate { get; private set; } = null!;

    internal Uri Simulator => _simulator.Client.BaseAddress!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        using var world = await _simulator.Client.PostAsJsonAsync(
            "/simulator/worlds", new { kind = "healthy", agent = "dotnet", service = "checkout", @namespace = "shop", stableHash = "7d9f8c6b54", canaryHash = "5c6d7e8f", history = "1h" });
        world.EnsureSuccessStatusCode();
        Gate = await GateHost.StartAsync(_simulator.Endpoint, _ => { }, GateHost.Patient);
    }

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        await _simulator.DisposeAsync();
    }
}
