using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>What becomes of a suspicion: every decision, by the world it is about.</summary>
public sealed class AccountTrialTests
{
    [Fact]
    public void Stable_fails_at_the_same_rate_and_has_done_so_before_so_it_is_upstream()
    {
        var found = Shop.Outage().Account();

        found.Decision.ShouldBe(AccountDecision.Corroborated);
        found.IsExcused.ShouldBeTrue();
        found.Ratio.ShouldNotBeNull().High.ShouldBeLessThan(2);
        found.Harmless.ShouldBeGreaterThanOrEqualTo(found.ProvenAt);
        found.Reason.ToString().ShouldStartWith("payments-api fails 5 % of the canary's requests (stable 5 %): ");
        found.Reason.ToString().ShouldContain(": upstream, corroborated (");
    }

    [Fact]
    public void The_canary_has_more_than_its_share_so_it_is_the_canarys()
    {
        var shop = new Shop(15).Fails(Shop.Payments, 24, 28);

        shop.Account().Decision.ShouldBe(AccountDecision.Excess);
        shop.Account().Harm.ShouldBeGreaterThanOrEqualTo(shop.Account().FailsAt);
        shop.Evaluate().Verdict.ShouldBe(Verdict.Fail);
        shop.Evaluate().Findings.Single(finding => finding.Objective == "dependencies").Reason.ToString().ShouldContain("self-inflicted, the canary has more of them than its share");
    }

    [Theory]
    [InlineData(SignatureOrigin.Client)]
    [InlineData(SignatureOrigin.Platform)]
    [InlineData(SignatureOrigin.Dependency)]
    public void A_class_that_only_the_canary_has_is_excused_on_no_account(SignatureOrigin origin)
    {
        var shop = new Shop(15) { Settings = new AttributionSettings { Signatures = [new SignatureRule { Name = "r", Types = ["*HttpRequestException"], Origin = origin, Named = "payments-api" }] } }
            .Fails(Shop.Payments, 24, 0);

        shop.Account().Decision.ShouldBe(AccountDecision.Excess);
        shop.Evaluate().Verdict.ShouldBe(Verdict.Fail);
    }

    [Fact]
    public void Errors_under_the_floor_are_nobodys_business_and_no_excuse_either()
    {
        var found = new Shop(15, canary: 30_000, stable: 570_000).Fails(Shop.Payments, 9, 17).Account();

        found.Decision.ShouldNotBe(AccountDecision.Excess);
        found.IsExcused.ShouldBeFalse();
    }

    [Fact]
    public void A_rate_in_the_middle_is_unresolved_and_counts_against_the_limit()
    {
        var shop = new Shop(9) { Past = _ => 0.02, Limit = 0.005 }.Fails(Shop.Payments, 8, 90);

        shop.Account().Decision.ShouldBe(AccountDecision.Unsettled);
        shop.Evaluate().Verdict.ShouldBe(Verdict.Inconclusive);
        shop.Evaluate().Findings.Single(finding => finding.Objective == "dependencies").Reason.Brief
            .ShouldEndWith("unresolved, neither more than its share nor as many as stable's for certain; with them 2.7 % of the requests in the last 9m fail, over limit 0.5 %");
    }

    /// <summary>As many as stable, not enough of them to excuse: probably upstream, held and counted all the same. Twice as many: nobody says so.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void What_stable_has_as_many_of_is_probably_upstream_and_not_excused(double times, bool isProbable)
    {
        var found = new Shop(9) { Past = _ => 0.02 }.Fails(Shop.Payments, times, 19).Account();

        found.IsExcused.ShouldBeFalse();
        found.IsProbablyUpstream.ShouldBe(isProbable);
        found.Reason.ToString().Contains("probably upstream", StringComparison.Ordinal).ShouldBe(isProbable);
        Accusation.FaultOf(found).ShouldBe(Fault.Undetermined);
    }

    /// <summary>Two minutes after the warm-up: one bet on as many as stable excuses sooner than bets on every ratio would, and somewhat more or twice as many is not excused.</summary>
    [Theory]
    [InlineData(1, AccountDecision.Corroborated)]
    [InlineData(0.2, AccountDecision.Corroborated)]
    [InlineData(1.5, AccountDecision.Unsettled)]
    [InlineData(2, AccountDecision.Unsettled)]
    public void As_many_as_stable_is_upstream_as_soon_as_twice_as_many_is_out_of_the_question(double times, AccountDecision expected) =>
        new Shop(3) { Past = _ => 0.05 }.Fails(Shop.Payments, 15 * times, 285).Account().Decision.ShouldBe(expected);

    [Theory]
    [InlineData(3, AccountDecision.TooFew)] // 24 after the warm-up
    [InlineData(4, AccountDecision.Unsettled)] // 32
    public void Too_few_to_tell_is_said_of_few(double errors, AccountDecision expected) =>
        new Shop(9) { Past = _ => 0.02 }.Fails(Shop.Payments, errors, 1.6 * 19 / 2.7 * errors).Account().Decision.ShouldBe(expected);

