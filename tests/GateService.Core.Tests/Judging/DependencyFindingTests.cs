using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Origins;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Tests.Attribution;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>The accounts as one finding beside the objectives: its numbers, and which account tells.</summary>
public sealed class DependencyFindingTests
{
    [Fact]
    public void Its_numbers_are_those_of_the_account_that_tells_over_the_window()
    {
        var finding = Of(new Shop(30) { Past = _ => 0.05, WindowFrom = 20 }.Fails(Shop.Payments, t => t < 20 ? 15 : 12, t => t < 20 ? 285 : 228));

        (finding.Objective, finding.Kind, finding.Outcome, finding.Undecided).ShouldBe(("dependencies", ObjectiveKind.Dependencies, FindingOutcome.Met, null));
        (finding.Value, finding.Bad, finding.Sample).ShouldBe((0.04, 120, 3000));
        (finding.StableValue, finding.StableBad, finding.StableSample).ShouldBe((0.04, 2280, 57_000));
        (finding.Threshold, finding.Comparison, finding.Unit, finding.Versus, finding.Slice).ShouldBe((0.001, Comparison.AtMost, Unit.Share, Versus.Stable, Slice.Canary));
        finding.Score.ShouldBeNull();
        finding.Queries.ShouldBe(["requests"]);
    }

    [Fact]
    public void What_trips_has_the_score_of_its_evidence_and_the_worst_account_tells()
    {
        var shop = new Shop(15).Fails(Shop.Payments, 18, 28).Fails(Shop.Database, 40, 28);
        var worst = shop.Attribute()!.Accounts.MaxBy(found => found.Harm)!;
        var finding = Of(shop);

        (shop.Attribute()!.Accounts.Count(found => found.Fails), worst.Account.Name).ShouldBe((2, "payments-api"), "the database comes first and has the smaller evidence");
        finding.Reason.ShouldBe(worst.Reason);
        finding.Score.ShouldBe(100 * worst.FailsAt / (worst.FailsAt + worst.Harm));
        finding.Outcome.ShouldBe(FindingOutcome.Tripped);
    }

    [Fact]
    public void Without_a_control_it_is_absolute_and_says_nothing_of_stable()
    {
        var finding = Of(new Shop(15) { StableServes = _ => false, Weight = 100 }.Fails(Shop.Payments, 1, 0));

        (finding.Versus, finding.StableValue, finding.StableBad, finding.StableSample).ShouldBe((Versus.Absolute, null, null, 0));
        (finding.Outcome, finding.Bad).ShouldBe((FindingOutcome.Met, 15));
    }

    [Fact]
    public void What_is_held_for_its_begin_tells_before_what_is_suspicious_and_that_before_what_is_unresolved()
    {
        var began = new Shop(20).Fails(Shop.Payments, 15, 285, from: 1).Fails(Shop.Database, 1, 19, from: 18);

        began.Attribute()!.Accounts.Select(found => found.Decision).ShouldContain(AccountDecision.BeganWithStep);
        Of(began).Undecided.ShouldBe(UndecidedCause.Unresolved);
        Of(began).Reason.ToString().ShouldContain("payments-api");
    }

    [Fact]
    public void Of_a_success_rate_the_limit_is_what_may_fail_and_its_value_what_did_not()
    {
        var shop = new Shop(9) { Past = _ => 0.02, Limit = 0.02, CountsSuccesses = true }.Fails(Shop.Payments, 8, 90).Fails(Shop.Own, 3, 57);

        Of(shop).Reason.Because.ShouldBe("with them 3.7 % of the requests in the last 9m fail, over limit 2 %");
        shop.Evaluate().Findings[0].Value.ShouldNotBeNull().ShouldBe(0.99, 1e-12);
    }

    [Fact]
    public void Unresolved_errors_count_once_where_stable_serves_no_longer()
    {
        var shop = new Shop(30) { Past = _ => 0.02, StableServes = t => t < 9, Weight = 100, WindowFrom = 20, Limit = 0.04 }.Fails(Shop.Payments, 8, 90);

        shop.Account().IsExcused.ShouldBeFalse();
        Of(shop).Outcome.ShouldBe(FindingOutcome.Met);
    }

