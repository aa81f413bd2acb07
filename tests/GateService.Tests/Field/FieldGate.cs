using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>The whole gate over the whole simulator, with the shipped policies and those of the field cases.</summary>
public sealed class FieldGate : IAsyncLifetime
{
    private readonly PolicyFolder _policies = new(FieldPolicies.Files);
    private SimulatorHost _simulator = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        // Each case has a past of its own, at the same time of the same service: nothing of another's may be kept.
        _gate = await GateHost.StartAsync(_simulator.Endpoint, _ => { }, [.. GateHost.Patient, _policies.Setting]);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _simulator.DisposeAsync();
        _policies.Dispose();
    }

    /// <summary>The answer to the question of a rollout, by a policy, with its events and no others in New Relic.</summary>
    internal async Task<JsonElement> JudgeAsync(FieldRollout rollout, string policy, params (string Field, JsonNode? Value)[] changes)
    {
        var stop = TestContext.Current.CancellationToken;
        using var cleared = await _simulator.Client.DeleteAsync("/simulator/events", stop);
        using var seeded = await _simulator.Client.PostAsync("/simulator/events", new StringContent(rollout.Events(), Encoding.UTF8, "application/x-ndjson"), stop);
        seeded.IsSuccessStatusCode.ShouldBeTrue(await seeded.Content.ReadAsStringAsync(stop));
        return await _gate.EvaluateAsync(rollout.Question([("policy", policy), .. changes]).ToJsonString()).JudgedAsync();
    }
}
