using System.Threading.RateLimiting;

namespace GateService.Callers;

/// <summary>One of the limits that a turn must pass.</summary>
/// <param name="Field">Whose it is: <c>token</c>, <c>team</c> or <c>gate</c>.</param>
/// <param name="Words">What whoever does not pass is told.</param>
/// <param name="Limiter">Who passes.</param>
internal sealed record TurnLimit(string Field, Func<Caller, string> Words, PartitionedRateLimiter<Caller> Limiter) : IDisposable
{
    /// <summary>All of them, one after the other; what is taken is given back where one is not passed, and where the caller hangs up.</summary>
    /// <param name="limits">The first is the first that is waited for.</param>
    /// <param name="caller">Whose turn it is to be.</param>
    /// <param name="late">When to wait no longer; cancelled too where the caller hangs up.</param>
    /// <param name="ct">The caller's own.</param>
    public static async Task<Turn> TakeAsync(IReadOnlyList<TurnLimit> limits, Caller caller, CancellationToken late, CancellationToken ct)
    {
        var taken = new List<RateLimitLease>(limits.Count);
        try
        {
            foreach (var limit in limits)
            {
                if (await AcquireAsync(limit, caller, late, ct) is not { } lease)
                {
                    Turn.End(taken);
                    return new Turn.Shed(limit.Field, limit.Words(caller));
                }

                taken.Add(lease);
            }
        }
        catch (OperationCanceledException)
        {
            Turn.End(taken);
            throw;
        }

        return new Turn.Given(taken);
    }

    public static RateLimitPartition<string> AtOnce(string key, int most, int waiting) => RateLimitPartition.GetConcurrencyLimiter(
        key, _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    public void Dispose() => Limiter.Dispose();

    private static async ValueTask<RateLimitLease?> AcquireAsync(TurnLimit limit, Caller caller, CancellationToken late, CancellationToken ct)
    {
        try
        {
            // Who need not wait is never late here.
            return Acquired(limit.Limiter.AttemptAcquire(caller)) ?? Acquired(await limit.Limiter.AcquireAsync(caller, 1, late));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private static RateLimitLease? Acquired(RateLimitLease lease)
    {
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        return null;
    }
}
