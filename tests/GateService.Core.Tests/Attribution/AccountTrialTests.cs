using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>What becomes of a suspicion: every decision, by the world it is about.</summary>
public sealed class AccountTrialTests
{
    [Fact]
    public void Stable_fails_at_the_same_rate_and_has_done_so_before_so_it_is_upstream()
    {
        var found = Outage().Account();

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

    [Theory]
    [InlineData(1.0, false)]
    [InlineData(1.4, false)]
    [InlineData(2.5, true)]
    public void Calling_one_and_a_half_times_as_often_while_it_fails_is_the_canarys_even_where_stable_fails_alike(double calls, bool isAmplified)
    {
        var found = Outage().Traces("payments-api", calls, 1).Account();

        found.Decision.ShouldBe(isAmplified ? AccountDecision.Amplified : AccountDecision.Corroborated);
        found.CallRatio.ShouldNotBeNull().ShouldBe(calls, tolerance: 1e-9);
        found.Fails.ShouldBe(isAmplified);
    }

    [Theory]
    [InlineData(2.5, 2, AccountDecision.Amplified)]
    [InlineData(1, 2, AccountDecision.Corroborated)]
    public void Without_traces_the_agents_counters_tell(double external, double database, AccountDecision expected) =>
        Outage().Counts(external, 1, canaryDatabase: database).Account().Decision.ShouldBe(expected);

    [Fact]
    public void A_datastores_calls_are_counted_as_datastores() =>
        new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Database, 15, 285).Counts(1, 1, canaryDatabase: 6).Account().Decision.ShouldBe(AccountDecision.Amplified);

    [Fact]
    public void Calls_are_those_of_all_hosts_that_a_policy_gives_one_name()
    {
        // The canary uses the new address, stable the old one; together it calls as often as before.
        var shop = Outage();
        shop.Settings = shop.Settings with { Dependencies = [new DependencySettings("payments-api", ["payments-*"], null, [])] };
        shop.Traces("payments-eu", 1, 0).Traces("payments-us", 0, 1);

        shop.Account().CallRatio.ShouldNotBeNull().ShouldBe(1, tolerance: 1e-9);
        shop.Account().Decision.ShouldBe(AccountDecision.Corroborated);
    }

    [Fact]
    public void More_calls_without_the_errors_to_hurt_anybody_are_a_note_and_no_verdict()
    {
        var attribution = new Shop(15).Fails(Shop.Own, 0, 3).Traces("payments-api", 2.5, 1).Attribute().ShouldNotBeNull();

        attribution.Notes.ShouldBe(["the canary calls payments-api 2.5x as often per request as stable: it may be meant"]);
    }

    [Fact]
    public void Giving_up_sooner_than_stable_is_the_canarys_and_holds_the_step()
    {
        var shop = Outage(minutes: 25).Waits("payments-api", 0.2, 2);

        shop.Account().Decision.ShouldBe(AccountDecision.GivesUpSooner);
        shop.Account().IsSelfInflicted.ShouldBeTrue();
        shop.Evaluate().Verdict.ShouldBe(Verdict.Inconclusive);
        Outage(minutes: 25).Waits("payments-api", 1.9, 2).Account().Decision.ShouldBe(AccountDecision.Corroborated);
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

    [Theory]
    [InlineData(1, AccountDecision.TooFew)]
    [InlineData(2.5, AccountDecision.CallsMore)]
    public void Calling_a_dependency_more_often_that_hardly_fails_is_unresolved(double calls, AccountDecision expected)
    {
        var found = new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, t => t is 3 or 9 ? 1 : 0, t => t == 5 ? 20 : 0).Traces("payments-api", calls, 1).Account();

        (found.Decision, found.Fails, found.IsExcused).ShouldBe((expected, false, false));
    }

