namespace GateService.Outbox;

/// <summary>Tells every channel that there is something to send, so that none need wait for its next look.</summary>
internal sealed class OutboxSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Done when it rings next. Taken before one looks: what comes meanwhile is not missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
