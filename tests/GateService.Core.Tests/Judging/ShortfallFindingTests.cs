using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Judging;

/// <summary>What a proxy answers for the canary no pod sees: its requests are missing, and what is left of them is good.</summary>
public sealed class ShortfallFindingTests
{
    [Fact]
    public void A_canary_that_gets_half_of_its_weight_is_held_and_the_sentence_says_how_many_are_missing()
    {
        var evaluation = Evaluate(_ => 150, _ => 900);

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
        evaluation.Summary.ShouldStartWith("the canary got 14 % of the requests at weight 25: 750 in the latest minutes, where about 1,312 were to be expected. They fail before the application sees them (ingress, proxy), the router does not follow the weight, or pods do not tell their name");
        (evaluation.Blame!.Cause, evaluation.Advice).ShouldBe((Cause.MissingRequests, Advice.CheckRouting));
        evaluation.Score.ShouldBeLessThan(50);
    }

    /// <summary>Rounded to pods, a share is not its weight; a router that is a little off holds nobody.</summary>
    [Theory]
    [InlineData(300, true)]
    [InlineData(225, true)]
    [InlineData(165, false)]
    [InlineData(900, true)]
    public void Up_to_a_third_less_than_its_weight_and_anything_above_it_is_none_of_it(double canary, bool passes) =>
        Evaluate(_ => canary, _ => 900).Findings.Any(finding => finding.Undecided == UndecidedCause.MissingRequests).ShouldBe(!passes);

    [Fact]
    public void It_may_begin_in_the_midst_of_a_step() => Evaluate(t => t < 10 ? 300 : 120, _ => 900, minutes: 16).Verdict.ShouldBe(Verdict.Inconclusive);

    /// <summary>One minute in which a client hammers stable alone is none of the canary's.</summary>
    [Fact]
    public void A_burst_is_no_shortfall() => Missing(Evaluate(_ => 300, t => t == 8 ? 9000 : 900)).ShouldBeFalse();

    /// <summary>Four minutes at weight 5, and then the step to 25: its first minutes are of the router's way there.</summary>
    [Fact]
    public void The_begin_of_a_step_is_not_held_to_its_weight() => Missing(Evaluate(t => t < 6 ? 47 : 300, _ => 900, minutes: 9)).ShouldBeFalse();

    /// <summary>Clients that ask for thirty things at once come to one slice or the other.</summary>
    [Fact]
    public void What_comes_in_bursts_is_not_held_to_its_share() => Missing(Evaluate(t => t % 4 == 0 ? 400 : 20, t => t % 4 == 2 ? 1200 : 60)).ShouldBeFalse();

    [Theory]
    [InlineData(12.0, 75.0)]
    [InlineData(20.0, 60.0)]
    public void Few_requests_do_not_tell(double canary, double stable) => Missing(Evaluate(_ => canary / 2, _ => stable)).ShouldBeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    public void Without_a_weight_of_the_canary_nothing_is_missing(double? weight) => Missing(Evaluate(_ => 150, _ => 900, weight: weight)).ShouldBeFalse();

    [Fact]
    public void The_policy_says_how_much_less_holds() => Missing(Evaluate(_ => 150, _ => 900, shortfall: 2)).ShouldBeFalse();

    [Fact]
    public void What_is_bad_by_itself_fails_all_the_same() => Evaluate(_ => 150, _ => 900, bad: 0.3).Verdict.ShouldBe(Verdict.Fail);

    private static bool Missing(GateEvaluation evaluation) => evaluation.Findings.Any(finding => finding.Undecided == UndecidedCause.MissingRequests);

    private static GateEvaluation Evaluate(Func<int, double> canary, Func<int, double> stable, int minutes = 10, double? weight = 25, double shortfall = 1.5, double bad = 0)
    {
        var (request, policy) = (Given.Request() with { StepWeight = weight }, Given.Policy(Weighed.ErrorRate()) with { Sequential = new SequentialSettings { Shortfall = shortfall } });
        var window = new EvaluationWindow(Weighed.Begin, Weighed.Begin.AddMinutes(minutes), TimeSpan.FromMinutes(1));
        var plan = EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(window, null));
        var counts = Weighed.Counts([.. Enumerable.Range(0, minutes).Select(t => (Math.Round(bad * canary(t)), canary(t), 0.0, stable(t)))]);
        return new GateEvaluator([new SequentialJudge()]).Judge(request, policy, plan, new Evidence.GateEvidence { Objectives = [counts], Queries = [] });
    }
}
