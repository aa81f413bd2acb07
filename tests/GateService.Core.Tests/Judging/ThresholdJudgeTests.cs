using CsCheck;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Threshold;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

public sealed class ThresholdJudgeTests
{
    [Fact]
    public void A_value_over_its_limit_and_worse_than_stable_trips()
    {
        var finding = Given.Judge(Given.ErrorRate(), Given.Errors(37, 903), Given.Errors(4, 17_201));

        finding.Outcome.ShouldBe(FindingOutcome.Tripped);
        finding.Versus.ShouldBe(Versus.Stable);
        finding.Value.ShouldBe(37 / 903.0);
        finding.Threshold.ShouldBe(0.01);
        finding.Reason.ToString().ShouldBe("error-rate 4.1 % over limit 1 %, against stable's 0.023 % (37 of 903 canary vs 4 of 17,201 stable requests)");
    }

    /// <summary>Where stable is the limit and reports nothing, the number is nobody's limit.</summary>
    [Theory]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, false)]
    public void What_stable_limits_is_unlimited_beside_nothing_of_stable(bool hasLimit, bool hasStable, bool expected)
    {
        var refusals = new RefusalRateObjective { Name = "refusal-rate", Comparison = Comparison.AtMost, Limit = hasLimit ? StepLimits.Constant(0.05) : null, Judge = ThresholdJudge.Chosen };

        Given.Judge(refusals, Given.Errors(4, 1000), hasStable ? Given.Errors(80, 20_000) : null).IsUnlimited.ShouldBe(expected);
        Given.Judge(refusals, new SliceEvidence.NoData { Buckets = [] }, hasStable ? Given.Errors(80, 20_000) : null).IsUnlimited.ShouldBe(expected, "nor without a value");
    }

    [Fact]
    public void Over_the_limit_in_both_slices_is_a_common_cause_and_undecided()
    {
        var finding = Given.Judge(Given.ErrorRate(), Given.Errors(42, 1000), Given.Errors(800, 20_000));

        finding.Outcome.ShouldBe(FindingOutcome.Undecided);
        finding.Undecided.ShouldBe(UndecidedCause.CommonCause);
        finding.Reason.ToString().ShouldContain("alike: a common cause");
    }

    [Fact]
    public void Over_a_limit_that_stable_keeps_is_no_common_cause_where_it_is_not_worse_by_the_margin()
    {
        var finding = Given.Judge(Given.ErrorRate(), Given.Errors(11, 1000), Given.Errors(190, 20_000));

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Suspicious));
        finding.Reason.Head.ShouldBe("error-rate 1.1 % over limit 1 %, and not worse than stable with 0.95 % by the margin: suspicious");
    }

    /// <summary>Rates per minute of a slice of 5 % and of one of 95 %: compared as if both had the same traffic.</summary>
    [Theory]
    [InlineData(57, FindingOutcome.Undecided)] // 3 a minute at the canary's traffic
    [InlineData(19, FindingOutcome.Tripped)] // 1 a minute
    public void Rates_per_minute_are_compared_at_the_same_traffic(double stableRate, FindingOutcome expected)
    {
        var objective = new KpiObjective
        {
            Name = "retries",
            Comparison = Comparison.AtMost,
            Limit = StepLimits.Constant(2),
            Margin = 1.5,
            Judge = ThresholdJudge.Chosen,
            Definition = new KpiDefinition { EventType = "Retry", Form = KpiForm.Rate },
        };

        var finding = Given.Judge(objective, new SliceEvidence.Measured(3, 1000, null, []), new SliceEvidence.Measured(stableRate, 19_000, null, []));

        (finding.Outcome, finding.StableValue).ShouldBe((expected, stableRate / 19));
    }

    /// <summary>As many as it takes are enough, of the canary and of stable.</summary>
    [Theory]
    [InlineData(50, 50, FindingOutcome.Undecided, UndecidedCause.CommonCause)]
    [InlineData(49, 50, FindingOutcome.Undecided, UndecidedCause.TooFewSamples)]
    [InlineData(50, 49, FindingOutcome.Tripped, null)]
    public void The_fewest_that_it_takes_are_enough(int canary, int stable, FindingOutcome outcome, UndecidedCause? cause)
    {
        var finding = Given.Judge(Given.ErrorRate(), Given.Errors(5, canary), Given.Errors(5, stable));

        (finding.Outcome, finding.Undecided).ShouldBe((outcome, cause));
    }

    [Theory]
    [InlineData(50, FindingOutcome.Met, null)]
    [InlineData(49, FindingOutcome.Undecided, UndecidedCause.NoControl)]
    public void So_they_are_where_stable_is_the_limit(int stable, FindingOutcome outcome, UndecidedCause? cause)
    {
        var finding = Given.Judge(Kpi(KpiForm.Ratio) with { Margin = 1.25 }, Given.Value(0.95), Given.Value(0.95, stable));

        (finding.Outcome, finding.Undecided).ShouldBe((outcome, cause));
    }

    /// <summary>Worse by exactly the margin is not worse by more than it; in numbers that binary fractions hold.</summary>
    [Theory]
    [InlineData(0.25, 0.125, FindingOutcome.Undecided)]
    [InlineData(0.25, 0.12, FindingOutcome.Tripped)]
    public void The_margin_itself_is_no_more_than_the_margin(double canary, double stable, FindingOutcome expected) =>
        Given.Judge(Given.ErrorRate(margin: 2), Given.Value(canary), Given.Value(stable)).Outcome.ShouldBe(expected);

    [Theory]
    [InlineData(0.5, 0.75, FindingOutcome.Undecided)]
    [InlineData(0.5, 0.76, FindingOutcome.Tripped)]
    public void Nor_is_that_of_a_shortfall(double canary, double stable, FindingOutcome expected) =>
        Given.Judge(Given.Apdex(margin: 2), Given.Value(canary), Given.Value(stable)).Outcome.ShouldBe(expected);

    /// <summary>A rate of a stable that reported nothing is none; neither is one of nothing a limit.</summary>
    [Theory]
    [InlineData(Comparison.AtMost, 3.0)]
    [InlineData(Comparison.AtLeast, 0.0)]
    public void Where_stable_is_the_limit_and_reported_nothing_nothing_is_beyond_it(Comparison side, double threshold)
    {
        var finding = Given.Judge(Kpi(KpiForm.Rate) with { Comparison = side, Margin = 1.25 }, Given.Value(3), Given.Value(7, sample: 0));

        (finding.Threshold, finding.StableValue, finding.Undecided).ShouldBe((threshold, null, UndecidedCause.NoControl));
    }

    /// <summary>Of a slice that reported nothing no traffic is known to tell the other's at.</summary>
    [Fact]
    public void Beside_a_canary_that_reported_nothing_a_rate_is_stables_own() => Given.Judge(Kpi(KpiForm.Rate) with { Limit = StepLimits.Constant(1) }, Given.Value(0, sample: 0), Given.Value(7)).StableValue.ShouldBe(7);

    [Fact]
    public void Where_no_sample_is_asked_for_a_rate_of_nothing_is_compared_as_it_is() =>
        Given.Judge(Kpi(KpiForm.Rate) with { Comparison = Comparison.AtMost, Limit = StepLimits.Constant(2), Margin = 1.5, MinimumSample = 0 }, Given.Value(3), Given.Value(1, sample: 0)).Outcome.ShouldBe(FindingOutcome.Tripped);

    [Theory]
    [InlineData(Comparison.AtMost, 1.0)]
    [InlineData(Comparison.AtLeast, 0.0)]
    public void Of_a_share_nothing_is_beyond_all_or_none(Comparison side, double threshold) =>
        Given.Judge(Kpi(KpiForm.Ratio) with { Comparison = side, Margin = 1.25 }, Given.Value(0.3)).Threshold.ShouldBe(threshold);

    [Fact]
    public void Without_a_control_the_limit_alone_decides()
    {
        var finding = Given.Judge(Given.ErrorRate(), Given.Errors(42, 1000));

        finding.Outcome.ShouldBe(FindingOutcome.Tripped);
        finding.Versus.ShouldBe(Versus.Absolute);
    }

    [Fact]
    public void A_control_too_small_to_compare_with_is_no_control() =>
        Given.Judge(Given.ErrorRate(), Given.Errors(42, 1000), Given.Errors(2, 49)).Outcome.ShouldBe(FindingOutcome.Tripped);

    [Fact]
    public void Without_a_margin_the_limit_alone_decides() =>
        Given.Judge(Given.ErrorRate(margin: null), Given.Errors(42, 1000), Given.Errors(800, 20_000)).Outcome.ShouldBe(FindingOutcome.Tripped);

    [Theory]
    [InlineData(0, FindingOutcome.Met)]
    [InlineData(10, FindingOutcome.Met)]
    [InlineData(11, FindingOutcome.Tripped)]
    public void The_limit_itself_still_holds(int errors, FindingOutcome expected) =>
        Given.Judge(Given.ErrorRate(), Given.Errors(errors, 1000), Given.Errors(0, 20_000)).Outcome.ShouldBe(expected);

    [Fact]
    public void A_sample_that_is_too_small_says_how_much_is_missing()
    {
        var finding = Given.Judge(Given.ErrorRate(), Given.Errors(20, 20));

        finding.Undecided.ShouldBe(UndecidedCause.TooFewSamples);
        finding.Reason.ToString().ShouldBe("error-rate not decided: 20 canary requests so far, 30 more needed to decide");
    }

    [Fact]
    public void A_silent_canary_beside_a_busy_stable_is_not_serving_or_not_tagged()
    {
        var finding = Given.Judge(Given.ErrorRate(), new SliceEvidence.NoData(), Given.Errors(4, 17_201));

        finding.Undecided.ShouldBe(UndecidedCause.NoData);
        finding.Value.ShouldBeNull();
        finding.Reason.ToString().ShouldBe("no canary data while stable had 17,201 observations: the canary is not serving, its telemetry does not carry its pod name, or it reports under another name of the service");
    }

    [Fact]
    public void Zero_requests_are_no_data_and_not_zero_errors() =>
        Given.Judge(Given.ErrorRate(), Given.Errors(0, 0), Given.Errors(4, 17_201)).Undecided.ShouldBe(UndecidedCause.NoData);

    [Fact]
    public void An_unreachable_source_is_undecided_in_its_own_words()
    {
        var finding = Given.Judge(Given.ErrorRate(), new SliceEvidence.Unavailable("New Relic was too slow"));

        finding.Undecided.ShouldBe(UndecidedCause.Unavailable);
        finding.Reason.ToString().ShouldBe("New Relic was too slow");
    }

    [Theory]
    [InlineData(0.70, 0.95, FindingOutcome.Tripped)]
    [InlineData(0.70, 0.72, FindingOutcome.Undecided)]
    [InlineData(0.85, 0.95, FindingOutcome.Met)]
    public void Apdex_compares_shortfalls(double canary, double stable, FindingOutcome expected) =>
        Given.Judge(Given.Apdex(), Given.Value(canary), Given.Value(stable, 20_000)).Outcome.ShouldBe(expected);

    [Theory]
    [InlineData(60, FindingOutcome.Tripped)]
    [InlineData(43.75, FindingOutcome.Undecided)]
    [InlineData(42, FindingOutcome.Undecided)]
    public void A_mean_that_must_not_fall_is_worse_by_its_ratio_to_stables(double stable, FindingOutcome expected) =>
        Given.Judge(Kpi(KpiForm.Mean) with { Limit = StepLimits.Constant(40), Margin = 1.25 }, Given.Value(35), Given.Value(stable)).Outcome.ShouldBe(expected);

    [Theory]
    [InlineData(Comparison.AtLeast, 0.9, 0.9)]
    [InlineData(Comparison.AtLeast, 0.95, 0.94)]
    [InlineData(Comparison.AtMost, 0.07, 0.07)]
    [InlineData(Comparison.AtMost, 0.05, 0.06)]
    public void Where_stable_is_the_limit_it_is_so_up_to_the_margin_or_the_floor_whichever_allows_more(Comparison side, double floor, double expected)
    {
        var stable = side == Comparison.AtLeast ? 0.952 : 0.048;

        Given.Judge(Kpi(KpiForm.Ratio) with { Comparison = side, Floor = floor, Margin = 1.25 }, Given.Value(stable), Given.Value(stable)).Threshold.ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void The_limit_is_that_of_the_steps_weight()
    {
        var limits = new StepLimits(new Dictionary<double, double> { [5] = 0.02, [25] = 0.01, [50] = 0.005 });
        var objective = Given.ErrorRate() with { Limit = limits };

        Given.Judge(objective, Given.Errors(15, 1000), weight: 5).Outcome.ShouldBe(FindingOutcome.Met);
        Given.Judge(objective, Given.Errors(15, 1000), weight: 30).Outcome.ShouldBe(FindingOutcome.Tripped);
    }

    [Fact]
    public void A_value_that_is_not_finite_is_no_data() =>
        Given.Judge(Given.Apdex(), Given.Value(double.NaN)).Undecided.ShouldBe(UndecidedCause.NoData);

    [Fact]
    public void Worsening_the_canary_never_improves_its_finding() =>
        Gen.Select(Gen.Int[0, 500], Gen.Int[0, 500], Gen.Int[50, 500], Gen.Int[0, 2000], Gen.Int[0, 20_000]).Sample((bad, more, sample, stableBad, stableSample) =>
        {
            var (less, worse) = (Math.Min(bad, sample), Math.Min(bad + more, sample));
            var control = Given.Errors(Math.Min(stableBad, stableSample), stableSample);

            var before = Given.Judge(Given.ErrorRate(), Given.Errors(less, sample), control).Outcome;
            var after = Given.Judge(Given.ErrorRate(), Given.Errors(worse, sample), control).Outcome;

            return Severity(after) >= Severity(before);
        });

    [Fact]
    public void Every_score_is_finite_and_50_exactly_at_the_limit() =>
        Gen.Select(Gen.Double[0, 10], Gen.Double[0.0001, 10], Gen.Bool).Sample((value, limit, most) =>
        {
            var comparison = most ? Comparison.AtMost : Comparison.AtLeast;
            var score = Score.Of(value, limit, comparison, Unit.Count);
            var over = most ? value > limit : value < limit;

            return score is >= 0 and <= 100 && (over ? score <= 50 : score >= 50) && Score.Of(limit, limit, comparison, Unit.Count) == 50;
        });

    private static KpiObjective Kpi(KpiForm form) => new() { Name = "kpi", Comparison = Comparison.AtLeast, Definition = new KpiDefinition { EventType = "Checkout", Form = form } };

    private static int Severity(FindingOutcome outcome) => outcome switch
    {
        FindingOutcome.Met => 0,
        FindingOutcome.Undecided => 1,
        _ => 2,
    };
}
