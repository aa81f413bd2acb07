using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>The simulator, and a gate with two policies more than ship.</summary>
public sealed class SightFixture : IAsyncLifetime
{
    private const string Written = """
        kind: policy
        name: sales-per-request
        extends: http-default
        objectives:
          sales: {kind: kpi, eventType: Sale, form: rate, atLeast: 300}
        ---
        kind: policy
        name: otel-http
        extends: http-default
        telemetry: {kind: otel-spans}
        slices: {by: podName, attributes: [k8s.pod.name]}
        objectives: {apdex: null, latency-p95: null}
        """;

    private readonly TemporaryFolder _policies = new();
    private SimulatorHost _simulator = null!;

    internal GateHost Gate { get; private set; } = null!;

    internal HttpClient Simulator => _simulator.Client;

    public async ValueTask InitializeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("policies")))
        {
            File.Copy(file, _policies.File(Path.GetFileName(file)));
        }

        foreach (var (index, policy) in Written.Split("---").Index())
        {
            await File.WriteAllTextAsync(_policies.File($"written-{index}.yaml"), policy);
        }

        _simulator = await SimulatorHost.StartAsync();
        Gate = await GateHost.StartAsync(_simulator.Endpoint, _ => { }, [.. GateHost.Patient, ("Policies:Directory", _policies.Path)]);
    }

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        await _simulator.DisposeAsync();
        _policies.Dispose();
    }
}
