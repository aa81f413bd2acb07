using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// The emergency gate counts every error, whoever a dead canary blames. Beside it no objective is proven, or met, by the same requests because their errors are booked elsewhere: where it
/// would be beyond its limit with them it says both values, and is not proven.
/// </summary>
internal static class DeadCanary
{
    /// <param name="findings">As they were concluded.</param>
    /// <param name="docket">Every objective's trial, all errors counted.</param>
    /// <param name="attribution">What is booked elsewhere; null where nothing is.</param>
    public static List<Finding> Of(IReadOnlyList<Finding> findings, Docket docket, ErrorAttribution? attribution) =>
        attribution is not null && findings.Any(finding => finding is { Outcome: FindingOutcome.Tripped, Judgement.Gate: GateKind.Emergency })
            ? [.. findings.Select(finding => Told(finding, docket, attribution))]
            : [.. findings];

    private static Finding Told(Finding finding, Docket docket, ErrorAttribution attribution)
    {
        if (finding is not { Outcome: FindingOutcome.Met, Value: { } own } || docket.Trials.FirstOrDefault(one => one.Objective.IsAttributed && one.Objective.Name == finding.Objective) is not { } trial
            || trial.Evidence.Judged is not SliceEvidence.Measured { Bad: { } bad, Sample: > 0 and var sample } || (finding.Comparison == Comparison.AtMost ? bad / sample : 1 - (bad / sample)) is var all
            && (finding.Comparison == Comparison.AtMost ? all <= finding.Threshold : all >= finding.Threshold))
        {
            return finding;
        }

        var others = OwnErrorReason.Apart(attribution, trial);
        return finding with
        {
            Outcome = FindingOutcome.Undecided,
            Undecided = UndecidedCause.NotProven,
            Score = Findings.Score.Of(all, finding.Threshold, finding.Comparison, finding.Unit),
            Reason = finding.Reason with
            {
                Head = $"{finding.Objective} {Quantity.Say(own, finding.Unit)} without errors {(others.Count > 0 ? $"of {string.Join(", ", others)}" : "that are judged apart")}, {Quantity.Say(all, finding.Unit)} with them: "
                    + "nothing is proven of a canary that the emergency gate failed",
            },
        };
    }
}
