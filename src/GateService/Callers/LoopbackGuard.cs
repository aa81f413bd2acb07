using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace GateService.Callers;

/// <summary>Stops the process when authentication is off and someone else could reach it.</summary>
internal sealed class LoopbackGuard(TokenBook book, IServer server) : IHostedLifecycleService
{
    /// <exception cref="InvalidOperationException">Authentication is off on an address that is not loopback.</exception>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var open = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(address => !IsLoopback(address));
        return book.IsDisabled && open is not null
            ? throw new InvalidOperationException($"Auth:Disabled is true, but the gate listens on {open}: authentication may be off on loopback addresses only")
            : Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsLoopback(string address) =>
        BindingAddress.Parse(address).Host.Trim('[', ']') is var host && (host == "localhost" || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip)));
}
