using System.Threading.RateLimiting;

namespace GateService.Callers;

/// <summary>
/// Turns of what is looked at beside the verdicts: it takes of New Relic's minute, the connections and the processors that those need. One at a time of each team and a few of
/// all; some may wait a while, the others are told when to ask again.
/// </summary>
internal sealed class SideTurns(TimeProvider time) : IDisposable
{
    /// <summary>Seconds.</summary>
    public const string AskAgain = "10";

    public const string Busy = $"something else that your team asked beside its verdicts is under way, and more waits than can be answered soon: one goes at a time; ask again in {AskAgain} s";

    private const int OfAll = 3;
    private const int Waiting = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly PartitionedRateLimiter<Caller> _turns = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<Caller, string>(caller => AtOnce(caller.Team ?? "", 1, Waiting)),
        PartitionedRateLimiter.Create<Caller, string>(_ => AtOnce("", OfAll, int.MaxValue)));

    /// <summary>A turn, which ends when it is disposed of; null where it is not this team's soon.</summary>
    public async Task<IDisposable?> TakeAsync(Caller caller, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            var lease = await _turns.AcquireAsync(caller, 1, either.Token);
            if (lease.IsAcquired)
            {
                return lease;
            }

            lease.Dispose();
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _turns.Dispose();

    private static RateLimitPartition<string> AtOnce(string key, int most, int waiting) => RateLimitPartition.GetConcurrencyLimiter(
        key, _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
}
