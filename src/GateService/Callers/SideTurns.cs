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

    private const int OfAll = 3;
    private const int Waiting = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<TurnLimit> _limits =
    [
        new("team", _ => $"something else that your team asked beside its verdicts goes first, and more waits than can be answered soon: one goes at a time; ask again in {AskAgain} s", Partitioned(caller => TurnLimit.AtOnce(caller.TeamKey, 1, Waiting))),
        new("gate", _ => $"of what all teams ask beside their verdicts (doctor, power, linting, classifying) {OfAll} go at once, and your turn did not come within {Patience.TotalSeconds:0} s; ask again in {AskAgain} s", Partitioned(_ => TurnLimit.AtOnce("", OfAll, int.MaxValue))),
    ];

    /// <summary>A turn, which ends when it is disposed of, or which limit leaves none soon.</summary>
    public async Task<Turn> TakeAsync(Caller caller, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        return await TurnLimit.TakeAsync(_limits, caller, either.Token, ct);
    }

    public void Dispose()
    {
        foreach (var limit in _limits)
        {
            limit.Dispose();
        }
    }

    private static PartitionedRateLimiter<Caller> Partitioned(Func<Caller, RateLimitPartition<string>> partition) => PartitionedRateLimiter.Create(partition);
}
