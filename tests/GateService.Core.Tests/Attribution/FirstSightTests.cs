using GateService.Core.Attribution;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>What an account is tested on: its first errors, the latest minute, and its place in the budget.</summary>
public sealed class FirstSightTests
{
    [Fact]
    public void What_is_first_seen_in_the_last_minute_is_not_tested_yet()
    {
        var found = new Shop(10).Fails(Shop.Payments, t => t == 9 ? 5 : 0, _ => 0).Account();

        (found.Decision, found.Tested, found.Harm, found.Ratio, found.Trajectory.Count).ShouldBe((AccountDecision.TooFew, new CountPair(0, 0, 0, 0), 0, null, 0));
        found.Harmless.ShouldBeInRange(-100, 0, "it speaks for nobody that stable has none");
    }

    /// <summary>
    /// A failover of a minute: that an account is opened for its errors says nothing of whose they are, so the minute excuses where both slices have it alike, and accuses nobody. What the canary alone had, or ten
    /// times as much of, is held.
    /// </summary>
    [Theory]
    [InlineData(1, AccountDecision.Corroborated, Verdict.Pass)]
    [InlineData(0.5, AccountDecision.Corroborated, Verdict.Pass)]
    [InlineData(2, AccountDecision.Unsettled, Verdict.Inconclusive)]
    [InlineData(10, AccountDecision.Unsettled, Verdict.Inconclusive)]
    [InlineData(double.PositiveInfinity, AccountDecision.Unsettled, Verdict.Inconclusive)]
    public void An_outage_of_one_minute_is_weighed_by_that_minute(double times, AccountDecision expected, Verdict verdict)
    {
        const double canary = 150;
        foreach (var minute in new[] { 5, 14 })
        {
            var shop = new Shop(15).Fails(Shop.Payments, t => t == minute ? canary : 0, t => t == minute ? 19 * canary / times : 0);

            shop.Account().Decision.ShouldBe(expected, $"minute {minute}");
            shop.Evaluate().Verdict.ShouldBe(verdict);
        }
    }

    /// <summary>What is excused is told with all that the excuse rests on.</summary>
    [Fact]
    public void An_outage_of_one_minute_is_told_with_its_counts()
    {
        var found = new Shop(15).Fails(Shop.Payments, t => t == 5 ? 150 : 0, t => t == 5 ? 2850 : 0).Account();

        found.Tested.ShouldBe(new CountPair(150, 3000, 2850, 57_000));
        found.Harm.ShouldBe(0, "nothing speaks against it, and evidence is not below none");
        found.Ratio.ShouldNotBeNull().Low.ShouldBeInRange(0.5, 1);
        found.Reason.ToString().ShouldBe("payments-api fails 5 % of the canary's requests (stable 5 %): upstream, corroborated (HttpRequestException 503, 150 of 3,000 canary and 2,850 of 57,000 stable requests)");
        found.Reason.Over.ShouldBe("10m of the rollout");
    }

    [Fact]
    public void An_account_is_not_tested_on_the_error_it_was_chosen_for()
    {
        // All of it in one minute: seen there, and nothing after it.
        var found = new Shop(15).Fails(Shop.Payments, t => t == 5 ? 200 : 0, _ => 0).Account();

        found.Tested.CanaryBad.ShouldBe(0);
        (found.Decision, found.Seen.CanaryBad).ShouldBe((AccountDecision.Unsettled, 200), "200 are not too few: none of them is weighed");
        found.Reason.ToString().ShouldBe("payments-api fails 6.7 % of the canary's requests (stable 0 %): unresolved, all of them came at once, and not as many as stable's for certain (HttpRequestException 503, 200 of 3,000 canary and 0 of 57,000 stable requests)");
    }

    /// <summary>What is seen is told: none of the errors of the last minute is weighed, and they are neither none nor, from thirty on, too few.</summary>
    [Theory]
    [InlineData(29, AccountDecision.TooFew, "9.7", "too few to tell")]
    [InlineData(30, AccountDecision.Unsettled, "10", "none of them weighed yet")]
    public void Errors_of_the_last_minute_are_told_as_they_were_seen(double errors, AccountDecision decision, string percent, string ground)
    {
        var found = new Shop(10).Fails(Shop.Payments, t => t == 9 ? errors : 0, _ => 0).Account();

        (found.Decision, found.Reason.Over).ShouldBe((decision, "since 12:09Z"));
        found.Reason.ToString().ShouldBe($"payments-api fails {percent} % of the canary's requests (stable 0 %): unresolved, {ground} (HttpRequestException 503, {errors} of 300 canary and 0 of 5,700 stable requests)");
    }

    [Fact]
    public void Accounts_share_the_budget_in_the_order_of_their_first_errors()
    {
        var accounts = new Shop(15).Fails(Shop.Payments, 3, 57, from: 3).Fails(Shop.Database, 3, 57).Fails(Shop.Client, 3, 57, from: 6).Attribute().ShouldNotBeNull().Accounts;

        accounts.Select(found => found.Account.Name).ShouldBe(["database", "payments-api", "client"]);
        var alphas = accounts.Select(found => Math.Exp(-found.FailsAt)).ToList();
        (alphas[1] / alphas[0]).ShouldBe(1.0 / 3, tolerance: 1e-9);
        (alphas[2] / alphas[0]).ShouldBe(1.0 / 6, tolerance: 1e-9);
        alphas.Sum().ShouldBeLessThan(ErrorBudget.PerWeight(new Shop().Policy));
    }

    [Fact]
    public void Put_to_the_test_is_what_came_after_the_first_sight_and_the_warm_up()
    {
        var found = Shop.Outage().Account();

        (found.Tested.CanaryBad, found.Tested.CanaryExposure, found.Tested.StableBad, found.Tested.StableExposure).ShouldBe((19 * 15, 19 * 300, 19 * 285, 19 * 5700));
        found.FailsAt.ShouldBe(Math.Log(2 / ErrorBudget.PerWeight(new Shop().Policy)), tolerance: 1e-9, "half of it, the first of who knows how many");
        found.ProvenAt.ShouldBe(Math.Log(1 / new SequentialSettings().FalseProof), tolerance: 1e-9);
        (found.Trajectory.Count, found.CallRatio, found.ChanceOfOnset, found.IsWitnessed).ShouldBe((19, null, null, false));
        found.Ratio.ShouldNotBeNull().Low.ShouldBeInRange(0.7, 0.99);
    }

    [Fact]
    public void A_dependency_that_the_policy_knows_is_tested_from_its_first_error_on_and_before_the_others()
    {
        var shop = new Shop(15).Fails(Shop.Client, 3, 57).Fails(Shop.Database, t => t == 6 ? 90 : 0, _ => 0).Fails(Shop.Payments, t => t == 9 ? 60 : 0, _ => 0);
        shop.Settings = shop.Settings with { Dependencies = [new DependencySettings("payments-api", ["payments-api"], null, []), new DependencySettings("database", ["database"], null, [])] };

        var accounts = shop.Attribute().ShouldNotBeNull().Accounts;

        accounts.Select(found => (found.Account.Name, found.Tested.CanaryBad)).ShouldBe([("payments-api", 60), ("database", 90), ("client", 42)]);
    }

    [Fact]
    public void Accounts_first_seen_at_once_share_the_budget_by_name() =>
        new Shop(15).Fails(Shop.Payments, 3, 57).Fails(Shop.Database, 3, 57).Fails(Shop.Client, 3, 57).Attribute().ShouldNotBeNull().Accounts.Select(found => found.Account.Name).ShouldBe(["client", "database", "payments-api"]);
}
