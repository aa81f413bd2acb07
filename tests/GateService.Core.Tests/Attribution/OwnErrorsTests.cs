using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Origins;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>What is held against the service's own limit, and that before the first step nobody is excused.</summary>
public sealed class OwnErrorsTests
{
    [Fact]
    public void Beside_stable_only_the_services_own_errors_count()
    {
        var finding = new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285).Fails(Shop.Own, 1, 19).Evaluate().Findings[0];

        finding.Bad.ShouldBe(20);
        finding.StableBad.ShouldBe(380);
        finding.Value.ShouldBe(1.0 / 300);
        finding.Outcome.ShouldBe(FindingOutcome.Met);
    }

    [Fact]
    public void In_minutes_without_stable_all_of_them_count()
    {
        var finding = new Shop(20) { Past = _ => 0.05, StableServes = t => t < 15 }.Fails(Shop.Payments, 15, 285).Evaluate().Findings[0];

        finding.Bad.ShouldBe(5 * 15);
    }

    [Fact]
    public void What_a_bypass_leaves_out_is_left_out_with_and_without_stable()
    {
        var shop = new Shop(20) { StableServes = t => t < 15 }.Fails(Shop.Payments, 15, 0);
        shop.Settings = new AttributionSettings
        {
            Signatures = [new SignatureRule { Name = "known", Types = ["*HttpRequestException"], Origin = SignatureOrigin.Bypass, Until = DateOnly.FromDateTime(Shop.Begin.UtcDateTime), Reason = "SHOP-1" }],
        };

        var evaluation = shop.Evaluate();

        var own = evaluation.Findings.Single(finding => finding.Kind == ObjectiveKind.ErrorRate);
        (own.Bad, own.Outcome).ShouldBe((0, FindingOutcome.Met));
    }

    [Fact]
    public void A_bypass_that_is_over_excuses_nothing()
    {
        var shop = new Shop(15).Fails(Shop.Payments, 15, 0);
        shop.Settings = new AttributionSettings
        {
            Signatures = [new SignatureRule { Name = "known", Types = ["*HttpRequestException"], Origin = SignatureOrigin.Bypass, Until = DateOnly.FromDateTime(Shop.Begin.UtcDateTime).AddDays(-1), Reason = "SHOP-1" }],
        };

        shop.Evaluate().Verdict.ShouldBe(Verdict.Fail);
    }

    [Fact]
    public void A_policy_that_does_not_ask_whose_fault_it_is_counts_everything()
    {
        var shop = new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285);
        shop.Settings = shop.Settings with { IsEnabled = false };

        shop.Attribute().ShouldBeNull();
        shop.Evaluate().Findings.ShouldHaveSingleItem().Bad.ShouldBe(300);
    }

    [Fact]
    public void An_own_regression_is_found_beside_an_outage_and_says_what_is_judged_apart()
    {
        var evaluation = new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285).Fails(Shop.Own, 15, 3).Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Fail);
        evaluation.Findings[0].Reason.ToString().ShouldContain("NullReferenceException 500 x300; payments-api judged apart");
    }

    [Theory]
    [InlineData(false, 20 * 15)]
    [InlineData(true, 20 * 11)]
    public void An_error_rate_sets_apart_what_is_an_error_and_a_success_rate_all_that_failed(bool countsSuccesses, double own)
    {
        var shop = new Shop(20) { Past = _ => 0.05, CountsSuccesses = countsSuccesses }.Fails(Shop.Payments, 15, 285).Fails(Shop.Own, 15, 3);
        shop.Change = errors => errors with { Canary = [.. errors.Canary.Select(series => series with { Buckets = [.. series.Buckets.Select(count => new ErrorCount(count.Errors, count.Errors + 4))] })] };

        shop.Evaluate().Findings[0].Bad.ShouldBe(own);
    }

    [Theory]
    [InlineData(true, 30)]
    [InlineData(false, null)]
    public void The_emergency_gate_is_told_of_all_that_failed_where_it_counts_all(bool countsAll, int? all)
    {
        var shop = new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285).Fails(Shop.Own, 15, 3);
        shop.Settings = shop.Settings with { Mechanisms = Mechanisms.All with { EmergencyCountsAll = countsAll } };

        var own = OwnErrors.Of(new Trial(shop.Policy.Objectives[0], shop.Evidence.Objectives[0], shop.Context), shop.Attribute()!, excusesAlone: false).Evidence.Judged.Buckets;

        own.ShouldAllBe(bucket => bucket.Bad == 15 && bucket.AllBad == all);
    }

    [Fact]
    public void A_window_without_requests_has_no_share_of_its_own_that_failed()
    {
        var shop = new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285);
        var evidence = shop.Evidence.Objectives[0];
        var silent = evidence with { Judged = new SliceEvidence.Measured(0, 0, 0, evidence.Judged.Buckets) };

        OwnErrors.Of(new Trial(shop.Policy.Objectives[0], silent, shop.Context), shop.Attribute()!, excusesAlone: false).Evidence.Judged.ShouldBeOfType<SliceEvidence.Measured>().Value.ShouldBe(0);
    }

    [Fact]
    public void Preflight_holds_where_a_dependency_fails_now_and_did_not_before()
    {
        var evaluation = Before().Fails(Shop.Payments, 0.1, 0).Fails(Shop.Payments with { Message = "now" }, t => t >= 20 ? 15 : 0, _ => 0).Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
        var finding = evaluation.Findings.Single(found => found.Objective == "dependencies");
        finding.Undecided.ShouldBe(UndecidedCause.StableUnhealthy);
        finding.Reason.ToString().ShouldStartWith("payments-api is failing: ");
    }

    [Fact]
    public void Preflight_holds_nobody_for_what_has_always_been_so()
    {
        var finding = Before().Fails(Shop.Payments, 2, 0).Evaluate().Findings.Single(found => found.Objective == "dependencies");

        finding.Outcome.ShouldBe(FindingOutcome.Met);
        finding.Reason.Brief.ShouldEndWith("of stable's requests, as before");
    }

    [Fact]
    public void Preflight_holds_stables_own_errors_against_its_limit_and_a_dependencys_against_its_past()
    {
        Before().Fails(Shop.Own, 15, 0).Evaluate().Findings[0].Undecided.ShouldBe(UndecidedCause.StableUnhealthy);
        Before().Fails(Shop.Payments, 15, 0).Evaluate().Verdict.ShouldBe(Verdict.Pass);
    }

    [Fact]
    public void A_policy_that_judges_only_against_stable_lets_a_fix_through_and_says_why()
    {
        var shop = Before(onlyAgainstStable: true).Fails(Shop.Payments, t => t >= 20 ? 15 : 0, _ => 0).Fails(Shop.Own, 15, 0);

        var evaluation = shop.Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Pass);
        evaluation.Findings.ShouldAllBe(finding => finding.Reason.Brief.EndsWith("let through, because the policy judges only against stable", StringComparison.Ordinal));
    }

    private static Shop Before(bool onlyAgainstStable = false) => new(25)
    {
        Mode = GateMode.Preflight,
        Weight = null,
        WindowFrom = 20,
        JudgesOnlyAgainstStable = onlyAgainstStable,
    };
}
