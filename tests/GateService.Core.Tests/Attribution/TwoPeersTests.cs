using GateService.Core.Attribution;
using GateService.Core.Policies;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>One class of errors of two dependencies: signature and dependency together are the unit of an account, and each slice's own failed calls say how many are whose.</summary>
public sealed class TwoPeersTests
{
    [Fact]
    public void A_peer_that_is_down_for_the_canary_alone_fails_it_beneath_one_that_is_down_for_both()
    {
        // 6 % of both at payments-api, 4.5 % more of the canary at stock-api, all of the same class.
        var shop = Shared(canary: 31.5).Links(Shop.Payments, "payments-api", true, 3).Links(Shop.Payments, "stock-api", true, 2).Links(Shop.Payments, "payments-api", false, 30);

        var evaluation = shop.Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Fail, evaluation.Summary);
        evaluation.Summary.ShouldContain("stock-api fails 4.2 % of the canary's requests (stable 0 %): self-inflicted");
        Account(evaluation, "stock-api").Decision.ShouldBe(AccountDecision.Excess);
        Account(evaluation, "payments-api").Fails.ShouldBeFalse();
    }

    [Fact]
    public void Both_down_for_both_slices_is_nobodys_fault()
    {
        var shop = Shared(canary: 31.5, stable: 598).Links(Shop.Payments, "payments-api", true, 3).Links(Shop.Payments, "stock-api", true, 2).Links(Shop.Payments, "payments-api", false, 18).Links(Shop.Payments, "stock-api", false, 12);

        var evaluation = shop.Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Pass, evaluation.Summary);
        evaluation.Attribution!.Accounts.ShouldHaveSingleItem().Account.Name.ShouldBe("payments-api or stock-api");
    }

    [Fact]
    public void The_parts_are_those_of_each_slice_s_own_calls_and_nothing_is_lost()
    {
        var ledger = Shared(canary: 30).Links(Shop.Payments, "payments-api", true, 3).Links(Shop.Payments, "stock-api", true, 2).Links(Shop.Payments, "payments-api", false, 30).Attribute()!.Ledger;

        ledger.Accounts.Select(account => (account.Name, account.Canary[5].Failures, account.Stable[5].Failures)).ShouldBe([("payments-api", 18, 342), ("stock-api", 12, 0)]);
        ledger.CanaryOthers.ShouldAllBe(count => Math.Abs(count.Failures - 30) < 1e-9);
    }

    [Fact]
    public void A_share_is_an_estimate_between_bounds_that_the_accusation_and_the_excuse_go_by()
    {
        var bounds = Bounds(Shared(canary: 30).Links(Shop.Payments, "payments-api", true, 3).Links(Shop.Payments, "stock-api", true, 2).Links(Shop.Payments, "payments-api", false, 30));
        var (payments, stock) = (bounds["payments-api"], bounds["stock-api"]);

        stock.Canary[5].Low.ShouldBeInRange(6, 11);
        stock.Canary[5].High.ShouldBeInRange(13, 18);
        stock.Stable[5].Low.ShouldBe(0);
        stock.Stable[5].High.ShouldBeInRange(1, 10);
        (payments.Canary[5].Low + stock.Canary[5].High).ShouldBe(30, 1e-9);
    }

    [Theory]
    [InlineData(4, 6)]
    [InlineData(0, 10)]
    public void Few_calls_of_a_slice_split_nothing_that_chance_explains(int stock, int payments)
    {
        // Calls of both kinds, hardly any of the canary's: what differs is chance.
        var shop = Shared(canary: 30, minutes: 10);
        shop.Links(Shop.Payments, "payments-api", true, 1, from: 3, to: 6).Links(Shop.Payments, "payments-api", false, payments).Links(Shop.Payments, "stock-api", false, stock);

        shop.Attribute()!.Ledger.Accounts.Count.ShouldBe(1);
    }

    /// <summary>Too few of the canary's calls were traced to split by; stable's many all failed at one peer. The other is not kept quiet, unless it is a single call.</summary>
    [Theory]
    [InlineData(4, "payments-api or stock-api")]
    [InlineData(1, "payments-api")]
    public void A_peer_of_the_canary_alone_does_not_hide_behind_stables(int stock, string name)
    {
        var shop = Shared(canary: 30, minutes: 10);
        shop.Links(Shop.Payments, "payments-api", true, 1, from: 2, to: 8).Links(Shop.Payments, "stock-api", true, 1, from: 3, to: 3 + stock).Links(Shop.Payments, "payments-api", false, 5);

        shop.Attribute()!.Ledger.Accounts.ShouldHaveSingleItem().Name.ShouldBe(name);
    }

    /// <summary>A single failed call of the canary was traced, at a dependency that none of stable's was at: too little to split by, and too much to excuse it as stable's.</summary>
    [Theory]
    [InlineData("stock-api", "payments-api or stock-api", AccountDecision.FailsElsewhere)]
    [InlineData("payments-api", "payments-api", AccountDecision.Corroborated)]
    public void Where_what_was_traced_failed_elsewhere_nothing_is_corroborated(string host, string name, AccountDecision expected)
    {
        var found = Shared(canary: 18).Links(Shop.Payments, host, true, 1, from: 3, to: 4).Links(Shop.Payments, "payments-api", false, 5).Account();

        (found.Account.Name, found.Decision, found.IsExcused).ShouldBe((name, expected, expected == AccountDecision.Corroborated));
    }

    /// <summary>Both fail 6 % at one peer, and the canary one request in forty at another, by the same class, all of it traced: an outage that is probably upstream does not hide what stable has none of.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(16, true)]
    public void What_stable_has_none_of_does_not_hide_behind_an_outage_that_both_have(int stables, bool passes)
    {
        var shop = new Shop(10, canary: 36, stable: 640) { Floor = 0.001, Past = _ => 0.06 + (stables / 640.0) }.Fails(Shop.Payments, 3, 38 + stables)
            .Links(Shop.Payments, "payments-api", true, 2).Links(Shop.Payments, "stock-api", true, 1).Links(Shop.Payments, "payments-api", false, 38).Links(Shop.Payments, "stock-api", false, stables);

        var evaluation = shop.Evaluate();

        (evaluation.Verdict == Verdict.Pass).ShouldBe(passes, evaluation.Summary);
    }

    /// <summary>Six of the canary's 24 traced failures are at a peer that none of stable's 90 is at: too few to split by for certain, and too many to excuse by stable's at the other. One in ten is, and what stable fails at as often.</summary>
    [Theory]
    [InlineData(6, 0, AccountDecision.FailsElsewhere)]
    [InlineData(6, 24, AccountDecision.Corroborated)]
    [InlineData(2, 0, AccountDecision.Corroborated)]
    public void A_peer_that_few_of_the_canarys_calls_failed_at_is_not_excused_by_stables_other(int stock, int stables, AccountDecision expected)
    {
        var shop = Shared(canary: 24).Links(Shop.Payments, "payments-api", true, 1, from: 1, to: 1 + 18).Links(Shop.Payments, "stock-api", true, 1, from: 3, to: 3 + stock)
            .Links(Shop.Payments, "payments-api", false, 5).Links(Shop.Payments, "stock-api", false, 1, from: 0, to: stables);

        shop.Account().Decision.ShouldBe(expected);
    }

    /// <summary>One peer down in the first half, the other in the second, for both slices: a sample of the busier slice holds the last minutes alone.</summary>
    [Fact]
    public void A_sample_that_reaches_less_far_back_is_no_difference_of_the_slices()
    {
        var shop = Shared(canary: 18).Links(Shop.Payments, "payments-api", true, 3, to: 10).Links(Shop.Payments, "stock-api", true, 3, from: 10).Links(Shop.Payments, "stock-api", false, 100, from: 15);

        var evaluation = shop.Evaluate();

        evaluation.Verdict.ShouldNotBe(Verdict.Fail, evaluation.Summary);
        evaluation.Attribution!.Accounts.ShouldAllBe(found => !found.Fails);
    }

    [Fact]
    public void Where_calls_of_one_slice_are_not_known_the_shares_may_be_anything()
    {
        var stock = Bounds(Shared(canary: 30).Links(Shop.Payments, "payments-api", true, 3).Links(Shop.Payments, "stock-api", true, 3).Links(Shop.Payments, "payments-api", false, 60, from: 15))["stock-api"];

        (stock.Canary[3], stock.Stable[3]).ShouldBe(((0, 30), (0, 342)));
        stock.Canary[17].Low.ShouldBeGreaterThan(4);
    }

    [Fact]
    public void Calls_of_which_nobody_noted_the_slice_split_nothing()
    {
        var shop = Shared(canary: 31.5).Links(Shop.Payments, "payments-api", 90).Links(Shop.Payments, "stock-api", 60);

        shop.Attribute()!.Accounts.ShouldHaveSingleItem().Account.Name.ShouldBe("payments-api or stock-api");
    }

    [Fact]
    public void Dependencies_beyond_the_five_most_frequent_are_one_more()
    {
        var shop = Shared(canary: 31.5).Links(Shop.Payments, "payments-api", false, 30);
        foreach (var i in Enumerable.Range(0, 7))
        {
            shop.Links(Shop.Payments, $"peer-{i}", true, 1);
        }

        var accounts = shop.Attribute()!.Ledger.Accounts;

        accounts.Select(account => account.Name).ShouldBe(["several dependencies", "peer-0", "peer-1", "peer-2", "peer-3", "payments-api"], ignoreOrder: true);
        accounts.Sum(account => account.Canary[5].Failures).ShouldBe(31.5, 1e-9);
    }

    /// <summary>An outage of payments-api since an hour: 6 % of stable's requests.</summary>
    private static Shop Shared(double canary, double stable = 342, int minutes = 20)
    {
        var shop = new Shop(minutes) { Past = _ => 0.06, Limit = 0.02 };
        shop.Settings = new AttributionSettings { Signatures = [new SignatureRule { Name = "http", Types = ["*HttpRequestException"], Origin = SignatureOrigin.Dependency }] };
        return shop.Fails(Shop.Payments, canary, stable);
    }

    private static IReadOnlyDictionary<string, AccountBounds> Bounds(Shop shop)
    {
        var errors = shop.Evidence.Errors!;
        return Ledger.Bounds(errors, new Classifier(shop.Settings, errors.FailedCalls, new DateOnly(2026, 11, 24)), shop.Context.Window with { Begin = Shop.Begin });
    }

    private static AccountFinding Account(GateEvaluation evaluation, string name) => evaluation.Attribution!.Accounts.Single(found => found.Account.Name == name);
}
