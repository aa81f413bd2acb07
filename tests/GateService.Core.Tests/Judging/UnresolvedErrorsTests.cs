using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Tests.Attribution;

namespace GateService.Core.Tests.Judging;

/// <summary>Errors that nothing resolves are tested with the service's own, as the judge beside them tests: a hair over a limit is not over it, and an own fault among them holds.</summary>
public sealed class UnresolvedErrorsTests
{
    [Theory]
    [InlineData(0.0265)] // a hair under what is counted
    [InlineData(0.018)]
    public void A_share_that_is_not_shown_to_be_over_the_limit_holds_nobody(double limit)
    {
        var finding = Of(Middling(limit));

        (finding.Outcome, finding.Reason.Because).ShouldBe((FindingOutcome.Met, null));
    }

    [Fact]
    public void One_that_is_shown_to_be_over_it_does_and_counts_the_services_own()
    {
        var held = Of(Middling(0.005).Fails(Shop.Own, 1, 19));

        (held.Outcome, held.Undecided, held.Reason.Because).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Unresolved, "with them 3 % of the requests in the last 9m fail, over limit 0.5 %"));
    }

    /// <summary>As many as stable, too few to be certain of it: enough for a step that asks for no proof, over the limit as it is. One that may have twice as many is held by any step.</summary>
    [Theory]
    [InlineData(1, StepDemand.NoHarm, FindingOutcome.Met)]
    [InlineData(1, StepDemand.Proven, FindingOutcome.Undecided)]
    [InlineData(1.7, StepDemand.NoHarm, FindingOutcome.Undecided)]
    [InlineData(1.7, StepDemand.Proven, FindingOutcome.Undecided)]
    public void What_is_probably_upstream_holds_where_proof_is_asked_for(double times, StepDemand demand, FindingOutcome expected)
    {
        var shop = Alike(times, demand);

        (shop.Account().IsExcused, shop.Account().IsProbablyUpstream).ShouldBe((false, times < 1.5));
        Of(shop).Outcome.ShouldBe(expected);
    }

    /// <summary>The likely ones let nobody else through: what is said to hold is what nobody knows.</summary>
    [Fact]
    public void Beside_what_is_probably_upstream_other_errors_are_tested_by_themselves()
    {
        Of(Alike(1, StepDemand.NoHarm).Fails(Shop.Database, 0.1, 1.9)).Outcome.ShouldBe(FindingOutcome.Met);

        var held = Of(Alike(1, StepDemand.NoHarm).Fails(Shop.Database, 8, 90));

        (held.Undecided, held.Reason.Head[..8], held.Reason.Because).ShouldBe((UndecidedCause.Unresolved, "database", "with them 2.7 % of the requests in the last 9m fail, over limit 0.2 %"));
    }

    /// <summary>A dependency's errors of the canary's first minute, which no bet is laid on: so many that they put the window beyond twice its limit hold as its own do.</summary>
    [Theory]
    [InlineData(180, 0, FindingOutcome.Undecided)]
    [InlineData(300, 0, FindingOutcome.Undecided)]
    [InlineData(20, 0, FindingOutcome.Met)]
    public void A_start_that_fails_at_a_dependency_holds(double canary, double stable, FindingOutcome expected)
    {
        var held = Of(new Shop(10) { Past = _ => 0.0005 }.Fails(Shop.Database, t => t == 0 ? canary : 0, t => t == 0 ? stable : 0));

        held.Outcome.ShouldBe(expected, held.Reason.ToString());
        held.Reason.Head.ShouldNotContain("fails 0 %");
    }

    [Fact]
    public void Without_the_mechanism_nothing_is_held()
    {
        var shop = Middling(0.005);
        shop.Settings = shop.Settings with { Mechanisms = Mechanisms.All with { Unresolved = false } };

        Of(shop).Outcome.ShouldBe(FindingOutcome.Met);
    }

    /// <summary>The canary's own address fails from minute 8 on: two bad minutes are too few to fail it, and not too few to hold it.</summary>
    [Theory]
    [InlineData(8, 0, FindingOutcome.Undecided)]
    [InlineData(0, 855, FindingOutcome.Met)]
    public void An_own_fault_that_began_just_now_is_held_and_an_outage_of_both_is_not(int from, double stableErrors, FindingOutcome expected)
    {
        var finding = Of(new Shop(10) { Past = _ => 0.15 }.Fails(Shop.Payments, 45, stableErrors, from));

        finding.Outcome.ShouldBe(expected, finding.Reason.ToString());
    }

    /// <summary>Worse than stable is said where stable served when that was shown.</summary>
    [Theory]
    [InlineData(5, 100, "with them 3.3 % of the requests in the last 9m fail, over limit 2 % and worse than 1.15x stable")]
    [InlineData(100, 5, "with them 3.3 % of the requests in the last 9m fail, over limit 2 %")]
    public void Where_stable_is_gone_nothing_is_worse_than_it(double weight, int serves, string because)
    {
        var finding = Of(new Shop(9) { Weight = weight, StableServes = t => t < serves }.Fails(Shop.Payments, 45, 0, from: 7));

        (finding.Undecided, finding.Reason.Because).ShouldBe((UndecidedCause.Unresolved, because));
    }

    [Fact]
    public void A_canary_that_is_better_than_stable_is_not_held_however_many_fail()
    {
        Of(Better(tail: 12)).Outcome.ShouldBe(FindingOutcome.Met);
        Of(Worse()).Undecided.ShouldBe(UndecidedCause.Unresolved);
    }

    [Fact]
    public void Being_alike_is_no_excuse_where_nobody_knows_how_often_the_canary_calls()
    {
        // Who calls more often hurts the dependency for both.
        var finding = Of(Better(tail: 0, "New Relic was too slow"));

        (finding.Undecided, finding.Reason.Because).ShouldBe((UndecidedCause.Unresolved, "with them 4 % of the requests in the last 20m fail, over limit 2 %"));
    }

    [Fact]
    public void Where_a_step_asks_for_proof_these_errors_need_it_too()
    {
        Of(Few(StepDemand.NoHarm)).Outcome.ShouldBe(FindingOutcome.Met);
        Of(Few(StepDemand.Proven)).Reason.Because.ShouldBe("with them 0.67 % of the requests in the last 2m fail, not proven within 0.5 %");
        Of(Middling(0.0265, StepDemand.Proven)).Outcome.ShouldBe(FindingOutcome.Met);

        static Shop Few(StepDemand demand) => new Shop(2) { Limit = 0.005, Demand = demand }.Fails(Shop.Payments, 2, 8);
    }

    [Fact]
    public void Each_objective_counts_by_its_own_limit_what_it_calls_an_error()
    {
        // 401s are no errors by their status: the error rate has nothing to say of them, the success rate has.
        Of(Refusing(0.5)).Outcome.ShouldBe(FindingOutcome.Met);
        Of(Refusing(0.005, past: 0.004)).Reason.Because.ShouldBe("with them 2.7 % of the requests in the last 9m fail, over limit 0.5 %");
        Of(Refusing(0.005)).Outcome.ShouldBe(FindingOutcome.Met, "stable was refused 2 % in the whole hour before");
    }

    /// <summary>A floor promises nothing, and nobody is failed: but of so many errors that nobody is sure of too little is left to pass on.</summary>
    [Theory]
    [InlineData(19, FindingOutcome.Met)]
    [InlineData(20, FindingOutcome.Undecided)]
    public void So_many_that_nobody_is_sure_of_hold_whatever_the_limit_promises(double errors, FindingOutcome expected)
    {
        var finding = Of(new Shop(4, canary: 100, stable: 200) { Past = _ => 0.2, Limit = 0.9 }.Fails(Shop.Payments, errors, 2 * errors));

        (finding.Outcome, finding.Reason.Because).ShouldBe((expected, expected == FindingOutcome.Met ? null : "only 80 % of the canary's requests could be judged"));
    }

    /// <summary>One bad minute holds while it is fresh, and no rollout for good.</summary>
    [Theory]
    [InlineData(28, FindingOutcome.Undecided)]
    [InlineData(2, FindingOutcome.Met)]
    public void What_is_over_holds_nobody_any_more(int minute, FindingOutcome expected) =>
        Of(new Shop(30) { WindowFrom = 20, Past = _ => 0.001 }.Fails(Shop.Payments, t => t == minute ? 70 : 0, _ => 0)).Outcome.ShouldBe(expected);

    /// <summary>1.7 times stable's share: neither more than its share for certain nor at most twice.</summary>
    private static Shop Middling(double limit, StepDemand demand = StepDemand.NoHarm) =>
        new Shop(9) { Past = _ => 0.02, Limit = limit, Demand = demand }.Fails(Shop.Payments, 8, 90);

    /// <summary>A handful of errors a minute, over the limit, beside as many of stable, whose past was restless; or so many times as many.</summary>
    private static Shop Alike(double times, StepDemand demand) => new Shop(9) { Past = minute => minute % 2 == 0 ? 0.027 : 0.013, Limit = 0.002, Demand = demand }.Fails(Shop.Payments, 5 * times, 95);

    private static Shop Refusing(double failureLimit, double past = 0.02) =>
        new Shop(9) { Past = _ => 0.0005, PastMarks = past, Limit = 0.005, FailureLimit = failureLimit }.Marks(Shop.Client, 8, 90);

    /// <summary>4 % of the canary beside 12 % of stable; errors that nobody could tell apart keep it from being excused.</summary>
    private static Shop Better(double tail, string? unavailable = null)
    {
        var shop = new Shop(20) { Past = _ => 0.2, Limit = 0.02, Change = errors => errors with { CallsUnavailable = unavailable } }.Fails(Shop.Payments, 12, 684);
        return tail > 0 ? shop.Fails(null, 60, 2000) : shop;
    }

    private static Shop Worse() => new Shop(12) { Past = _ => 0.2, Limit = 0.02 }.Fails(Shop.Payments, 18, 204);

    private static Finding Of(Shop shop) => shop.Evaluate().Findings.Single(finding => finding.Objective == "dependencies");
}
