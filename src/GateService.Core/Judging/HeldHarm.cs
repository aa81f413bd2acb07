using GateService.Core.Findings;
using GateService.Core.Policies;

namespace GateService.Core.Judging;

/// <summary>Where the policy wants people to decide, harm that is shown holds the rollout instead of failing it. The numbers stay, and so does what they say.</summary>
internal static class HeldHarm
{
    /// <param name="finding">As its judge concluded.</param>
    /// <param name="policy">Says what harm does.</param>
    /// <param name="weight">Of the step, in percent; null where it is not known.</param>
    public static Finding Of(Finding finding, GatePolicy policy, double? weight) => finding.Outcome == FindingOutcome.Tripped && OnHarm(finding, policy).At(weight) == Consequence.Hold
        ? finding with
        {
            Outcome = FindingOutcome.Undecided,
            Undecided = UndecidedCause.HeldByPolicy,
            Reason = finding.Reason with { Head = $"would fail: {finding.Reason.Head}; held because the policy says so" },
        }
        : finding;

    private static Consequences OnHarm(Finding finding, GatePolicy policy) =>
        finding.Kind == ObjectiveKind.Dependencies ? policy.Attribution.OnHarm
        : policy.Objectives.FirstOrDefault(objective => objective.Name == finding.Objective)?.OnHarm ?? policy.OnHarm;
}
