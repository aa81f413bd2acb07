using GateService.Core.Verdicts;
using GateService.Wire;

namespace GateService.History;

/// <summary>
/// One decision whole: what was asked, the policy it was judged by, the plan, the evidence, the findings and how long it took.
/// Enough to judge it again without New Relic and without the policy files of the day, and to answer again.
/// </summary>
/// <param name="Format">It was kept in; a reader of a later one still reads the earlier.</param>
/// <param name="Id">The decision's.</param>
/// <param name="At">When it was made.</param>
/// <param name="Evaluation">What the answer says, whole: where numbers were too large for an answer, without them.</param>
/// <param name="Url">Where it was said to be read again.</param>
/// <param name="Warnings">Of the answer, without those of the evaluation.</param>
/// <param name="Timings">Where the time went.</param>
public sealed record DecisionRecord(int Format, string Id, DateTimeOffset At, GateEvaluation Evaluation, string Url, IReadOnlyList<string> Warnings, DecisionTimings Timings)
{
    /// <summary>Main wrote 2 with the policy and the answer inside; whoever reads only that refuses 3 by its number.</summary>
    public const int CurrentFormat = 3;

    /// <summary>The answer, which is the evaluation in other words, and therefore not kept.</summary>
    internal EvaluateResponse Answer() => EvaluateResponses.Of(Evaluation, new DecisionReference(Id, Url), Warnings);
}
