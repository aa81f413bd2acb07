using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GateService.Tests.Faults;

/// <summary>
/// A way over loopback to a database, which can be slow, stand still as a stopped process does (connections are taken, nothing is answered), be cut, and lead to another
/// database from then on.
/// </summary>
internal sealed class StoreProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _flows = Flowing();
    private int _target;

    public StoreProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Added to each piece that is passed on.</summary>
    public TimeSpan Delay { get; set; }

    public void Freeze() => _flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => _flows.TrySetResult();

    /// <summary>Hangs up on everybody.</summary>
    public void Cut()
    {
        foreach (var client in _open.Keys)
        {
            client.Dispose();
        }
    }

    /// <summary>Hangs up, and leads elsewhere from now on.</summary>
    public void LeadTo(int port)
    {
        _target = port;
        Cut();
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        Thaw();
        _listener.Stop();
        Cut();
        await _accepting;
        _listener.Dispose();
        _over.Dispose();
    }

    private static TaskCompletionSource Flowing()
    {
        var flows = new TaskCompletionSource();
        flows.SetResult();
        return flows;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_over.IsCancellationRequested)
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_over.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = true;
        try
        {
            await _flows.Task.WaitAsync(_over.Token);
            await server.ConnectAsync(IPAddress.Loopback, _target, _over.Token);
            _open[server] = true;
            (client.NoDelay, server.NoDelay) = (true, true);
            await Task.WhenAny(CopyAsync(client.GetStream(), server.GetStream()), CopyAsync(server.GetStream(), client.GetStream()));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone: so is the other.
        }
        finally
        {
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
            client.Dispose();
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var piece = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(piece, _over.Token) is > 0 and var count)
            {
                await _flows.Task.WaitAsync(_over.Token);
                if (Delay > TimeSpan.Zero)
                {
                    await Task.Delay(Delay, _over.Token);
                }

                await to.WriteAsync(piece.AsMemory(0, count), _over.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Hung up.
        }
    }
}
