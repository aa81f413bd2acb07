using System.Collections.Concurrent;

namespace GateService.History;

/// <summary>
/// A few threads for work that blocks the one it runs on. On the pool's threads it would hold up answers that need no store at all: there are only as
/// many of those as cores, and more come slowly.
/// </summary>
internal sealed class StoreThreads : TaskScheduler, IDisposable
{
    [ThreadStatic]
    private static StoreThreads? _ofThisThread;

    private readonly BlockingCollection<Task> _waiting = [];

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
    public void Dispose() => _waiting.CompleteAdding();

    protected override void QueueTask(Task task)
    {
        try
        {
            _waiting.Add(task);
        }
        catch (InvalidOperationException)
        {
            // The process ends: the rest of what was begun is done wherever there is a thread.
            ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), null);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => _ofThisThread == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _waiting];

    private void Work()
    {
        _ofThisThread = this;
        foreach (var task in _waiting.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }
}
