using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>Whose fault a decision found it to be, in one line.</summary>
/// <param name="Origin">Whose.</param>
/// <param name="Said">Why, in words.</param>
/// <param name="InSummary">The decision's summary gives that reason already, apart from the counts it rests on.</param>
internal sealed record WhoseFault(Fault Origin, string Said, bool InSummary = false)
{
    private const int Longest = 600;

    /// <summary>Null where nothing is wrong.</summary>
    public static WhoseFault? Of(GateEvaluation evaluation) =>
        evaluation.Blame is not { } blame ? null
        : Summary.Says(evaluation.Summary, blame.Said) ? new WhoseFault(blame.Fault, OneLine.Of(blame.Said.ToString(), Longest), InSummary: true)
        : new WhoseFault(blame.Fault, OneLine.Of(Unsaid(blame.Said, evaluation.Summary).ToString(), Longest));

    /// <summary>Why, where the summary says why already, is not said again.</summary>
    private static Statement Unsaid(Statement said, string summary) =>
        said.Because is { } because && summary.Contains(OneLine.Of(because, Summary.Longest), StringComparison.Ordinal) ? said with { Because = null } : said;

    /// <summary>What to say beside the summary: where that gives the reason already, only whose fault it is.</summary>
    public string Beside() => !InSummary ? Said : Origin switch
    {
        Fault.SelfInflicted => "this change",
        Fault.Upstream => "a dependency",
        Fault.Undetermined => "nobody can tell yet",
    };
}
