using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Judging;

/// <summary>Where the comparison itself is in doubt nobody is blamed by it, unless the canary is plainly dead.</summary>
public sealed class SlicesThatDoNotCompareTests
{
    [Fact]
    public void Over_its_limit_beside_a_stable_version_that_should_serve_and_reports_nothing_the_canary_is_held_and_not_failed()
    {
        var alone = Weighed.Counts(Weighed.Same(10, 60, 1500, 0, 0));

        Weighed.Judge(alone, Weighed.Context(10, weight: 25)).Undecided.ShouldBe(UndecidedCause.NoControl);
        Weighed.Judge(alone, Weighed.Context(10, weight: 100)).Outcome.ShouldBe(FindingOutcome.Tripped);
    }

    [Fact]
    public void Next_to_no_control_is_none()
    {
        var alone = Weighed.Counts(Weighed.Same(10, 60, 1500, 0, 20));

        Weighed.Judge(alone, Weighed.Context(10, weight: 25)).Undecided.ShouldBe(UndecidedCause.NoControl);
    }

    [Fact]
    public void A_dead_canary_fails_without_any_control() =>
        Weighed.Judge(Weighed.Counts(Weighed.Same(4, 150, 150, 0, 0)), Weighed.Context(4, weight: 25)).Outcome.ShouldBe(FindingOutcome.Tripped);

    [Theory]
    [InlineData(22, true)]
    [InlineData(15, false)]
    [InlineData(5, false)]
    public void A_share_of_more_than_four_times_its_weight_holds_the_rollout(double share, bool holds)
    {
        var evaluation = Evaluate(share, canaryBad: 0.04);

        evaluation.Verdict.ShouldBe(holds ? Verdict.Inconclusive : Verdict.Fail);
        if (holds)
        {
            evaluation.Findings.Single().Undecided.ShouldBe(UndecidedCause.SampleRatio);
            evaluation.Summary.ShouldContain($"the canary got {share}% of the requests at weight 5: clients of both slices may differ");
        }
    }

    [Theory]
    [InlineData(22, true)]
    [InlineData(15, true)]
    [InlineData(7, false)]
    public void A_share_of_more_than_twice_its_weight_is_worth_a_warning(double share, bool warns) =>
        Evaluate(share, canaryBad: 0).Warnings.Any(warning => warning.Contains("the router does not follow the weight", StringComparison.Ordinal)).ShouldBe(warns);

    [Fact]
    public void A_dead_canary_fails_whatever_share_it_got() => Evaluate(22, canaryBad: 1).Verdict.ShouldBe(Verdict.Fail);

    [Fact]
    public void The_policy_says_how_far_a_share_may_be_from_its_weight() =>
        Evaluate(22, canaryBad: 0.04, tolerance: 6).Verdict.ShouldBe(Verdict.Fail);

    [Fact]
    public void Only_the_latest_requests_tell_the_share_because_a_window_may_reach_into_the_step_before()
    {
        var minutes = Weighed.Same(8, 0, 150, 0, 2850).Concat(Weighed.Same(4, 0, 750, 0, 2250)).ToList();

        Evaluate(minutes, weight: 25, tolerance: 4).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Blue_green_and_100_percent_say_that_they_are_weaker()
    {
        Warnings(Given.Request() with { Strategy = Strategy.BlueGreen }).ShouldContain("blue/green has no concurrent stable traffic: limits alone decide, which is weaker");
        Warnings(Given.Request() with { StepWeight = 100 }).ShouldContain("at weight 100 there is no concurrent stable traffic: limits alone decide, which is weaker");

        static IReadOnlyList<string> Warnings(GateRequest request) =>
            EvidencePlanner.Plan(request, Given.Policy(Weighed.ErrorRate()), new WindowPlan.Planned(Given.Window, null)).Warnings;
    }

    private static GateEvaluation Evaluate(double share, double canaryBad, double tolerance = 4) => Evaluate(
        Weighed.Same(12, Math.Round(30 * share * canaryBad), 30 * share, 3, 30 * (100 - share)), weight: 5, tolerance);

    private static GateEvaluation Evaluate(IReadOnlyList<(double, double, double, double)> minutes, double weight, double tolerance)
    {
        var policy = Given.Policy(Weighed.ErrorRate()) with { Sequential = new SequentialSettings { SampleRatio = tolerance } };
        var request = Given.Request() with { StepWeight = weight };
        var window = new EvaluationWindow(Weighed.Begin, Weighed.Begin.AddMinutes(minutes.Count), TimeSpan.FromMinutes(1));
        var plan = EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(window, null));
        return new GateEvaluator([new SequentialJudge()]).Judge(request, policy, plan, new GateEvidence { Objectives = [Weighed.Counts(minutes)], Queries = [] });
    }
}
