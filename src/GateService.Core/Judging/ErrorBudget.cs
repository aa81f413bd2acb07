using GateService.Core.Policies;

namespace GateService.Core.Judging;

/// <summary>
/// The chance that a healthy rollout is ever failed, split over everything that can fail it (Bonferroni: it assumes nothing about how the
/// objectives hang together). An error rate counts twice: its emergency gate can fail the rollout too.
/// </summary>
public static class ErrorBudget
{
    /// <summary>The share of an objective of weight 1.</summary>
    public static double PerWeight(GatePolicy policy)
    {
        var gates = policy.Objectives.Where(objective => objective.Judge == SequentialJudge.JudgeName && SequentialJudge.Covers(objective)).ToList();
        var weights = gates.Sum(objective => objective.Weight * (objective is ErrorRateObjective ? 2 : 1));
        return weights > 0 ? policy.Sequential.ErrorBudget / weights : policy.Sequential.ErrorBudget;
    }
}