    [Fact]
    public void Unresolved_errors_hold_nobody_while_they_are_within_the_limit()
    {
        var shop = new Shop(10) { Limit = 0.05 }.Fails(Shop.Payments, 1, 19, from: 8);

        shop.Account().IsExcused.ShouldBeFalse();
        shop.Evaluate().Findings.Single(finding => finding.Objective == "dependencies").Outcome.ShouldBe(FindingOutcome.Met);
    }

    [Fact]
    public void Giving_up_sooner_than_stable_is_the_canarys_and_holds_the_step()
    {
        var shop = Shop.Outage(minutes: 25).Waits("payments-api", 0.2, 2);

        shop.Account().Decision.ShouldBe(AccountDecision.GivesUpSooner);
        shop.Account().IsSelfInflicted.ShouldBeTrue();
        shop.Evaluate().Verdict.ShouldBe(Verdict.Inconclusive);
        Shop.Outage(minutes: 25).Waits("payments-api", 1.9, 2).Account().Decision.ShouldBe(AccountDecision.Corroborated);
    }

    /// <summary>Two calls a minute: by chance most of them are of the quick kind for a while, in each of forty rollouts at any minute. A canary that waits a tenth as long gives up sooner all the same.</summary>
    [Theory]
    [InlineData(5, 60, false)]
    [InlineData(0.1, 0, true)]
    public void Calls_that_fail_in_two_ways_do_not_give_up_sooner_by_chance(double timeout, int refused, bool gives)
    {
        foreach (var seed in Enumerable.Range(0, 40))
        {
            foreach (var minutes in gives ? [25] : new[] { 6, 9, 12, 25 })
            {
                (Shop.Outage(minutes).Waits("payments-api", seed, refused, timeout, 5).Account().Decision == AccountDecision.GivesUpSooner).ShouldBe(gives, $"seed {seed}, {minutes} minutes");
            }
        }
    }

    /// <summary>An open breaker answers at once, and fails half as many requests as stable's patience does; as many, or one minute that fails more, are held.</summary>
    [Theory]
    [InlineData(7, Verdict.Pass)]
    [InlineData(15, Verdict.Inconclusive)]
    public void Giving_up_sooner_and_failing_fewer_takes_nothing_from_anybody(double canary, Verdict expected)
    {
        var shop = new Shop(25) { Past = _ => 0.05 }.Fails(Shop.Payments, canary, 285).Waits("payments-api", 0.2, 2);

        shop.Evaluate().Verdict.ShouldBe(expected);
        shop.Account().IsSelfInflicted.ShouldBe(expected != Verdict.Pass);
    }

    [Fact]
    public void Trouble_that_began_with_a_step_holds_and_says_how_often_chance_does_that()
    {
        var shop = new Shop(20).Fails(Shop.Payments, 15, 285, from: 1);

        shop.Account().Decision.ShouldBe(AccountDecision.BeganWithStep);
        shop.Account().Reason.ToString().ShouldEndWith("; an outage of its own falls that close with 10 %)");
        shop.Evaluate().Verdict.ShouldBe(Verdict.Inconclusive);
    }

    [Fact]
    public void An_outage_that_blinds_the_gate_is_said_as_such()
    {
        var evaluation = new Shop(20) { Past = _ => 0.3, Limit = 0.9 }.Fails(Shop.Payments, 90, 1710).Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
        var finding = evaluation.Findings.Single(finding => finding.Objective == "dependencies");
        finding.Undecided.ShouldBe(UndecidedCause.UpstreamOutage);
        finding.Reason.Brief.ShouldEndWith("upstream, corroborated; only 70 % of the canary's requests could be judged");
    }

    [Fact]
    public void A_dependency_has_the_margin_that_its_policy_gives_it()
    {
        var shop = new Shop(15).Fails(Shop.Payments, 24, 120);
        shop.Account().Decision.ShouldBe(AccountDecision.Excess);

        shop.Settings = shop.Settings with { Dependencies = [new DependencySettings("payments-api", ["payments-api"], 10, [])] };

        shop.Account().Decision.ShouldNotBe(AccountDecision.Excess);
        shop.Past = _ => 0.021;
        shop.Account().Decision.ShouldBe(AccountDecision.Corroborated, "an excuse is owed up to the same margin");
    }

    [Theory]
    [InlineData(4, AccountDecision.Suspicious, UndecidedCause.Suspicious)]
    [InlineData(5, AccountDecision.Excess, null)]
    public void Half_of_the_evidence_for_an_excess_is_suspicious(int minutes, AccountDecision expected, UndecidedCause? cause)
    {
        var shop = new Shop(minutes) { Past = _ => 0.05, Limit = 0.5 }.Fails(Shop.Payments, 45, 285);

        shop.Account().Decision.ShouldBe(expected);
        shop.Evaluate().Findings.Single(finding => finding.Objective == "dependencies").Undecided.ShouldBe(cause);
    }

