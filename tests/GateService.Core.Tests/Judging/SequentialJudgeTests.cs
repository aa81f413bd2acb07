using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

public sealed class SequentialJudgeTests
{
    [Fact]
    public void A_regression_that_is_over_the_limit_and_worse_than_stable_trips()
    {
        var finding = Weighed.Judge(Weighed.Counts(Weighed.Same(8, 8, 150, 3, 2850)), Weighed.Context(8));

        finding.Outcome.ShouldBe(FindingOutcome.Tripped);
        finding.Versus.ShouldBe(Versus.Stable);
        finding.Reason.ToString().ShouldBe("error-rate 5.3 % over limit 1 %, 5.2 points over stable's 0.11 % (64 of 1,200 canary vs 24 of 22,800 stable requests)");
        var judgement = finding.Judgement.ShouldNotBeNull();
        judgement.Harm.ShouldBeGreaterThanOrEqualTo(judgement.FailsAt);
        judgement.FailedAt.ShouldNotBeNull();
        judgement.StablePods.ShouldBe(4);
        judgement.Ratio.ShouldNotBeNull().Low.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void A_shared_outage_is_a_common_cause_however_long_it_lasts()
    {
        foreach (var minutes in new[] { 5, 20, 60 })
        {
            var finding = Weighed.Judge(Weighed.Counts(Weighed.Same(minutes, 15, 150, 285, 2850)), Weighed.Context(minutes));

            finding.Undecided.ShouldBe(UndecidedCause.CommonCause);
        }
    }

    [Fact]
    public void A_healthy_canary_passes_and_says_what_could_have_been_seen()
    {
        var finding = Weighed.Judge(Weighed.Counts(Weighed.Same(10, 0, 150, 3, 2850)), Weighed.Context(10));

        finding.Outcome.ShouldBe(FindingOutcome.Met);
        finding.Judgement.ShouldNotBeNull().Power.ShouldNotBeNull().ShouldStartWith("at 5 % of this traffic 10m can show error-rate rise from 0.11 % to");
        finding.Judgement.Flip.ShouldNotBeNull().ShouldMatch("^(\\d+ errors among 150 canary requests in the next 1m fail it|no single 1m can fail it.*)$");
    }

    [Fact]
    public void The_fail_distance_is_exact()
    {
        var begin = Weighed.Same(3, 1, 150, 3, 2850);
        var longest = Enumerable.Range(1, 20).Last(bad => Judge(bad).Outcome != FindingOutcome.Tripped);
        var minutes = Minutes(longest);
        var before = Weighed.Judge(Weighed.Counts(minutes), Weighed.Context(minutes.Count));
        before.Outcome.ShouldNotBe(FindingOutcome.Tripped);
        var flip = before.Judgement.ShouldNotBeNull().Flip.ShouldNotBeNull();
        var errors = int.Parse(flip.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

        Next(errors - 1).Outcome.ShouldNotBe(FindingOutcome.Tripped);
        Next(errors).Outcome.ShouldBe(FindingOutcome.Tripped);

        Finding Judge(int bad) => Weighed.Judge(Weighed.Counts(Minutes(bad)), Weighed.Context(begin.Count + bad));

        List<(double, double, double, double)> Minutes(int bad) => [.. begin, .. Weighed.Same(bad, 8, 150, 3, 2850)];

        Finding Next(int bad) => Weighed.Judge(Weighed.Counts([.. minutes, (bad, 150, 3, 2850)]), Weighed.Context(minutes.Count + 1));
    }

    [Fact]
    public void A_dead_canary_is_called_in_its_first_complete_bucket_after_the_warm_up()
    {
        var finding = Weighed.Judge(Weighed.Counts(Weighed.Same(2, 150, 150, 3, 2850)), Weighed.Context(2));

        finding.Outcome.ShouldBe(FindingOutcome.Tripped);
        finding.Judgement.ShouldNotBeNull().Gate.ShouldBe(GateKind.Emergency);
        finding.Threshold.ShouldBe(0.5);
        finding.Reason.ToString().ShouldContain("emergency, over 50 % of the canary's requests failed by 12:02Z");
    }

    [Fact]
    public void One_bad_minute_is_no_verdict()
    {
        var minutes = Weighed.Same(5, 0, 150, 3, 2850).Append((60, 150, 3, 2850)).ToList();

        Weighed.Judge(Weighed.Counts(minutes), Weighed.Context(minutes.Count)).Outcome.ShouldNotBe(FindingOutcome.Tripped);
    }

    [Fact]
    public void What_failed_once_stays_failed_and_says_when()
    {
        var minutes = Weighed.Same(6, 20, 150, 3, 2850).Concat(Weighed.Same(60, 0, 150, 3, 2850)).ToList();

        var finding = Weighed.Judge(Weighed.Counts(minutes), Weighed.Context(minutes.Count));

        finding.Outcome.ShouldBe(FindingOutcome.Tripped);
        finding.Judgement.ShouldNotBeNull().FailedAt!.Value.ShouldBeLessThan(Weighed.Begin.AddMinutes(7));
    }

    [Fact]
    public void The_step_may_ask_for_proof()
    {
        var few = Weighed.Counts(Weighed.Same(3, 1, 60, 3, 1140));
        var many = Weighed.Counts(Weighed.Same(30, 0, 1500, 3, 1500));

        Weighed.Judge(few, Weighed.Context(3, demand: StepDemand.Proven)).Undecided.ShouldBe(UndecidedCause.NotProven);
        Weighed.Judge(few, Weighed.Context(3, mode: GateMode.Background, demand: StepDemand.Proven)).Outcome.ShouldBe(FindingOutcome.Met);
        var proven = Weighed.Judge(many, Weighed.Context(30, weight: 50, demand: StepDemand.Proven));
        proven.Outcome.ShouldBe(FindingOutcome.Met);
        proven.Reason.ToString().ShouldContain("proven under 1.67x its limit or stable");
    }

    [Fact]
    public void A_canary_without_requests_holds_the_rollout_or_fails_it_as_the_policy_says()
    {
        var dead = Weighed.Counts(Weighed.Same(5, 0, 0, 3, 2850));
        var strict = Weighed.Context(5) with { Sequential = new SequentialSettings { FailWithoutTraffic = true } };

        Weighed.Judge(dead, Weighed.Context(5)).Undecided.ShouldBe(UndecidedCause.NoData);
        Weighed.Judge(dead, strict).Outcome.ShouldBe(FindingOutcome.Tripped);
        Weighed.Judge(Weighed.Counts(Weighed.Same(5, 0, 0, 0, 0)), strict).Undecided.ShouldBe(UndecidedCause.NoData);
    }

    [Fact]
    public void What_failed_stays_failed_when_the_canary_falls_silent()
    {
        var minutes = Weighed.Same(6, 20, 150, 3, 2850).Concat(Weighed.Same(10, 0, 0, 3, 2850)).ToList();
        var evidence = Weighed.Counts(minutes);
        var silent = evidence with { Judged = new SliceEvidence.NoData { Buckets = evidence.Judged.Buckets } };

        var finding = Weighed.Judge(silent, Weighed.Context(minutes.Count));

        finding.Outcome.ShouldBe(FindingOutcome.Tripped);
        finding.Reason.ToString().ShouldBe("error-rate failed at 12:03Z, worse than 1.15x stable; since then the canary reported nothing");
    }

    [Fact]
    public void A_success_rate_carries_the_emergency_gate_where_no_error_rate_does()
    {
        var success = new SuccessRateObjective { Name = "success", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.99), Judge = SequentialJudge.Chosen };

        ErrorBudget.EmergencyOf(Given.Policy(success)).ShouldBe("success");
        ErrorBudget.EmergencyOf(Given.Policy(success, Weighed.ErrorRate())).ShouldBe("error-rate");
        ErrorBudget.PerWeight(Given.Policy(success)).ShouldBe(0.0025, 1e-12, "the objective, its emergency gate, and two for dependencies");
        var dead = Weighed.Judge(Weighed.Counts(Weighed.Same(2, 150, 150, 3, 2850)), Weighed.Context(2) with { Emergency = "success" }, success);
        dead.Judgement.ShouldNotBeNull().Gate.ShouldBe(GateKind.Emergency);
    }

    [Fact]
    public void The_counts_behind_the_evidence_are_told_without_the_warm_up()
    {
        var tested = Weighed.Judge(Weighed.Counts(Weighed.Same(10, 1, 150, 3, 2850)), Weighed.Context(10)).Judgement.ShouldNotBeNull().Tested.ShouldNotBeNull();

        (tested.Bad, tested.Exposure, tested.StableBad, tested.StableExposure).ShouldBe((9, 1350, 27, 25_650));
        tested.Share.ShouldBe(9 / 1350.0, 1e-12);
        tested.Limit.ShouldBe(0.01);
        tested.Interval.ShouldNotBeNull().Low.ShouldBeLessThan(tested.Share);
        tested.Interval.High.ShouldBeGreaterThan(tested.Share);
    }

    [Fact]
    public void Below_100_percent_a_silent_stable_is_nothing_to_compare_with()
    {
        var alone = Weighed.Counts(Weighed.Same(10, 0, 1500, 0, 0));

        Weighed.Judge(alone, Weighed.Context(10, weight: 25)).Undecided.ShouldBe(UndecidedCause.NoControl);
        Weighed.Judge(alone, Weighed.Context(10, weight: 100)).Outcome.ShouldBe(FindingOutcome.Met);
    }

    [Fact]
    public void It_asks_for_every_bucket_for_pods_for_a_budget_and_for_origins() =>
        SequentialJudge.Chosen.ShouldBe(new JudgeChoice("sequential", new JudgeNeeds { Span = true, Pods = true, Budget = true, Attribution = true }));

    [Fact]
    public void What_could_not_be_asked_is_said_and_nothing_else()
    {
        var finding = Weighed.Judge(Weighed.Counts(Weighed.Same(10, 0, 150, 3, 2850)) with { Judged = new SliceEvidence.Unavailable("New Relic did not answer") }, Weighed.Context(10));

        (finding.Outcome, finding.Undecided, finding.Reason.ToString()).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Unavailable, "New Relic did not answer"));
    }

    /// <summary>Nothing of stable is beside it: what is missing on the canary's own side is said first.</summary>
    [Theory]
    [InlineData(0, UndecidedCause.NoData)]
    [InlineData(4, UndecidedCause.TooFewSamples)]
    [InlineData(5, UndecidedCause.NoControl)]
    public void Of_what_is_held_against_stable_alone_the_canarys_own_data_come_first(double perMinute, UndecidedCause cause)
    {
        var refusals = new RefusalRateObjective { Name = "refusal-rate", Comparison = Comparison.AtMost, Judge = SequentialJudge.Chosen };

        Weighed.Judge(Weighed.Counts(Weighed.Same(10, 0, perMinute, 0, 0)), Weighed.Context(10), refusals).Undecided.ShouldBe(cause);
    }

    [Fact]
    public void Before_the_first_complete_bucket_nothing_is_decided()
    {
        var finding = Weighed.Judge(Weighed.Counts(Weighed.Same(1, 0, 150, 3, 2850)), Weighed.Context(1));

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.TooFewSamples));
        finding.Reason.ToString().ShouldBe("error-rate not decided: not one complete 1m bucket of the canary since its warm-up of 1m");
        Weighed.Judge(Weighed.Counts(Weighed.Same(2, 0, 150, 3, 2850)), Weighed.Context(2)).Outcome.ShouldBe(FindingOutcome.Met);
    }

    /// <summary>Stable reported zero requests, which is not the same as nothing: neither is it busy.</summary>
    [Theory]
    [InlineData(0, FindingOutcome.Undecided)]
    [InlineData(1, FindingOutcome.Tripped)]
    public void Without_requests_it_fails_beside_a_busy_stable_alone(double stable, FindingOutcome outcome)
    {
        var dead = Weighed.Counts(Weighed.Same(5, 0, 0, 3, 2850)) with { Control = new SliceEvidence.Measured(0, stable, 0, []) };

        Weighed.Judge(dead, Weighed.Context(5) with { Sequential = new SequentialSettings { FailWithoutTraffic = true } }).Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void Evidence_is_carried_from_step_to_step_each_bucket_at_the_limit_of_its_weight()
    {
        var objective = Weighed.ErrorRate() with { Limit = new StepLimits(new Dictionary<double, double> { [5] = 0.05, [25] = 0.01 }) };
        var minutes = Weighed.Same(10, 5, 150, 2, 2850).Concat(Weighed.Same(7, 25, 750, 2, 2250)).ToList();

        Weighed.Judge(Weighed.Counts([.. minutes.Take(10)]), Weighed.Context(10), objective).Outcome.ShouldNotBe(FindingOutcome.Tripped);
        Weighed.Judge(Weighed.Counts(minutes), Weighed.Context(17, weight: 25), objective).Outcome.ShouldBe(FindingOutcome.Tripped);
    }
}
