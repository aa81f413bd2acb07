using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>An outage of both that the canary tells in other words fails nobody; an error of the canary beneath it does.</summary>
public sealed class OtherNameTests
{
    private static readonly ErrorSignature Wrapped = new("Shop.PaymentUnavailableException", "500", "payment service unavailable for order *");

    /// <summary>Stable's 5 % are payments-api's; so many of the canary's 300 a minute fail by a class of its own.</summary>
    [Theory]
    [InlineData(15, 0, Verdict.Inconclusive)]
    [InlineData(17, 0, Verdict.Inconclusive)]
    [InlineData(36, 0, Verdict.Fail)]
    [InlineData(15, 15, Verdict.Fail)]
    [InlineData(12, 3, Verdict.Inconclusive)]
    public void A_canary_that_wraps_what_stable_fails_by_is_held_and_one_that_fails_besides_fails(double wrapped, double plain, Verdict expected) =>
        new Shop(15, stable: 1200) { Past = _ => 0.05 }.Fails(Wrapped, wrapped, 0).Fails(Shop.Payments, plain, 60).Evaluate().Verdict.ShouldBe(expected);

    /// <summary>By another host: an account that stable has none of, beside one that the canary has none of.</summary>
    [Theory]
    [InlineData(15, 60, Verdict.Inconclusive)]
    [InlineData(15, 0, Verdict.Fail)]
    [InlineData(15, 12, Verdict.Fail)]
    public void A_dependency_under_another_name_is_held_and_one_that_fails_the_canary_alone_fails(double canary, double stable, Verdict expected)
    {
        var shop = new Shop(15, stable: 1200) { Past = _ => 0.05 }.Fails(Shop.Database, canary, 0).Fails(Shop.Payments, 0, stable);

        shop.Evaluate().Verdict.ShouldBe(expected);
    }

    [Fact]
    public void The_sentence_says_both_names()
    {
        var finding = new Shop(15, stable: 1200) { Past = _ => 0.05 }.Fails(Wrapped, 15, 0).Fails(Shop.Payments, 0, 60).Evaluate().Findings[0];

        finding.Undecided.ShouldBe(UndecidedCause.CommonCause);
        finding.Reason.ToString().ShouldBe(
            "error-rate 5 % over limit 2 %, against stable's 0 %, but of stable's 5 % by payments-api the canary lacks its part, and fails no more than stable in all: it may be one trouble under two names (225 of 4,500 canary vs 0 of 18,000 stable requests; PaymentUnavailableException 500 x225)");
    }

    /// <summary>Since when is said where it is known: what both have from the first minute on may be older.</summary>
    [Theory]
    [InlineData(0, 20, "of stable's 5 % by payments-api the canary lacks its part")]
    [InlineData(5, 20, "by payments-api since 12:04Z the canary lacks its part")]
    [InlineData(5, 18, "by payments-api from 12:04Z to 12:19Z the canary lacks its part")]
    public void Since_when_is_said_where_it_is_known(int from, int to, string said) =>
        new Shop(20, stable: 1200) { WindowFrom = 10 }.Fails(Wrapped, t => t >= from && t < to ? 15 : 0, _ => 0).Fails(Shop.Payments, _ => 0, t => t >= from && t < to ? 60 : 0).Evaluate().Findings
            .Single(finding => finding.Objective == "error-rate").Reason.Head.ShouldContain(said);

    /// <summary>Nobody is told that it is self-inflicted and may be everybody's in one sentence.</summary>
    [Fact]
    public void An_account_that_is_held_is_not_called_self_inflicted()
    {
        var finding = new Shop(15, stable: 1200) { Past = _ => 0.05 }.Fails(Shop.Database, 15, 0).Fails(Shop.Payments, 0, 60).Evaluate().Findings.Single(found => found.Objective == "dependencies");

        finding.Undecided.ShouldBe(UndecidedCause.CommonCause);
        finding.Reason.Head.ShouldBe("database 5 %, against stable's 0 %, but of stable's 5 % by payments-api the canary lacks its part, and fails no more than stable in all: it may be one trouble under two names");
    }

    /// <summary>Half of it wrapped: each name by itself looks plain, and together they are stable's.</summary>
    [Theory]
    [InlineData(8, 7, Verdict.Inconclusive)]
    [InlineData(14, 15, Verdict.Fail)]
    public void A_part_may_be_wrapped(double wrapped, double plain, Verdict expected) =>
        new Shop(20, stable: 1200) { Past = _ => 0.05 }.Fails(Wrapped, wrapped, 0).Fails(Shop.Payments, plain, 60).Evaluate().Verdict.ShouldBe(expected);

    /// <summary>The same of few errors, one of each name a minute as chance has them, whenever it is asked about.</summary>
    [Fact]
    public void A_part_may_be_wrapped_of_few_errors()
    {
        for (var seed = 90; seed < 120; seed++)
        {
            var random = new Random(seed);
            var (wrapped, plain, stable) = (Drawn(1), Drawn(1), Drawn(8));
            foreach (var minutes in new[] { 4, 6, 8, 10, 12, 15, 20 })
            {
                new Shop(minutes, canary: 40, stable: 160) { Past = _ => 0.05 }.Fails(Wrapped, t => wrapped[t], _ => 0).Fails(Shop.Payments, t => plain[t], t => stable[t]).Evaluate().Verdict
                    .ShouldNotBe(Verdict.Fail, $"seed {seed}, {minutes} minutes");
            }

            double[] Drawn(double mean) => [.. Enumerable.Range(0, 20).Select(_ => (double)Enumerable.Range(0, 40).Count(_ => random.NextDouble() < mean / 40))];
        }
    }

    /// <summary>Stable's outage from one minute to before another; the canary's errors from one on, to the end.</summary>
    [Theory]
    [InlineData(0, 20, 0, Verdict.Inconclusive)]
    [InlineData(5, 20, 5, Verdict.Inconclusive)]
    [InlineData(5, 10, 0, Verdict.Fail)]
    [InlineData(12, 20, 0, Verdict.Fail)]
    [InlineData(0, 10, 0, Verdict.Fail)]
    public void What_does_not_come_and_go_together_is_not_one(int from, int to, int canaryFrom, Verdict expected) =>
        new Shop(20, stable: 1200) { WindowFrom = 10 }.Fails(Wrapped, t => t >= canaryFrom ? 15 : 0, _ => 0).Fails(Shop.Payments, _ => 0, t => t >= from && t < to ? 60 : 0).Evaluate().Findings
            .Single(finding => finding.Objective == "error-rate").Outcome.ShouldBe(expected == Verdict.Fail ? FindingOutcome.Tripped : FindingOutcome.Undecided);

    /// <summary>A node's trouble: one of stable's four pods has all of them.</summary>
    [Fact]
    public void What_one_of_stables_pods_has_alone_excuses_nobody() =>
        new Shop(15, stable: 1200) { Past = t => t > 1 ? 0.0005 : 0.05, Pod = (pod, t) => t < 0 ? 1 : pod == 0 ? 4 : 0 }.Fails(Wrapped, 15, 0).Fails(Shop.Payments, 0, 60).Evaluate().Verdict.ShouldBe(Verdict.Fail);

    /// <summary>Half of the requests: dead, whatever it says.</summary>
    [Fact]
    public void A_dead_canary_fails_beside_a_dead_stable_of_another_name() =>
        new Shop(15, stable: 1200) { Past = _ => 0.05 }.Fails(Wrapped, 200, 0).Fails(Shop.Payments, 0, 60).Evaluate().Verdict.ShouldBe(Verdict.Fail);
}
