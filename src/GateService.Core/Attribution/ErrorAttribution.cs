using GateService.Core.Evidence;
using GateService.Core.Judging;
using GateService.Core.Policies;

namespace GateService.Core.Attribution;

/// <summary>Whose fault the errors of this rollout are, so far.</summary>
/// <param name="Ledger">Every failed request on one account.</param>
/// <param name="Accounts">What was concluded about each account but the service's own.</param>
/// <param name="Time">Where the time of requests goes; null where it is not known.</param>
/// <param name="Notes">Things to know that decided nothing, such as a dependency that is called more often without failing.</param>
public sealed record ErrorAttribution(Ledger Ledger, IReadOnlyList<AccountFinding> Accounts, TimeOrigin? Time, IReadOnlyList<string> Notes)
{
    /// <summary>All errors that are suspected to come from elsewhere were corroborated while stable served beside the canary: without it they are doubtful, and not the canary's.</summary>
    public bool WasCorroborated => Accounts.Count > 0 && Accounts.All(found => found is { IsExcused: true, IsWitnessed: false });

    internal Mechanisms Mechanisms { get; init; } = Mechanisms.All;

    /// <summary>Null where the policy does not ask for it, nothing counts errors, or New Relic could not tell them apart: then all count as the service's own.</summary>
    public static ErrorAttribution? Of(GatePolicy policy, GateEvidence evidence, JudgingContext context)
    {
        if (!policy.Attribution.IsEnabled || evidence.Errors is not { Unavailable: null } errors || Requests(policy, evidence) is not { } requests)
        {
            return null;
        }

        var buckets = requests.Judged.Buckets.Count;
        var ledger = Ledger.Of(errors, new Classifier(policy.Attribution, errors.FailedCalls, DateOnly.FromDateTime(context.Window.End.UtcDateTime)), buckets);
        return new ErrorAttribution(
            ledger,
            new AccountJudge(policy.Attribution, errors, requests, context).Judge(ledger),
            TimeOrigin.Of(errors, policy.Attribution, requests, context),
            CallNote.Of(errors, policy.Attribution, requests, context))
        {
            Mechanisms = policy.Attribution.Mechanisms,
        };
    }

    /// <summary>Objectives whose errors have an origin.</summary>
    public static bool Concerns(Objective objective) => objective is ErrorRateObjective or SuccessRateObjective && objective.Judge == SequentialJudge.JudgeName;

    /// <summary>An objective that counts all requests of both slices.</summary>
    private static ObjectiveEvidence? Requests(GatePolicy policy, GateEvidence evidence)
    {
        var names = policy.Objectives.Where(Concerns).Select(objective => objective.Name).ToHashSet();
        return evidence.Objectives.FirstOrDefault(objective => names.Contains(objective.Objective) && objective.Judged.Buckets.Any(bucket => bucket.Exposure > 0));
    }
}
