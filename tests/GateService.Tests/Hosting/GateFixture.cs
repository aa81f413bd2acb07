namespace GateService.Tests.Hosting;

/// <summary>One gate over one scripted NerdGraph for all tests of a class; a test that changes the script sets it back by using its own.</summary>
public sealed class GateFixture : IAsyncLifetime
{
    internal ScriptedNerdGraph NerdGraph { get; private set; } = null!;

    internal GateHost Gate { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        NerdGraph = await ScriptedNerdGraph.StartAsync();
        Gate = await GateHost.StartAsync(NerdGraph);
    }

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        await NerdGraph.DisposeAsync();
    }
}
