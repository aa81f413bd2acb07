using GateService.Core;
using GateService.Core.Verdicts;

namespace GateService.Wire;

/// <summary>
/// JSON has no infinity and Argo no use for one: an evaluation whose answer cannot be written is inconclusive, whatever its findings say. The whole answer is
/// tried, so that no field can be forgotten.
/// </summary>
internal static class FiniteNumbers
{
    private const string TooLarge = "New Relic answered a number too large to judge: nothing can be concluded from it";

    private static readonly DecisionReference Any = new("", "");

    public static GateEvaluation Only(GateEvaluation evaluation) => Only(evaluation, Any, []).Evaluation;

    /// <param name="evaluation">As it was judged.</param>
    /// <param name="decision">Where it is read again.</param>
    /// <param name="warnings">Of the answer, beside those of the evaluation.</param>
    public static WrittenAnswer Only(GateEvaluation evaluation, DecisionReference decision, IReadOnlyList<string> warnings)
    {
        if (TryWrite(evaluation, decision, warnings) is { } whole)
        {
            return whole;
        }

        var bare = GateEvaluator.Inconclusive(evaluation.Request, evaluation.Policy, TooLarge);
        var asked = bare with
        {
            Window = evaluation.Window,
            Evidence = evaluation.Evidence is { } evidence ? evidence with { Objectives = [] } : null,
            Warnings = evaluation.Warnings,
        };
        return TryWrite(asked, decision, warnings) ?? WrittenAnswer.Of(bare, decision, warnings);
    }

    private static WrittenAnswer? TryWrite(GateEvaluation evaluation, DecisionReference decision, IReadOnlyList<string> warnings)
    {
        try
        {
            return WrittenAnswer.Of(evaluation, decision, warnings);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }
}