    /// <summary>What stable's pods show after five minutes counts from then on, however wide a bucket is, and never before.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(10)]
    public void Pods_of_stable_that_differ_for_minutes_on_end_weaken_the_evidence_that_comes_after_them(int seconds)
    {
        // The first minute is the warm-up.
        var (buckets, first) = (60 / seconds, 4 * 60 / seconds);
        var (alike, differing) = (Trajectory(_ => 1), Trajectory(pod => pod < 2 ? 0 : 2));

        differing.Take(first).ShouldBe(alike.Take(first));
        differing[first].ShouldBeLessThan(alike[first]);
        differing[^1].ShouldBeLessThan(alike[^1] / 2);

        IReadOnlyList<double> Trajectory(Func<int, double> pod) =>
            new Shop(20 * buckets, canary: 300.0 / buckets, stable: 5700.0 / buckets) { Bucket = TimeSpan.FromSeconds(seconds), Past = _ => 0.05, Pod = (number, t) => t < 0 ? 1 : pod(number) }
                .Fails(Shop.Payments, 45.0 / buckets, 285.0 / buckets).Account().Trajectory;
    }

    /// <summary>What began in stable with the canary began in both slices where the canary has it, and not where it has none, or what it always had.</summary>
    [Theory]
    [InlineData(15, "both slices")]
    [InlineData(8, "both slices")]
    [InlineData(7, "stable")]
    [InlineData(1, "stable")]
    [InlineData(0, "stable")]
    public void What_began_with_a_step_began_where_it_is(double canary, string where) => new Shop(20).Fails(Shop.Payments, canary, 285).Account()
        .Reason.Head.ShouldEndWith($": suspected, it began in {where} with a step of the canary");

    [Theory]
    [InlineData(2, FindingOutcome.Met)]
    [InlineData(7.5, FindingOutcome.Met)]
    [InlineData(60, FindingOutcome.Undecided)]
    public void Giving_up_sooner_holds_from_the_floor_on(double errors, FindingOutcome expected)
    {
        var shop = new Shop(25) { Past = _ => 0.05 }.Fails(Shop.Payments, t => t == 3 ? errors : 0, _ => 285).Waits("payments-api", 0.2, 2);

        shop.Account().Decision.ShouldBe(AccountDecision.GivesUpSooner);
        shop.Evaluate().Findings.Single(finding => finding.Objective == "dependencies").Outcome.ShouldBe(expected);
    }

    [Fact]
    public void More_errors_than_requests_are_all_of_them()
    {
        var found = new Shop(15).Fails(Shop.Payments, 400, 6000).Account();

        (found.Tested.CanaryBad, found.Tested.StableBad).ShouldBe((14 * 300, 14 * 5700));
    }

    [Fact]
    public void Each_mechanism_can_be_left_out_to_measure_what_it_is_for()
    {
        With(new Shop(15) { Past = _ => 0.005 }.Fails(Shop.Payments, 24, 28), all => all with { Excess = false }).Decision.ShouldBe(AccountDecision.Unsettled);
        With(new Shop(9) { Past = _ => 0.02 }.Fails(Shop.Payments, 8, 90), all => all with { Corroboration = false }).Decision.ShouldBe(AccountDecision.Corroborated);
        With(Shop.Outage().Traces("payments-api", 2.5, 1), all => all with { Amplification = false }).Decision.ShouldBe(AccountDecision.Corroborated);
        With(Shop.Outage(minutes: 25).Waits("payments-api", 0.2, 2), all => all with { GivingUp = false }).Decision.ShouldBe(AccountDecision.Corroborated);
        var began = With(new Shop(20).Fails(Shop.Payments, 15, 285, from: 1), all => all with { DoseResponse = false });
        (began.Decision, began.ChanceOfOnset).ShouldBe((AccountDecision.Corroborated, null));
        With(new Shop(15) { StableServes = _ => false, Weight = 100 }.Fails(Shop.Payments, 30, 0).Waits("payments-api", 0.03, 0.03, failed: 6, calls: 60).Witness("payments-api", 600, 60), all => all with { Witnesses = false })
            .Decision.ShouldBe(AccountDecision.NoControl);
        With(new Shop(15).Fails(Shop.Payments, t => t == 5 ? 200 : 0, _ => 0), all => all with { BetsAfterFirstSight = false }).Tested.CanaryBad.ShouldBe(200);
        With(Shop.Outage(), all => all with { SharedBudget = false }).FailsAt.ShouldBe(Math.Log(1 / ErrorBudget.PerWeight(new Shop().Policy)), tolerance: 1e-9);

        static AccountFinding With(Shop shop, Func<Mechanisms, Mechanisms> change)
        {
            shop.Settings = shop.Settings with { Mechanisms = change(Mechanisms.All) };
            return shop.Account();
        }
    }
}
