using GateService.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace GateService.Http;

/// <summary>Stops the process where metrics would be nowhere: <c>Kestrel:Endpoints</c> wins over the address that is added for them.</summary>
internal sealed class MetricsPortGuard(IOptions<TelemetryOptions> options, IServer server) : IHostedLifecycleService
{
    /// <exception cref="InvalidOperationException">Nothing listens at the port.</exception>
    public Task StartedAsync(CancellationToken cancellationToken) =>
        options.Value is { Enabled: true, Prometheus: true, PrometheusPort: { } port } && server.Features.Get<IServerAddressesFeature>()?.Addresses is { } addresses && !addresses.Any(address => BindingAddress.Parse(address).Port == port)
            ? throw new InvalidOperationException($"Telemetry:PrometheusPort is {port}, but the gate does not listen there: give Kestrel:Endpoints one more of that port")
            : Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
