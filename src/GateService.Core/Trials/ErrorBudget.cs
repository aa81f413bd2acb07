using GateService.Core.Policies;

namespace GateService.Core.Trials;

/// <summary>
/// The chance that a healthy rollout is ever failed, split over everything that can fail it (Bonferroni: it assumes nothing about how the
/// objectives hang together). The objective that carries the emergency gate counts twice, because that gate can fail the rollout too; the errors of
/// dependencies have two shares, for excess and for amplification; a silent canary and a broken stable have one each where the policy fails for them.
/// </summary>
public static class ErrorBudget
{
    /// <summary>The share of an objective of weight 1.</summary>
    public static double PerWeight(GatePolicy policy)
    {
        var emergency = EmergencyOf(policy);
        var weights = Weighed(policy).Sum(objective => objective.Weight * (objective.Name == emergency ? 2 : 1))
            + (policy.Attribution.IsEnabled && policy.Objectives.Any(objective => objective.IsAttributed) ? 2 : 0)
            + (policy.Sequential.FailWithoutTraffic ? 1 : 0) + (policy.Sequential.FailWhenStableBreaks ? 1 : 0);
        return weights > 0 ? policy.Sequential.ErrorBudget / weights : policy.Sequential.ErrorBudget;
    }

    /// <summary>The first error rate, else the first success rate: either shows that a canary is dead. Null without both.</summary>
    public static string? EmergencyOf(GatePolicy policy) =>
        (Weighed(policy).FirstOrDefault(objective => objective is ErrorRateObjective) ?? Weighed(policy).FirstOrDefault(objective => objective is SuccessRateObjective))?.Name;

    private static IEnumerable<Objective> Weighed(GatePolicy policy) => policy.Objectives.Where(objective => objective.Judge.Needs.Budget);
}
