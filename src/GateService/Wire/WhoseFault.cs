using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>Whose fault a decision found it to be, in one line.</summary>
/// <param name="Origin">Whose.</param>
/// <param name="Said">Why, in words.</param>
/// <param name="InSummary">The decision's summary gives that reason already, apart from the counts it rests on.</param>
internal sealed record WhoseFault(Fault Origin, string Said, bool InSummary = false)
{
    /// <summary>Null where nothing is wrong.</summary>
    public static WhoseFault? Of(GateEvaluation evaluation) =>
        evaluation.Blame is { } blame ? new WhoseFault(blame.Fault, OneLine.Of(blame.Said.ToString(), 600), Summary.Says(evaluation.Summary, blame.Said)) : null;

    /// <summary>What to say beside the summary: where that gives the reason already, only whose fault it is.</summary>
    public string Beside() => !InSummary ? Said : Origin switch
    {
        Fault.SelfInflicted => "this change",
        Fault.Upstream => "a dependency",
        Fault.Undetermined => "not shown",
    };
}