    [Fact]
    public void What_is_first_seen_in_the_last_minute_is_not_tested_yet()
    {
        var found = new Shop(10).Fails(Shop.Payments, t => t == 9 ? 5 : 0, _ => 0).Account();

        (found.Decision, found.Tested, found.Harm, found.Ratio, found.Trajectory.Count).ShouldBe((AccountDecision.TooFew, new CountPair(0, 0, 0, 0), 0, null, 0));
        found.Harmless.ShouldBeInRange(-100, 0, "it speaks for nobody that stable has none");
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

    /// <summary>Who calls a dependency more often is not excused by one minute either.</summary>
    [Theory]
    [InlineData(1, AccountDecision.Corroborated)]
    [InlineData(2.5, AccountDecision.CallsMore)]
    public void An_outage_of_the_latest_minute_excuses_nobody_who_calls_more(double calls, AccountDecision expected) =>
        new Shop(15).Fails(Shop.Payments, t => t == 14 ? 150 : 0, t => t == 14 ? 2850 : 0).Traces("payments-api", calls, 1).Account().Decision.ShouldBe(expected);

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

    /// <summary>Stable served until minute 8, and the dependency fails after that: many errors, and nothing to hold them against.</summary>
    [Fact]
    public void Errors_that_came_when_stable_was_gone_are_counted_and_compared_with_nothing()
    {
        var found = new Shop(14) { Weight = 100, StableServes = t => t < 8 }.Fails(Shop.Payments, 30, 0, from: 9).Account();

        (found.Decision, found.Tested).ShouldBe((AccountDecision.Unsettled, new CountPair(0, 0, 0, 0)));
        found.Reason.ToString().ShouldBe("payments-api fails 10 % of the canary's requests: unresolved, nothing beside the canary corroborates them (HttpRequestException 503, 150 of 1,500 canary requests)");
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
    public void The_emergency_gate_counts_every_error_whoever_it_blames()
    {
        var evaluation = new Shop(6) { Past = _ => 0.9, Limit = 0.9 }.Fails(Shop.Payments, 285, 300).Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Fail);
        evaluation.Findings.ShouldContain(finding => finding.Objective == "error-rate" && finding.Judgement!.Gate == GateKind.Emergency);
    }

    private static Shop Outage(int minutes = 20) => new Shop(minutes) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285);

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

    [Theory]
    [InlineData(50, true)]
    [InlineData(49, false)]
    public void Traces_say_how_often_a_dependency_is_called_from_fifty_requests_on(double canaryRequests, bool isSaid)
    {
        // A tenth of them is traced, in ten minutes that count.
        var shop = new Shop(11, canary: canaryRequests).Traces("payments-api", 30, 1);

        (shop.Attribute().ShouldNotBeNull().Notes.Count > 0).ShouldBe(isSaid);
    }

    [Fact]
    public void Put_to_the_test_is_what_came_after_the_first_sight_and_the_warm_up()
    {
        var found = Outage().Account();

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

    [Fact]
    public void More_errors_than_requests_are_all_of_them()
    {
        var found = new Shop(15).Fails(Shop.Payments, 400, 6000).Account();

        (found.Tested.CanaryBad, found.Tested.StableBad).ShouldBe((14 * 300, 14 * 5700));
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

    [Fact]
    public void Each_mechanism_can_be_left_out_to_measure_what_it_is_for()
    {
        With(new Shop(15) { Past = _ => 0.005 }.Fails(Shop.Payments, 24, 28), all => all with { Excess = false }).Decision.ShouldBe(AccountDecision.Unsettled);
        With(new Shop(9) { Past = _ => 0.02 }.Fails(Shop.Payments, 8, 90), all => all with { Corroboration = false }).Decision.ShouldBe(AccountDecision.Corroborated);
        With(Outage().Traces("payments-api", 2.5, 1), all => all with { Amplification = false }).Decision.ShouldBe(AccountDecision.Corroborated);
        With(Outage(minutes: 25).Waits("payments-api", 0.2, 2), all => all with { GivingUp = false }).Decision.ShouldBe(AccountDecision.Corroborated);
        var began = With(new Shop(20).Fails(Shop.Payments, 15, 285, from: 1), all => all with { DoseResponse = false });
        (began.Decision, began.ChanceOfOnset).ShouldBe((AccountDecision.Corroborated, null));
        With(new Shop(15) { StableServes = _ => false, Weight = 100 }.Fails(Shop.Payments, 30, 0).Waits("payments-api", 0.03, 0.03, failed: 6, calls: 60).Witness("payments-api", 600, 60), all => all with { Witnesses = false })
            .Decision.ShouldBe(AccountDecision.NoControl);
        With(new Shop(15).Fails(Shop.Payments, t => t == 5 ? 200 : 0, _ => 0), all => all with { BetsAfterFirstSight = false }).Tested.CanaryBad.ShouldBe(200);
        With(Outage(), all => all with { SharedBudget = false }).FailsAt.ShouldBe(Math.Log(1 / ErrorBudget.PerWeight(new Shop().Policy)), tolerance: 1e-9);

        static AccountFinding With(Shop shop, Func<Mechanisms, Mechanisms> change)
        {
            shop.Settings = shop.Settings with { Mechanisms = change(Mechanisms.All) };
            return shop.Account();
        }
    }
}
