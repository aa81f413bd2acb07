namespace NewRelic.Api.Wire;

/// <summary>
/// Bytes of answers that may be in memory at once, over all questions. Whoever needs more waits its turn; one at a time may go beyond, or all could wait for each
/// other for ever. So what is held is at most <paramref name="most"/> and one answer more.
/// </summary>
internal sealed class AnswerBudget(long most)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private AnswerLease? _beyond;
    private long _held;

    public AnswerLease Open() => new(this);

    public async Task TakeAsync(AnswerLease lease, long bytes, CancellationToken ct)
    {
        var waiter = new Waiter(lease, bytes);
        lock (_lock)
        {
            _waiting.AddLast(waiter);
            Admit();
        }

        try
        {
            await waiter.Admitted.Task.WaitAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Leave(waiter);
            throw;
        }
    }

    /// <param name="lease">Whose they are.</param>
    /// <param name="bytes">No longer held.</param>
    /// <param name="ends">It takes no more, and leaves going beyond to another.</param>
    public void Give(AnswerLease lease, long bytes, bool ends)
    {
        lock (_lock)
        {
            _held -= bytes;
            if (ends && _beyond == lease)
            {
                _beyond = null;
            }

            Admit();
        }
    }

    private void Admit()
    {
        var isFirst = true;
        for (var node = _waiting.First; node is not null;)
        {
            var (waiter, next) = (node.Value, node.Next);
            if (Admits(waiter, isFirst))
            {
                _held += waiter.Bytes;
                _waiting.Remove(node);
                waiter.Admitted.SetResult();
            }
            else
            {
                isFirst = false;
            }

            node = next;
        }
    }

    /// <summary>In turn, but for the one that goes beyond: others may be waiting for what it holds.</summary>
    private bool Admits(Waiter waiter, bool isFirst)
    {
        if (waiter.Lease == _beyond || (isFirst && _held + waiter.Bytes <= most))
        {
            return true;
        }

        if (!isFirst || _beyond is not null)
        {
            return false;
        }

        _beyond = waiter.Lease;
        return true;
    }

    private void Leave(Waiter waiter)
    {
        lock (_lock)
        {
            // Admitted in the very moment it left.
            if (!_waiting.Remove(waiter))
            {
                _held -= waiter.Bytes;
            }

            Admit();
        }
    }

    private sealed class Waiter(AnswerLease lease, long bytes)
    {
        public AnswerLease Lease { get; } = lease;

        public long Bytes { get; } = bytes;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
