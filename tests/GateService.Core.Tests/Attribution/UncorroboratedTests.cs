using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>What becomes of a suspicion where stable cannot corroborate it, or nothing is suspected at all.</summary>
public sealed class UncorroboratedTests
{
    /// <summary>Stable served until minute 8, and the dependency fails after that: many errors, and nothing to hold them against.</summary>
    [Fact]
    public void Errors_that_came_when_stable_was_gone_are_counted_and_compared_with_nothing()
    {
        var found = new Shop(14) { Weight = 100, StableServes = t => t < 8 }.Fails(Shop.Payments, 30, 0, from: 9).Account();

        (found.Decision, found.Tested).ShouldBe((AccountDecision.Unsettled, new CountPair(0, 0, 0, 0)));
        found.Reason.ToString().ShouldBe("payments-api fails 10 % of the canary's requests: unresolved, nothing beside the canary corroborates them (HttpRequestException 503, 150 of 1,500 canary requests)");
    }

    [Fact]
    public void The_emergency_gate_counts_every_error_whoever_it_blames()
    {
        var evaluation = new Shop(6) { Past = _ => 0.9, Limit = 0.9 }.Fails(Shop.Payments, 285, 300).Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Fail);
        evaluation.Findings.ShouldContain(finding => finding.Objective == "error-rate" && finding.Judgement!.Gate == GateKind.Emergency);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_dead_canary_alone_is_failed_although_the_policy_holds_what_nothing_corroborates(bool emergencyCountsAll)
    {
        var shop = new Shop(6) { Weight = 100, StableServes = _ => false, Limit = 0.9 }.Fails(Shop.Payments, 300, 0);
        shop.Settings = shop.Settings with { OnUncorroborated = Uncorroborated.Inconclusive, Mechanisms = Mechanisms.All with { EmergencyCountsAll = emergencyCountsAll } };

        var finding = shop.Evaluate().Findings[0];

        (finding.Outcome, finding.Undecided, finding.Judgement!.Gate).ShouldBe((FindingOutcome.Tripped, null, GateKind.Emergency));
    }

    [Fact]
    public void Where_nothing_is_suspected_nothing_was_corroborated()
    {
        new Shop(20).Fails(Shop.Own, 3, 3).Attribute().ShouldNotBeNull().WasCorroborated.ShouldBeFalse();
        new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285).Attribute().ShouldNotBeNull().WasCorroborated.ShouldBeTrue();
    }

    [Fact]
    public void Where_one_of_two_suspicions_is_unresolved_nothing_was_corroborated()
    {
        var attribution = new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285).Fails(Shop.Client, t => t == 3 ? 2 : 0, _ => 0).Attribute().ShouldNotBeNull();

        attribution.Accounts.Select(found => found.Decision).ShouldBe([AccountDecision.Corroborated, AccountDecision.TooFew]);
        attribution.WasCorroborated.ShouldBeFalse();
    }

    [Fact]
    public void Without_anything_to_compare_with_nothing_is_shown_either_way()
    {
        var found = new Shop(15) { StableServes = _ => false, Weight = 100 }.Fails(Shop.Payments, 30, 0).Account();

        (found.Decision, found.Harm, found.Harmless, found.Ratio, found.Trajectory.Count).ShouldBe((AccountDecision.NoControl, 0, -1000, null, 0));
        (found.Tested.CanaryBad, found.Tested.CanaryExposure, found.Tested.StableExposure).ShouldBe((14 * 30, 14 * 300, 0));
    }

    [Fact]
    public void Witnesses_are_counted_in_calls()
    {
        var found = new Shop(15) { StableServes = _ => false, Weight = 100 }.Fails(Shop.Payments, 30, 0).Waits("payments-api", 0.03, 0.03, failed: 6, calls: 60).Witness("payments-api", 600, 60).Account();

        (found.Tested.CanaryBad, found.Tested.CanaryExposure, found.Tested.StableBad, found.Tested.StableExposure).ShouldBe((14 * 6, 14 * 60, 14 * 60, 14 * 600));
    }
}
