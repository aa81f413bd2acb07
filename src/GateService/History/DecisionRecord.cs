using GateService.Core.Verdicts;
using GateService.Wire;

namespace GateService.History;

/// <summary>
/// One decision whole: what was asked, the policy it was judged by, the plan, the evidence, the findings, what was answered and how long it took.
/// Enough to judge it again without New Relic and without the policy files of the day.
/// </summary>
/// <param name="Format">Of this record; a reader of a later one still reads the earlier.</param>
/// <param name="Id">The decision's.</param>
/// <param name="At">When it was made.</param>
/// <param name="Evaluation">What the answer says, whole: where numbers were too large for an answer, without them.</param>
/// <param name="Response">As it was answered.</param>
/// <param name="Timings">Where the time went.</param>
public sealed record DecisionRecord(int Format, string Id, DateTimeOffset At, GateEvaluation Evaluation, EvaluateResponse Response, DecisionTimings Timings)
{
    public const int CurrentFormat = 2;
}
