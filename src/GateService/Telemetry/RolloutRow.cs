using GateService.Core.Findings;
using GateService.Core.Requests;

namespace GateService.Telemetry;

/// <summary>
/// What the gauges say of one running rollout: names and numbers, nothing else. It is kept for minutes, and whatever it refers to is kept with it: an
/// evaluation would bring every bucket of every pod.
/// </summary>
internal sealed record RolloutRow(string Cluster, string Namespace, string Rollout, string Service, string Team, double? Weight, IReadOnlyList<ObjectiveNumbers> Objectives)
{
    public static RolloutRow Of(GateRequest request, IReadOnlyList<Finding> findings) => new(
        request.Cluster ?? "", request.Namespace ?? "", request.Rollout, request.Service, request.Team ?? "", request.StepWeight, [.. findings.Select(ObjectiveNumbers.Of)]);
}

/// <summary>The numbers of one objective; null where there is none.</summary>
/// <param name="Objective">Its name.</param>
/// <param name="Value">The canary's.</param>
/// <param name="Stable">Stable's beside it.</param>
/// <param name="Limit">Of the step; null where stable is the limit and reports nothing.</param>
/// <param name="Harm">Evidence of harm.</param>
/// <param name="FailsAt">Evidence at which it fails.</param>
internal readonly record struct ObjectiveNumbers(string Objective, double? Value, double? Stable, double? Limit, double? Harm, double? FailsAt)
{
    public static ObjectiveNumbers Of(Finding finding) =>
        new(finding.Objective, finding.Value, finding.StableValue, finding.IsUnlimited ? null : finding.Threshold, finding.Judgement?.Harm, finding.Judgement?.FailsAt);
}
