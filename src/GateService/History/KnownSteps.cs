using Microsoft.Extensions.Caching.Memory;

namespace GateService.History;

/// <summary>
/// When steps were first asked about, as long as the store could say nothing else: where a decision about the version was kept just now its attempt is not over, because
/// every silence that ends one (<see cref="RolloutAttempt.SilenceAfterFail"/> is the least) is longer. What was seen in an earlier attempt is known by its other begin.
/// </summary>
internal sealed class KnownSteps : IDisposable
{
    private const int Remembered = 10_000;

    private static readonly TimeSpan JustNow = RolloutAttempt.SilenceAfterFail / 5;
    private static readonly MemoryCacheEntryOptions One = new() { Size = 1 };

    private readonly MemoryCache _seen = Cache();
    private readonly MemoryCache _begins = Cache();
    private readonly MemoryCache _keptAt = Cache();

    /// <summary>Null where the store must be asked.</summary>
    public FirstSight? Find(StepAnchor step, DateTimeOffset now) =>
        _keptAt.TryGetValue<long>(VersionOf(step), out var kept) && (now - DateTimeOffset.FromUnixTimeMilliseconds(kept)) is var since && since >= TimeSpan.Zero && since <= JustNow
        && _seen.TryGetValue<FirstSight>(step, out var seen) && _begins.TryGetValue<DateTimeOffset>(AttemptOf(step), out var begin) && seen!.Rollout == begin
            ? seen
            : null;

    /// <summary>What the store said.</summary>
    public void Learn(StepAnchor step, FirstSight seen)
    {
        _seen.Set(step, seen, One);
        _begins.Set(AttemptOf(step), seen.Rollout, One);
    }

    /// <summary>A decision about a version is in the store.</summary>
    public void Keep(StoredDecision decision)
    {
        if (decision.Past == 0)
        {
            _keptAt.Set((decision.Team, decision.Service, decision.Cluster, decision.Namespace, decision.Rollout, decision.CanaryHash), decision.At, One);
        }
    }

    public void Dispose()
    {
        _seen.Dispose();
        _begins.Dispose();
        _keptAt.Dispose();
    }

    private static MemoryCache Cache() => new(new MemoryCacheOptions { SizeLimit = Remembered });

    /// <summary>As decisions know it: in all its revisions.</summary>
    private static object VersionOf(StepAnchor step) => (step.Team, step.Service, step.Cluster, step.Namespace, step.Rollout, step.CanaryHash);

    private static StepAnchor AttemptOf(StepAnchor step) => step with { Step = "" };
}
