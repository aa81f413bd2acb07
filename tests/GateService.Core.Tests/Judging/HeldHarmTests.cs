using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>A policy holds where it would fail: per objective and per step, and nothing but the verdict changes.</summary>
public sealed class HeldHarmTests
{
    private static readonly Consequences Holding = Of((0, Consequence.Hold));

    [Fact]
    public void What_would_fail_is_held_and_says_both()
    {
        var (failed, held) = (Evaluate(Consequences.Failing), Evaluate(Holding));

        (failed.Verdict, failed.Advice).ShouldBe((Verdict.Fail, Advice.RollBack));
        (held.Verdict, held.Advice, held.Blame!.Fault, held.Blame.Cause).ShouldBe((Verdict.Inconclusive, Advice.DecideByHand, Fault.SelfInflicted, Cause.HeldByPolicy));
        var (finding, tripped) = (held.Findings.Single(), failed.Findings.Single());
        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.HeldByPolicy));
        held.Summary.ShouldStartWith($"would fail: {tripped.Reason.Head}; held because the policy says so (");
        (finding.Value, finding.Score, finding.Judgement!.FailedAt, finding.Judgement.Harm).ShouldBe((tripped.Value, tripped.Score, tripped.Judgement!.FailedAt, tripped.Judgement.Harm));
    }

    [Theory]
    [InlineData(5, Verdict.Inconclusive)]
    [InlineData(25, Verdict.Inconclusive)]
    [InlineData(50, Verdict.Fail)]
    public void Each_step_may_do_its_own(double weight, Verdict verdict) => Evaluate(Of((5, Consequence.Hold), (50, Consequence.Fail)), weight).Verdict.ShouldBe(verdict);

    /// <summary>Two objectives are harmed: one that fails is enough, whatever the other does, and is what people read first.</summary>
    [Fact]
    public void An_objective_that_fails_fails_beside_one_that_is_held()
    {
        var evaluation = Evaluate(
            [Weighed.ErrorRate() with { OnHarm = Holding }, new SuccessRateObjective { Name = "success", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.99), Judge = SequentialJudge.Chosen }], 5, bad: 30);

        evaluation.Verdict.ShouldBe(Verdict.Fail);
        evaluation.Summary.ShouldStartWith("success ");
    }

    [Fact]
    public void What_does_no_harm_is_not_touched() => Evaluate([Weighed.ErrorRate() with { OnHarm = Holding }], 5, bad: 0).Verdict.ShouldBe(Verdict.Pass);

    [Theory]
    [InlineData(Consequence.Hold, FindingOutcome.Undecided)]
    [InlineData(Consequence.Fail, FindingOutcome.Tripped)]
    public void What_it_does_to_dependencies_has_a_word_of_its_own(Consequence onHarm, FindingOutcome outcome)
    {
        var policy = Given.Policy(Weighed.ErrorRate() with { OnHarm = Of((0, onHarm == Consequence.Hold ? Consequence.Fail : Consequence.Hold)) }) with { Attribution = new AttributionSettings { OnHarm = Of((0, onHarm)) } };
        var tripped = Weighed.Judge(Weighed.Counts(Weighed.Same(12, 30, 150, 3, 2850)), Weighed.Context(12)) with { Objective = "dependencies", Kind = ObjectiveKind.Dependencies };

        HeldHarm.Of(tripped, policy, 5).Outcome.ShouldBe(outcome);
    }

    private static GateEvaluation Evaluate(Consequences onHarm, double weight = 5) => Evaluate([Weighed.ErrorRate() with { OnHarm = onHarm }], weight, bad: 30);

    private static GateEvaluation Evaluate(Objective[] objectives, double weight, double bad)
    {
        var policy = Given.Policy(objectives) with { Attribution = new AttributionSettings { IsEnabled = false } };
        var request = Given.Request() with { StepWeight = weight };
        var plan = EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(new EvaluationWindow(Weighed.Begin, Weighed.Begin.AddMinutes(12), TimeSpan.FromMinutes(1)), null));
        var counts = Weighed.Counts(Weighed.Same(12, bad, 30 * weight, 3, 30 * (100 - weight)));
        return new GateEvaluator([new SequentialJudge()]).Judge(
            request, policy, plan, new GateEvidence { Objectives = [.. objectives.Select(objective => Named(counts, objective))], Queries = [] });
    }

    private static ObjectiveEvidence Named(ObjectiveEvidence counts, Objective objective) => objective.Comparison == Comparison.AtMost ? counts with { Objective = objective.Name } : counts with
    {
        Objective = objective.Name,
        Judged = (SliceEvidence.Measured)counts.Judged is var judged ? judged with { Value = 1 - judged.Value } : counts.Judged,
        Control = (SliceEvidence.Measured)counts.Control is var control ? control with { Value = 1 - control.Value } : counts.Control,
    };

    private static Consequences Of(params (double Weight, Consequence Does)[] byWeight) => new(byWeight.ToDictionary(entry => entry.Weight, entry => entry.Does));
}