    [Fact]
    public void A_window_counts_its_own_minutes_and_nothing_of_what_is_not_there()
    {
        IReadOnlyList<ErrorCount> failed = [.. Enumerable.Repeat(new ErrorCount(10, 10), 4)];
        var window = Window(100, 1000);

        (window.Requests, window.StableRequests, window.HasStable).ShouldBe((200, 2000, true));
        (window.Count(failed), window.Share(failed), window.StableShare(failed)).ShouldBe((20, 0.1, 0.01));
        window.Series(failed).ShouldBe([.. Enumerable.Range(0, 4).Select(t => (Shop.Begin.AddMinutes(t), 10.0, 100.0))]);
        var empty = Window(0, 0);
        (empty.Requests, empty.HasStable, empty.Share(failed), empty.StableShare(failed)).ShouldBe((0, false, 0, 0));
        Window(100, 1000, stableMinutes: 3).HasStable.ShouldBeFalse("it was counted otherwise");

        static AccountWindow Window(double canary, double stable, int stableMinutes = 4) => new(
            new ObjectiveEvidence("error-rate", Slice(canary, 4), Slice(stable, stableMinutes), []),
            new JudgingContext(5, new EvaluationWindow(Shop.Begin.AddMinutes(2), Shop.Begin.AddMinutes(4), TimeSpan.FromMinutes(1)), Core.Requests.Slice.Canary));

        static SliceEvidence Slice(double exposure, int minutes) => new SliceEvidence.NoData { Buckets = [.. Enumerable.Range(0, minutes).Select(t => new Bucket(Shop.Begin.AddMinutes(t), exposure, exposure / 20))] };
    }

    [Theory]
    [InlineData(60, FindingOutcome.Undecided)]
    [InlineData(59, FindingOutcome.Met)]
    public void A_fifth_of_the_requests_excused_is_an_outage(double errors, FindingOutcome expected) =>
        Of(new Shop(30) { Past = _ => 0.2, Limit = 0.9 }.Fails(Shop.Payments, errors, 19 * errors)).Outcome.ShouldBe(expected);

    [Fact]
    public void Preflight_tells_what_fails_now_and_what_it_was_before()
    {
        var finding = Of(Before().Fails(Shop.Payments, t => t >= 20 ? 15 : 3, _ => 0));

        (finding.Undecided, finding.Reason.Because).ShouldBe((UndecidedCause.StableUnhealthy, null));
        finding.Reason.Head.ShouldBe("payments-api is failing: 5 % of stable's requests now, 1 % before");
        Of(Before().Fails(Shop.Payments, 3, 0)).Reason.ToString().ShouldBe("payments-api fails 1 % of stable's requests, as before (HttpRequestException 503 'Service Unavailable' to payments-api)");
    }

    /// <summary>Errors of several accounts are told with the share of each, largest first, beside the one that tells and in the line of a pass.</summary>
    [Fact]
    public void Several_accounts_are_named_with_their_shares()
    {
        var shop = new Shop(30) { Past = _ => 0.1 }.Fails(Shop.Payments, 3, 57).Fails(Shop.Database, 9, 171).Fails(Shop.Client, 6, 114);
        var finding = Of(shop);

        finding.Shares.ShouldBe(["database 3 %", "client 2 %", "payments-api 1 %"]);
        finding.Reason.Brief.ShouldBe("database fails 3 % of the canary's requests (stable 3 %): upstream, corroborated; in the window database 3 %, client 2 %, payments-api 1 %");
        shop.Evaluate().Summary.ShouldContain("errors of others: database 3 %, client 2 %, payments-api 1 %");
        Of(new Shop(30) { Past = _ => 0.05 }.Fails(Shop.Payments, 3, 57)).Shares.ShouldBeEmpty();
    }

    [Fact]
    public void An_outage_of_several_dependencies_names_them()
    {
        var finding = Of(new Shop(30) { Past = _ => 0.3, Limit = 0.9 }.Fails(Shop.Payments, 30, 570).Fails(Shop.Database, 60, 1140));

        (finding.Undecided, finding.Reason.Because).ShouldBe((UndecidedCause.UpstreamOutage, "only 70 % of the canary's requests could be judged (database 20 %, payments-api 10 %)"));
        finding.Reason.Head.ShouldStartWith("database fails 20 %");
    }

    private static Shop Before() => new(25) { Mode = GateMode.Preflight, Weight = null, WindowFrom = 20 };

    private static Finding Of(Shop shop) => shop.Evaluate().Findings.Single(finding => finding.Objective == "dependencies");
}
