using GateService.Core;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.History;
using GateService.Wire;

namespace GateService.Backtests;

/// <summary>
/// A kept decision judged under a changed policy. It looks at the same evidence; what that policy would have asked besides is said and never guessed, so that
/// a verdict other than inconclusive needed none of it.
/// </summary>
/// <param name="After">What would be decided.</param>
/// <param name="NotKept">What it needed and was not kept; empty where there was all of it.</param>
internal sealed record Retrial(GateEvaluation After, IReadOnlyList<string> NotKept)
{
    /// <summary>Null for a decision that never came to judging: nothing was asked then, and nothing is kept.</summary>
    /// <param name="evaluator">Judges.</param>
    /// <param name="record">As it was kept.</param>
    /// <param name="changed">The policy that its request would get now.</param>
    public static Retrial? Of(GateEvaluator evaluator, DecisionRecord record, PolicyResolution changed)
    {
        var kept = record.Evaluation;
        if (kept is not { Plan: not null, Policy: { } was, Evidence: not null })
        {
            return null;
        }

        if (changed is not PolicyResolution.Resolved { Policy: var policy })
        {
            return Whole(GateEvaluator.Inconclusive(kept.Request, null, ((PolicyResolution.Unresolved)changed).Reason));
        }

        if (policy.Name == was.Name && policy.Revision == was.Revision)
        {
            return Whole(Rejudging.Again(evaluator, record));
        }

        if ((RequestDoubt.Of(kept.Request, policy.Slices.By == SliceBy.Attribute) ?? SliceDoubt.Of(kept.Request, policy)) is { } doubt)
        {
            return Whole(GateEvaluator.Inconclusive(kept.Request, policy, doubt));
        }

        return OtherStretch(record, was, policy) is { } other ? Wanting(kept, policy, [other]) : Again(evaluator, kept, policy);
    }

    private static Retrial Again(GateEvaluator evaluator, GateEvaluation kept, GatePolicy policy)
    {
        var asked = kept.Plan!;
        var (plan, evidence, missing) = KeptAnswers.Of(
            kept, EvidencePlanner.Plan(kept.Request, policy, new WindowPlan.Planned(asked.Window, null) { Span = asked.Span, History = asked.History }));
        var after = FiniteNumbers.Only(evaluator.Judge(kept.Request, policy, plan, evidence));
        if (evidence.Errors is null && plan.Attribution is not null && evaluator.OpenTo(kept.Request, policy, plan, evidence).Errors)
        {
            return Wanting(kept, policy, [.. missing, "this policy asks whose the errors are, and that was not asked then, or otherwise"]);
        }

        // Pods are asked for one by one where something speaks against the canary; where nothing did under the policy of the day, they were not.
        return GateEvaluator.AsksForPods(after) && !GateEvaluator.AsksForPods(kept) && evidence.Objectives.All(objective => objective.CanaryPods.Count == 0)
            ? Wanting(kept, policy, [.. missing, "this policy asks whether young pods of the canary are why, and that was not asked then"])
            : new Retrial(after, missing);
    }

    /// <summary>Evidence lies in buckets over a stretch of time, and cannot be cut otherwise.</summary>
    private static string? OtherStretch(DecisionRecord record, GatePolicy was, GatePolicy now)
    {
        if (was.Bucket != now.Bucket)
        {
            return $"evidence was kept in buckets of {Durations.Say(was.Bucket)}, and this policy weighs buckets of {Durations.Say(now.Bucket)}";
        }

        // When it was first asked about is not kept; whatever it was, it was the same for both.
        var (request, moment) = (record.Evaluation.Request, new EvaluationMoment(record.At, record.At, record.At));
        return (WindowPlanner.Plan(request, was, moment), WindowPlanner.Plan(request, now, moment)) switch
        {
            (WindowPlan.Planned before, WindowPlan.Planned after) when before.Window != after.Window => "this policy looks at another window than was asked about",
            (WindowPlan.Planned before, WindowPlan.Planned after) when after.Span.Begin < before.Span.Begin => "this policy weighs what was seen since the rollout began, and that was not asked for",
            (WindowPlan.Planned { History: var before }, WindowPlan.Planned { History: { } after }) when before != after => "this policy weighs another past of stable than was asked for",
            (WindowPlan.Planned, WindowPlan.TooEarly early) => early.Reason,
            _ => null,
        };
    }

    private static Retrial Whole(GateEvaluation after) => new(after, []);

    private static Retrial Wanting(GateEvaluation kept, GatePolicy policy, IReadOnlyList<string> missing) =>
        new(GateEvaluator.Inconclusive(kept.Request, policy, $"not kept: {string.Join("; ", missing)}"), missing);
}
