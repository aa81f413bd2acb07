namespace GateService.History;

/// <summary>
/// A few threads for work that blocks the one it runs on. On the pool's threads it would hold up answers that need no store at all: there are only as
/// many of those as cores, and more come slowly.
/// </summary>
internal sealed class StoreThreads : TaskScheduler, IDisposable
{
    [ThreadStatic]
    private static StoreThreads? _ofThisThread;

    /// <summary>Guarded by itself. A BlockingCollection would let every idle thread spin at each task before it sleeps: of the cores there are for answers.</summary>
    private readonly Queue<Task> _waiting = new();

    private bool _isClosed;

    public StoreThreads(string name, int count)
    {
        MaximumConcurrencyLevel = count;
        foreach (var number in Enumerable.Range(1, count))
        {
            new Thread(Work) { IsBackground = true, Name = $"{name} {number}" }.Start();
        }
    }

    public override int MaximumConcurrencyLevel { get; }

    /// <summary>No work is taken any more; what waits is still done.</summary>
    public void Dispose()
    {
        lock (_waiting)
        {
            _isClosed = true;
            Monitor.PulseAll(_waiting);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_waiting)
        {
            if (!_isClosed)
            {
                _waiting.Enqueue(task);
                Monitor.Pulse(_waiting);
                return;
            }
        }

        // The process ends: the rest of what was begun is done wherever there is a thread.
        ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), null);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => _ofThisThread == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_waiting)
        {
            return [.. _waiting];
        }
    }

    private void Work()
    {
        _ofThisThread = this;
        while (Next() is { } task)
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>Null when there will be none any more.</summary>
    private Task? Next()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_waiting);
            }

            return _waiting.TryDequeue(out var task) ? task : null;
        }
    }
}
