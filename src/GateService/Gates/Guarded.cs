using GateService.Telemetry;

namespace GateService.Gates;

/// <summary>
/// The boundary around everything of an evaluation that is not its verdict, and around judging itself: whatever is thrown inside becomes a value and a line in
/// the log. No list of exceptions, because a list has holes; only the caller's hanging up goes through.
/// </summary>
internal sealed partial class Guarded(GateMetrics metrics, ILogger<Guarded> log)
{
    public async Task<T> TryAsync<T>(string what, Func<Task<T>> work, Func<T> otherwise, CancellationToken caller)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (!caller.IsCancellationRequested)
        {
            Tell(what, e);
            return otherwise();
        }
    }

    public void Try(string what, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (IsTold(what, e))
        {
            // Told; the answer stands.
        }
    }

    private bool IsTold(string what, Exception e)
    {
        Tell(what, e);
        return true;
    }

    private void Tell(string what, Exception e)
    {
        metrics.ErrorSeen("bug");
        Log.Failed(log, what, e);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 102, Level = LogLevel.Error, Message = "Could not {What}: a bug of the gate; the evaluation was answered all the same")]
        public static partial void Failed(ILogger logger, string what, Exception exception);
    }
}
