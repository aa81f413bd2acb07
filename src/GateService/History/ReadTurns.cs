using System.Threading.RateLimiting;
using GateService.Callers;

namespace GateService.History;

/// <summary>Reads of one team, for its pages and lists, go two at a time: however many it opens, the others' find a reader.</summary>
internal sealed class ReadTurns : IDisposable
{
    private const int AtOnce = 2;

    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(team => team.Length == 0
        ? RateLimitPartition.GetNoLimiter(team)
        : RateLimitPartition.GetConcurrencyLimiter(team, _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));

    /// <summary>Disposed of when the read is over. What the gate reads for itself, and before it is known who asks, is bounded elsewhere.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken ct) => await _turns.AcquireAsync(Asking.Team, 1, ct);

    public void Dispose() => _turns.Dispose();
}
