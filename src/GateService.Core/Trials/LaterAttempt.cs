using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>
/// The same hash again, where nothing but its traffic says so: a canary that had none for a quarter of an hour while stable was busy, about which nobody asked
/// meanwhile, was aborted or rolled back, and is back. What it did before is no evidence about what it is now: a secret was mended, a flag turned, or it was stable then.
/// </summary>
/// <param name="LastSeen">When the attempt before ended.</param>
/// <param name="Begin">When this one began: with the canary's first request after that.</param>
public sealed record LaterAttempt(DateTimeOffset LastSeen, DateTimeOffset Begin)
{
    /// <summary>Longer than a canary of a rollout that goes on is without pods, and than background questions are apart.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(15);

    /// <summary>A question may still be under way when the canary's traffic ends.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(2);

    public string Note => $"the canary had no traffic from {LastSeen:HH:mm}Z to {Begin:HH:mm}Z while stable was busy, and nobody asked about it: this is another attempt of the same version, judged from {Begin:HH:mm}Z on"
        + $" (a silence of {Durations.Say(Begin - LastSeen)}; rolloutStartedAt says it for certain)";

    /// <summary>Null where all that was gathered is of one attempt, or the caller says when the rollout or its step began.</summary>
    public static LaterAttempt? Of(GateRequest request, GatePolicy policy, EvidencePlan plan, GateEvidence evidence)
    {
        if (request is not { RolloutStartedAt: null } || SliceTraffic.Of(plan, evidence) is not { } traffic)
        {
            return null;
        }

        var buckets = traffic.Objective.Judged.Buckets;
        return traffic.Silences(plan, policy.Sequential.WarmUp, ErrorBudget.PerWeight(policy)).All
            .Where(silence => !silence.IsOngoing && (silence.To - silence.From) * plan.Span.Bucket >= Least && !(request.StepStartedAt < buckets[silence.To].Begin))
            .Select(silence => new LaterAttempt(buckets[silence.From].Begin, buckets[silence.To].Begin)).LastOrDefault();
    }

    /// <summary>Whether nobody asked in between, as far as anybody knows: a rollout that goes on is asked about.</summary>
    public async Task<bool> IsQuietAsync(EvaluationMoment moment, CancellationToken ct) =>
        moment.WasAsked is not { } wasAsked || await wasAsked(LastSeen + UnderWay, Begin, ct).ConfigureAwait(false) is not true;
}
