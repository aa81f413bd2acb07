using GateService.Core;
using GateService.Core.Verdicts;
using GateService.Wire;

namespace GateService.History;

/// <summary>Judges a kept decision again: the same policy over the same evidence gives the same verdict, bit for bit.</summary>
internal static class Rejudging
{
    /// <summary>The evaluation as it would be made now; one that never came to judging is itself.</summary>
    public static GateEvaluation Again(GateEvaluator evaluator, DecisionRecord record) => Again(evaluator, record.Evaluation);

    public static GateEvaluation Again(GateEvaluator evaluator, GateEvaluation kept) => kept is { Plan: { } plan, Policy: { } policy, Evidence: { } evidence }
        // Judging adds what could not be asked to what was gathered.
        ? FiniteNumbers.Only(evaluator.Judge(kept.Request, policy, plan, evidence with { Objectives = [.. evidence.Objectives.SkipLast(plan.Unaskable.Count)] }))
        : kept;
}
