using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Doctor;

/// <summary>Which objectives of a policy can be seen, as judging them shows.</summary>
internal static class ObjectiveSights
{
    public static IReadOnlyList<ObjectiveSight> Of(GateEvaluation? evaluation) => evaluation is null ? []
        : [.. evaluation.Findings.Where(finding => evaluation.Policy!.Objectives.Any(objective => objective.Name == finding.Objective)).Select(Of)];

    /// <summary>Objectives of the policy that were not judged at all: of one version alone, those that compare two.</summary>
    public static IReadOnlyList<string> LeftOut(GateEvaluation? evaluation) => evaluation?.Policy is not { } policy ? []
        : [.. policy.Objectives.Select(objective => objective.Name).Where(name => evaluation.Findings.All(finding => finding.Objective != name))];

    private static ObjectiveSight Of(Finding finding) => finding.Value is { } value && finding.Undecided is not (UndecidedCause.NoData or UndecidedCause.Unavailable)
        ? new ObjectiveSight(finding.Objective, true, $"{Quantity.Say(value, finding.Unit)} of {Quantity.Count(finding.Sample)}, {(finding.IsUnlimited ? ThresholdWords.None : $"limit {Quantity.Limit(finding.Threshold, finding.Unit)}")}")
        : new ObjectiveSight(finding.Objective, false, finding.Reason.ToString());
}
