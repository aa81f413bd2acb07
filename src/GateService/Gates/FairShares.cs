using System.Threading.RateLimiting;
using GateService.Callers;
using GateService.Wire;
using Microsoft.Extensions.Options;

namespace GateService.Gates;

/// <summary>
/// Whose turn it is. A question first passes its token's limits, then its team's, then waits among at most a few of every other team for one of the places
/// that all share. Who waits too long to be answered in time is told so while there is time: nobody is kept until the caller gives up.
/// </summary>
internal sealed class FairShares : IDisposable
{
    /// <summary>Share of the deadline that a turn may be waited for; the rest is for the evaluation itself.</summary>
    private const double Waiting = 0.45;

    private readonly IReadOnlyList<TurnLimit> _limits;

    public FairShares(IOptions<SharesOptions> options)
    {
        var shares = options.Value;
        _limits =
        [
            new("token", caller => $"'{caller.Name}' asks more than {shares.RequestsPerMinute} questions a minute: expected fewer", PerMinute(shares.RequestsPerMinute)),
            new("token", caller => Crowded(caller.Name, shares.EvaluationsPerToken), AtOnceOf(caller => caller.Name, shares.EvaluationsPerToken, shares.WaitingPerTeam)),
            new("team", caller => Crowded(Team(caller), shares.EvaluationsPerTeam), AtOnceOf(TeamKey, shares.EvaluationsPerTeam, shares.WaitingPerTeam)),
            new("gate", _ => $"is busy with {shares.Evaluations} evaluations of all teams: expected fewer at once", AtOnce(shares.Evaluations)),
        ];
    }

    /// <summary>Waits for a turn, which ends when it is disposed of.</summary>
    public async Task<Turn> TakeAsync(Caller caller, Remaining deadline, CancellationToken ct)
    {
        using var late = deadline.Ending(Waiting);
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

    private static string Crowded(string name, int most) => $"'{Shown.Short(name)}' has {most} evaluations under way, and more wait for their turn than can be answered in time: expected fewer at once";

    private static string Team(Caller caller) => caller.Team ?? caller.Name;

    private static string TeamKey(Caller caller) => caller.Team is null ? caller.Name : caller.TeamKey;

    /// <summary>Where authentication is off there is nobody to share with.</summary>
    private static PartitionedRateLimiter<Caller> AtOnceOf(Func<Caller, string> key, int most, int waiting) => PartitionedRateLimiter.Create<Caller, string>(caller => caller == Caller.Anyone
        ? RateLimitPartition.GetNoLimiter(caller.Name)
        : TurnLimit.AtOnce(key(caller), most, waiting));

    private static PartitionedRateLimiter<Caller> AtOnce(int most) => PartitionedRateLimiter.Create<Caller, string>(_ => TurnLimit.AtOnce("", most, int.MaxValue));

    private static PartitionedRateLimiter<Caller> PerMinute(int most) => PartitionedRateLimiter.Create<Caller, string>(caller => most == 0 || caller == Caller.Anyone
        ? RateLimitPartition.GetNoLimiter(caller.Name)
        : RateLimitPartition.GetTokenBucketLimiter(caller.Name, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = most,
            TokensPerPeriod = most,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));
}
