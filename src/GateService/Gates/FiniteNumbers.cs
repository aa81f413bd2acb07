using GateService.Core;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Verdicts;

namespace GateService.Gates;

/// <summary>JSON has no infinity and Argo no use for one: an evaluation that holds one is inconclusive, whatever its findings say.</summary>
internal static class FiniteNumbers
{
    public static GateEvaluation Only(GateEvaluation evaluation) => IsFinite(evaluation)
        ? evaluation
        : GateEvaluator.Inconclusive(evaluation.Request, evaluation.Policy, "New Relic answered a number too large to judge: nothing can be concluded from it") with
        {
            Window = evaluation.Window,
            Evidence = evaluation.Evidence is { } evidence ? evidence with { Objectives = [] } : null,
            Warnings = evaluation.Warnings,
        };

    private static bool IsFinite(GateEvaluation evaluation) => double.IsFinite(evaluation.Score)
        && evaluation.Findings.SelectMany(Numbers).All(double.IsFinite)
        && (evaluation.Evidence?.Objectives ?? []).SelectMany(objective => new[] { objective.Judged, objective.Control })
            .OfType<SliceEvidence.Measured>().All(measured => double.IsFinite(measured.Sample));

    private static IEnumerable<double> Numbers(Finding finding) =>
    [
        finding.Value ?? 0, finding.Threshold, finding.StableValue ?? 0, finding.Sample, finding.StableSample, finding.Score ?? 0,
        finding.Interval?.Low ?? 0, finding.Interval?.High ?? 0,
        finding.Judgement?.Harm ?? 0, finding.Judgement?.Harmless ?? 0, .. finding.Judgement?.Trajectory ?? [],
    ];
}
