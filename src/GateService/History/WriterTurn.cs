namespace GateService.History;

/// <summary>A place in the queue of writers, given back when disposed.</summary>
internal sealed class WriterTurn : IDisposable
{
    private readonly SemaphoreSlim _queue;

    private WriterTurn(SemaphoreSlim queue) => _queue = queue;

    public static async Task<WriterTurn> TakeAsync(SemaphoreSlim queue, CancellationToken ct)
    {
        await queue.WaitAsync(ct);
        return new WriterTurn(queue);
    }

    public void Dispose() => _queue.Release();
}
