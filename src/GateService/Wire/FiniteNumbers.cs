using System.Text.Json;
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

    public static GateEvaluation Only(GateEvaluation evaluation)
    {
        if (IsWritable(evaluation))
        {
            return evaluation;
        }

        var bare = GateEvaluator.Inconclusive(evaluation.Request, evaluation.Policy, TooLarge);
        var asked = bare with
        {
            Window = evaluation.Window,
            Evidence = evaluation.Evidence is { } evidence ? evidence with { Objectives = [] } : null,
            Warnings = evaluation.Warnings,
        };
        return IsWritable(asked) ? asked : bare;
    }

    private static bool IsWritable(GateEvaluation evaluation)
    {
        try
        {
            JsonSerializer.Serialize(Stream.Null, EvaluateResponses.Of(evaluation, Any, []), JsonAnswer.Options);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }
}
