using GateService.Core.Findings;
using GateService.Core.Tests.Attribution;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Judging;

/// <summary>A dead canary is dead whoever it blames: value and counts of its sentence are of the same errors, and nothing else is proven by the same requests.</summary>
public sealed class DeadCanaryTests
{
    [Fact]
    public void What_is_said_counts_what_the_emergency_gate_counted()
    {
        var dead = Evaluate(canaryErrors: 300, stableErrors: 57)[0];

        dead.Judgement!.Gate.ShouldBe(GateKind.Emergency);
        (dead.Value, dead.Bad, dead.Sample, dead.StableValue, dead.StableBad).ShouldBe((1, 1800, 1800, 0.01, 342));
        dead.Reason.Counts.ShouldBe("1,800 of 1,800 canary vs 342 of 34,200 stable requests; HttpRequestException 503 x1,800");
        (dead.Interval!.High, dead.Judgement.Tested!.Share, dead.Judgement.Tested.Bad).ShouldBe((1, 1, 1500));
    }

    [Fact]
    public void Beside_it_nothing_is_proven_by_requests_whose_errors_are_judged_apart()
    {
        var beside = Evaluate(canaryErrors: 300, stableErrors: 57)[1];

        (beside.Objective, beside.Outcome, beside.Undecided).ShouldBe(("success-rate", FindingOutcome.Undecided, UndecidedCause.NotProven));
        beside.Score.ShouldNotBeNull().ShouldBe(100 * 0.02 / 1.02, 1e-9);
        beside.Reason.ToString().ShouldBe(
            "success-rate 100 % without errors of payments-api, 0 % with them: nothing is proven of a canary that the emergency gate failed (1,800 canary vs 34,200 stable requests at 100 %; payments-api judged apart)");
    }

    /// <summary>An outage of 10 % that both have fails nobody, and leaves the success rate what it is.</summary>
    [Fact]
    public void Where_the_canary_lives_a_success_rate_without_the_errors_of_others_is_met()
    {
        var shop = new Shop(20) { Past = _ => 0.1, FailureLimit = 0.02 }.Fails(Shop.Payments, 30, 570);

        shop.Evaluate().Verdict.ShouldBe(Verdict.Pass);
        shop.Evaluate().Findings[1].Outcome.ShouldBe(FindingOutcome.Met);
    }

    private static IReadOnlyList<Finding> Evaluate(double canaryErrors, double stableErrors)
    {
        var evaluation = new Shop(6) { Past = _ => 0.01, FailureLimit = 0.02 }.Fails(Shop.Payments, canaryErrors, stableErrors).Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Fail);
        return evaluation.Findings;
    }
}
