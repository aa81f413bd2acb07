using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>Where nothing serves beside the canary: other services that call the same dependency, and what is done without them.</summary>
public sealed class WitnessTests
{
    [Theory]
    [InlineData(Uncorroborated.Fail, Verdict.Fail)]
    [InlineData(Uncorroborated.Inconclusive, Verdict.Inconclusive)]
    public void Without_a_control_there_is_no_alibi_and_the_policy_decides(Uncorroborated rule, Verdict expected)
    {
        var shop = Alone().Fails(Shop.Payments, 30, 0);
        shop.Settings = shop.Settings with { OnUncorroborated = rule };

        shop.Account().Decision.ShouldBe(AccountDecision.NoControl);
        var evaluation = shop.Evaluate();
        evaluation.Verdict.ShouldBe(expected);
        evaluation.Findings[0].Undecided.ShouldBe(rule == Uncorroborated.Fail ? null : UndecidedCause.Uncorroborated);
        evaluation.Findings.Any(finding => finding.Reason.ToString().Contains("payments-api", StringComparison.Ordinal)).ShouldBeTrue("the suspect is named");
    }

    [Theory]
    [InlineData(Uncorroborated.Fail)]
    [InlineData(Uncorroborated.Inconclusive)]
    public void Own_errors_fail_it_whatever_the_policy_says_of_uncorroborated_ones(Uncorroborated rule)
    {
        var shop = Alone().Fails(Shop.Payments, 3, 0).Fails(Shop.Own, 30, 0);
        shop.Settings = shop.Settings with { OnUncorroborated = rule };

        shop.Evaluate().Verdict.ShouldBe(Verdict.Fail);
    }

    [Fact]
    public void Other_services_that_see_the_same_failures_corroborate_it()
    {
        var shop = Alone().Fails(Shop.Payments, 30, 0).Waits("payments-api", 0.03, 0.03, failed: 6, calls: 60).Witness("payments-api", 600, 60);

        var found = shop.Account();
        (found.Decision, found.IsWitnessed).ShouldBe((AccountDecision.Corroborated, true));
        found.Reason.ToString().ShouldContain("other services' calls");
        shop.Evaluate().Findings[0].Outcome.ShouldNotBe(FindingOutcome.Tripped);
    }

    [Fact]
    public void Other_services_that_see_none_of_it_accuse_the_canary()
    {
        var shop = Alone().Fails(Shop.Payments, 30, 0).Waits("payments-api", 0.03, 0.03, failed: 24, calls: 60).Witness("payments-api", 600, 0);

        shop.Account().Decision.ShouldBe(AccountDecision.Excess);
        shop.Evaluate().Verdict.ShouldBe(Verdict.Fail);
    }

    [Fact]
    public void A_witness_that_makes_no_calls_saw_nothing()
    {
        var shop = Alone().Fails(Shop.Payments, 30, 0).Waits("payments-api", 0.03, 0.03, failed: 24, calls: 60).Witness("payments-api", 0, 0);
        shop.Settings = shop.Settings with { OnUncorroborated = Uncorroborated.Inconclusive };

        var found = shop.Account();
        (found.Decision, found.IsWitnessed, found.Tested.CanaryBad).ShouldBe((AccountDecision.NoControl, false, 14 * 30));
        shop.Evaluate().Verdict.ShouldBe(Verdict.Inconclusive);
    }

    [Fact]
    public void A_witness_that_makes_few_calls_corroborates_nothing_yet()
    {
        var found = Alone().Fails(Shop.Payments, 30, 0).Waits("payments-api", 0.03, 0.03, failed: 6, calls: 60).Witness("payments-api", 10, 1).Account();

        (found.Decision, found.IsWitnessed, found.IsExcused).ShouldBe((AccountDecision.NoControl, true, false));
    }

    [Fact]
    public void Everybody_whom_nothing_corroborates_is_named()
    {
        var shop = Alone().Fails(Shop.Payments, 30, 0).Fails(Shop.Database, 30, 0);
        shop.Settings = shop.Settings with { OnUncorroborated = Uncorroborated.Inconclusive };

        shop.Evaluate().Findings[0].Reason.Head.ShouldStartWith("error-rate is over its limit with errors of database, payments-api, and nothing beside the canary corroborates them: ");
    }

    [Fact]
    public void One_witness_that_could_not_be_heard_is_enough_to_fail_nobody()
    {
        var shop = Alone().Fails(Shop.Payments, 30, 0).Fails(Shop.Database, 30, 0);
        shop.Evaluate().Verdict.ShouldBe(Verdict.Fail);
        shop.Change = errors => errors with { UnheardWitnesses = new Dictionary<string, string> { ["payments-api"] = "New Relic was too slow" } };

        shop.Attribute().ShouldNotBeNull().LacksWitness.ShouldBeTrue();
        shop.Evaluate().Verdict.ShouldBe(Verdict.Inconclusive);
    }

    [Fact]
    public void A_witness_that_could_not_be_heard_fails_nobody()
    {
        var shop = Alone().Fails(Shop.Payments, 30, 0);
        shop.Change = errors => errors with { UnheardWitnesses = new Dictionary<string, string> { ["payments-api"] = "New Relic was too slow" } };

        shop.Evaluate().Verdict.ShouldBe(Verdict.Inconclusive);
        shop.Evaluate().Warnings.ShouldContain("the witnesses of payments-api could not be heard: New Relic was too slow");
    }

    [Fact]
    public void Where_stable_serves_nobody_asks_the_witnesses() =>
        new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285).Witness("payments-api", 600, 0).Account().IsWitnessed.ShouldBeFalse();

    [Fact]
    public void What_earlier_steps_corroborated_holds_the_last_one_and_does_not_fail_it()
    {
        // Stable serves for twelve minutes and fails alike; then everything is the canary's.
        var shop = new Shop(30) { Past = _ => 0.05, StableServes = t => t < 20, Weight = 100, WindowFrom = 20 }.Fails(Shop.Payments, 15, 285);

        var evaluation = shop.Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
        evaluation.Findings[0].Undecided.ShouldBe(UndecidedCause.Uncorroborated);
        evaluation.Findings[0].Reason.ToString().ShouldContain("with errors of payments-api, and nothing beside the canary corroborates them");
    }

    private static Shop Alone() => new(15) { StableServes = _ => false, Weight = 100 };
}
