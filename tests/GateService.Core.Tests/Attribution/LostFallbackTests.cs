using GateService.Core.Attribution;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>What stable answers although its dependency fails is no excuse for a canary that hands the failure on.</summary>
public sealed class LostFallbackTests
{
    [Theory]
    [InlineData("payments-api", 10)]
    [InlineData("payments-api", 20)]
    [InlineData("database", 10)]
    [InlineData("client", 15)]
    public void A_canary_that_hands_on_what_stable_answers_all_the_same_fails(string account, int minutes)
    {
        var signature = account switch { "database" => Shop.Database, "client" => Shop.Client, _ => Shop.Payments };
        var shop = Marked(minutes).Fails(signature, 15, 0).Marks(signature with { Status = "200" }, 0, 285);

        var found = shop.Account();

        found.Decision.ShouldBe(AccountDecision.Excess);
        found.Reason.ToString().ShouldContain("self-inflicted, the canary has more of them than its share; stable answers 100 % of those that fail there all the same");
        shop.Evaluate().Verdict.ShouldBe(Verdict.Fail);
    }

    [Fact]
    public void So_does_one_that_lost_it_where_stable_has_it_most_of_the_time() =>
        Marked(15).Fails(Shop.Database, 15, 57).Marks(Shop.Database with { Status = "200" }, 0, 228).Evaluate().Verdict.ShouldBe(Verdict.Fail);

    [Fact]
    public void A_canary_that_answers_as_stable_does_passes() =>
        Marked(15).Marks(Shop.Database with { Status = "200" }, 15, 285).Evaluate().Verdict.ShouldBe(Verdict.Pass);

    [Fact]
    public void So_does_one_whose_fallback_fails_as_often_as_stables() =>
        Marked(15).Fails(Shop.Database, 5, 95).Marks(Shop.Database with { Status = "200" }, 10, 190).Evaluate().Verdict.ShouldBe(Verdict.Pass);

    [Fact]
    public void So_does_one_that_brings_the_fallback() =>
        Marked(15).Fails(Shop.Database, 0, 285).Marks(Shop.Database with { Status = "200" }, 15, 0).Evaluate().Verdict.ShouldBe(Verdict.Pass);

    [Fact]
    public void A_single_failure_that_stable_would_have_answered_holds_nobody() =>
        Marked(15).Fails(Shop.Database, t => t == 7 ? 1 : 0, _ => 0).Marks(Shop.Database with { Status = "200" }, 15, 285).Account().IsExcused.ShouldBeTrue();

    private static Shop Marked(int minutes) => new(minutes) { FailureLimit = 0.1, PastMarks = 0.05 };
}
