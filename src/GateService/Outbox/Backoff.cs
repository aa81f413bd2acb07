namespace GateService.Outbox;

/// <summary>How long to wait before the next attempt: doubling, with jitter, but never sooner than the receiver asked for.</summary>
internal static class Backoff
{
    private const int MostDoublings = 20;

    /// <param name="attempts">Made so far, at least 1.</param>
    /// <param name="random">0 to 1: the wait is between half of itself and all of it, so that replicas do not come back in step.</param>
    public static TimeSpan After(long attempts, TimeSpan first, TimeSpan longest, TimeSpan? retryAfter, double random)
    {
        var doubled = first * Math.Pow(2, Math.Clamp(attempts - 1, 0, MostDoublings));
        var wait = (doubled < longest ? doubled : longest) * (0.5 + (random / 2));
        return retryAfter is { } asked && asked > wait ? asked : wait;
    }
}
