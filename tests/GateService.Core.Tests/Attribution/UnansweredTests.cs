using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Attribution;

/// <summary>What New Relic did not answer, or folded away, is neither an excuse nor an accusation.</summary>
public sealed class UnansweredTests
{
    private static Shop Outage => new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285);

    [Theory]
    [InlineData(true, AccountDecision.CallsUnknown)]
    [InlineData(false, AccountDecision.Corroborated)]
    public void Where_calls_could_not_be_asked_nothing_is_excused(bool failed, AccountDecision expected)
    {
        var shop = Outage;
        shop.Change = errors => errors with { CallsUnavailable = failed ? "New Relic was too slow" : null };

        shop.Account().Decision.ShouldBe(expected);
        shop.Evaluate().Verdict.ShouldBe(failed ? Verdict.Inconclusive : Verdict.Pass);
        shop.Evaluate().Warnings.Any(warning => warning == "calls by dependency are not known, and excuse nobody: New Relic was too slow").ShouldBe(failed);
    }

    [Fact]
    public void Where_neither_traces_nor_counters_could_be_asked_nothing_is_excused()
    {
        var shop = Outage;
        shop.Change = errors => errors with { TimesUnavailable = "New Relic was too slow", CanaryTimes = [], StableTimes = [] };

        shop.Account().Decision.ShouldBe(AccountDecision.CallsUnknown);
    }

    [Fact]
    public void Traces_do_without_the_counters()
    {
        var shop = Outage.Traces("payments-api", 1, 1);
        shop.Change = errors => errors with { TimesUnavailable = "New Relic was too slow" };

        shop.Account().Decision.ShouldBe(AccountDecision.Corroborated);
    }

    [Fact]
    public void What_calls_have_no_part_in_is_excused_without_them()
    {
        var shop = new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Client, 15, 285);
        shop.Change = errors => errors with { CallsUnavailable = "New Relic was too slow" };

        shop.Account().Decision.ShouldBe(AccountDecision.Corroborated);
    }

    [Fact]
    public void An_excess_needs_no_calls_to_be_seen()
    {
        var shop = new Shop(15).Fails(Shop.Payments, 24, 28);
        shop.Change = errors => errors with { CallsUnavailable = "New Relic was too slow" };

        shop.Account().Decision.ShouldBe(AccountDecision.Excess);
    }

    [Fact]
    public void Errors_that_nobody_could_tell_apart_count_as_the_services_own()
    {
        var shop = Outage;
        shop.Change = errors => errors with { Unavailable = "New Relic was too slow", Canary = [], Stable = [] };

        shop.Attribute().ShouldBeNull();
        shop.Evaluate().Verdict.ShouldBe(Verdict.Inconclusive);
        shop.Evaluate().Findings.ShouldHaveSingleItem().Undecided.ShouldBe(UndecidedCause.CommonCause);
    }

    /// <summary>Nothing stands beside a canary that serves all: whose errors they are is all there is to go by. Beside stable, what only the canary has is its own.</summary>
    [Theory]
    [InlineData(false, 100, true, Verdict.Inconclusive)]
    [InlineData(false, 100, false, Verdict.Fail)]
    [InlineData(true, 5, true, Verdict.Fail)]
    public void Where_no_stable_speaks_for_an_upstream_what_nobody_could_tell_apart_fails_nobody(bool stableServes, double weight, bool unavailable, Verdict verdict)
    {
        var shop = new Shop(15) { StableServes = _ => stableServes, Weight = weight }.Fails(Shop.Own, 60, 0);
        shop.Change = errors => unavailable ? errors with { Unavailable = "New Relic was too slow", Canary = [], Stable = [] } : errors;

        var evaluation = shop.Evaluate();

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        evaluation.Findings[0].Reason.Head.EndsWith(", but whose errors they are could not be asked, and no stable beside it shows it: New Relic was too slow", StringComparison.Ordinal)
            .ShouldBe(verdict == Verdict.Inconclusive, evaluation.Findings[0].Reason.Head);
    }

    [Theory]
    [InlineData(5, 5)] // half of the canary's errors are visible, a fiftieth of stable's
    [InlineData(0, 10)] // none of stable's
    public void Kinds_that_are_folded_away_in_stable_make_no_excess_of_the_canary(double stableShown, double canaryShown)
    {
        var folded = new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, canaryShown, stableShown).Fails(null, 15 - canaryShown, 285 - stableShown);

        folded.Account().Decision.ShouldNotBe(AccountDecision.Excess);
        folded.Account().IsExcused.ShouldBeFalse();
        folded.Evaluate().Verdict.ShouldBe(Verdict.Inconclusive);
        folded.Evaluate().Warnings.ShouldContain("6,000 failed requests are of too many kinds to be told apart: they count as the service's own and excuse nobody".Replace("6,000", Quantity.Count((300 - stableShown - canaryShown) * 20), StringComparison.Ordinal));
    }

    [Fact]
    public void Kinds_that_are_folded_away_in_the_canary_are_no_excuse_for_it()
    {
        // What is shown of it looks like stable's; there is three times as much that is not shown.
        var shop = new Shop(20) { Past = _ => 0.05, Limit = 0.9 }.Fails(Shop.Payments, 5, 95).Fails(null, 15, 0);

        shop.Account().IsExcused.ShouldBeFalse();
    }

    [Fact]
    public void An_excess_over_all_that_is_folded_away_is_one() =>
        new Shop(20).Fails(Shop.Payments, 24, 20).Fails(null, 0, 8).Account().Decision.ShouldBe(AccountDecision.Excess);

    [Fact]
    public void What_is_folded_away_is_judged_as_the_services_own()
    {
        var shop = new Shop(15).Fails(Shop.Payments, 3, 57).Fails(null, 30, 30);

        shop.Evaluate().Verdict.ShouldBe(Verdict.Fail);
        shop.Evaluate().Findings[0].Outcome.ShouldBe(FindingOutcome.Tripped);
    }

    [Fact]
    public void All_that_was_not_said_is_noted_in_this_order()
    {
        var shop = new Shop(2).Fails(null, 1, 2);
        shop.Change = errors => errors with
        {
            CallsUnavailable = "one",
            TimesUnavailable = "two",
            UnheardWitnesses = new Dictionary<string, string> { ["payments-api"] = "four", ["database"] = "three" },
        };

        shop.Attribute().ShouldNotBeNull().Notes.ShouldBe(
        [
            "calls by dependency are not known, and excuse nobody: one",
            "where the time of requests goes is not known: two",
            "the witnesses of database could not be heard: three",
            "the witnesses of payments-api could not be heard: four",
            "6 failed requests are of too many kinds to be told apart: they count as the service's own and excuse nobody",
        ]);
        new Shop(2).Fails(Shop.Own, 1, 2).Attribute().ShouldNotBeNull().Notes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("payments-api", false, true)]
    [InlineData("database", false, false)]
    [InlineData("payments-api", true, false)]
    public void A_witness_is_lacking_where_it_could_have_spoken(string unheard, bool stableServes, bool lacks)
    {
        var shop = new Shop(15) { StableServes = _ => stableServes, Weight = 100 }.Fails(Shop.Payments, 30, 0);
        shop.Change = errors => errors with { UnheardWitnesses = new Dictionary<string, string> { [unheard] = "New Relic was too slow" } };

        shop.Attribute().ShouldNotBeNull().LacksWitness.ShouldBe(lacks);
    }
}
