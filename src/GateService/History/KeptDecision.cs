using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;

namespace GateService.History;

/// <summary>A decision of format 3 as it lies in the store: the evaluation once, without the policy, which many decisions share and is kept apart.</summary>
/// <param name="Format">3.</param>
/// <param name="Id">The decision's.</param>
/// <param name="At">When it was made.</param>
/// <param name="Url">Where it was said to be read again.</param>
/// <param name="Warnings">Of the answer, without those of the evaluation.</param>
/// <param name="Timings">Where the time went.</param>
/// <param name="Evaluation">The rest.</param>
internal sealed record KeptDecision(int Format, string Id, DateTimeOffset At, string Url, IReadOnlyList<string> Warnings, DecisionTimings Timings, KeptEvaluation Evaluation)
{
    public static KeptDecision Of(DecisionRecord record) =>
        new(record.Format, record.Id, record.At, record.Url, record.Warnings, record.Timings, KeptEvaluation.Of(record.Evaluation));

    public DecisionRecord Record(GatePolicy? policy) => new(Format, Id, At, Evaluation.Evaluation(policy), Url, Warnings, Timings);
}

/// <summary>A <see cref="GateEvaluation"/> without its policy.</summary>
internal sealed record KeptEvaluation(
    GateRequest Request, Verdict Verdict, double Score, string Summary, IReadOnlyList<Finding> Findings, EvaluationWindow? Window, KeptPlan? Plan, GateEvidence? Evidence, ErrorAttribution? Attribution,
    IReadOnlyList<string> Warnings)
{
    public static KeptEvaluation Of(GateEvaluation evaluation) => new(
        evaluation.Request, evaluation.Verdict, evaluation.Score, evaluation.Summary, evaluation.Findings, evaluation.Window, evaluation.Plan is { } plan ? KeptPlan.Of(plan, evaluation.Policy) : null,
        evaluation.Evidence, evaluation.Attribution, evaluation.Warnings);

    public GateEvaluation Evaluation(GatePolicy? policy) => new()
    {
        Request = Request,
        Verdict = Verdict,
        Score = Score,
        Summary = Summary,
        Findings = Findings,
        Policy = policy,
        Window = Window,
        Plan = Plan?.Plan(policy),
        Evidence = Evidence,
        Attribution = Attribution,
        Warnings = Warnings,
    };
}
