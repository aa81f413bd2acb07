using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Somebody who waits for an answer, and makes of it what they need.</summary>
internal interface IPassenger
{
    /// <summary>Whether they could make anything of it.</summary>
    bool Take(NrqlBatch batch);

    void Fail(Exception exception);
}

/// <summary>One of them.</summary>
/// <typeparam name="T">What they make of it.</typeparam>
/// <param name="read">How.</param>
internal sealed class Passenger<T>(Func<NrqlBatch, T> read) : IPassenger
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public bool Take(NrqlBatch batch)
    {
        try
        {
            return _answer.TrySetResult(read(batch));
        }
#pragma warning disable CA1031 // Theirs alone.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e);
            return false;
        }
    }

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
