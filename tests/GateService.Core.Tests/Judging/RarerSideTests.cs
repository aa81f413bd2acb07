using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>A share is tested on the side where events are rare, whichever way the policy writes it: 28 % against 5 % is seen, 72 % against 95 % is not.</summary>
public sealed class RarerSideTests
{
    [Theory]
    [InlineData(0.72, FindingOutcome.Tripped)]
    [InlineData(0.952, FindingOutcome.Met)]
    public void A_common_share_that_must_not_fall(double canary, FindingOutcome expected)
    {
        foreach (var promise in new[] { true, false })
        {
            var finding = Judge(Comparison.AtLeast, 0.9, canary, 0.952, promise: promise);

            finding.Outcome.ShouldBe(expected);
            finding.Judgement!.Tested!.What.ShouldBe("events that do not meet the numerator");
            finding.Judgement.Tested.Limit!.Value.ShouldBe(0.1, 1e-9);
        }
    }

    [Theory]
    [InlineData(0.28, FindingOutcome.Tripped)]
    [InlineData(0.048, FindingOutcome.Met)]
    public void The_same_written_as_its_mirror_image(double canary, FindingOutcome expected)
    {
        var finding = Judge(Comparison.AtMost, 0.1, canary, 0.048);

        finding.Outcome.ShouldBe(expected);
        finding.Judgement!.Tested!.What.ShouldBe("events that meet the numerator");
    }

    [Theory]
    [InlineData(0.995, FindingOutcome.Tripped)]
    [InlineData(0.95, FindingOutcome.Met)]
    public void A_common_share_that_must_not_rise_is_seen_by_what_is_left(double canary, FindingOutcome expected)
    {
        var finding = Judge(Comparison.AtMost, 0.97, canary, 0.95, canaryPerMinute: 1_000);

        finding.Outcome.ShouldBe(expected);
        finding.Judgement!.Tested!.What.ShouldBe("events that do not meet the numerator");
        finding.Judgement.Tested.Limit!.Value.ShouldBe(0.03, 1e-9);
        finding.Judgement.Power!.ShouldContain("rise from 95 %");
    }

    [Theory]
    [InlineData(0.01, FindingOutcome.Tripped)]
    [InlineData(0.03, FindingOutcome.Met)]
    public void A_rare_share_that_must_not_fall_is_seen_by_itself(double canary, FindingOutcome expected)
    {
        var finding = Judge(Comparison.AtLeast, 0.02, canary, 0.03, canaryPerMinute: 1_000);

        finding.Outcome.ShouldBe(expected);
        finding.Judgement!.Tested!.What.ShouldBe("events that meet the numerator");
    }

    [Theory]
    [InlineData(Comparison.AtLeast, 0.72, 0.952, FindingOutcome.Tripped)]
    [InlineData(Comparison.AtLeast, 0.952, 0.952, FindingOutcome.Met)]
    [InlineData(Comparison.AtLeast, 0.01, 0.03, FindingOutcome.Tripped)]
    [InlineData(Comparison.AtLeast, 0.03, 0.03, FindingOutcome.Met)]
    [InlineData(Comparison.AtMost, 0.28, 0.048, FindingOutcome.Tripped)]
    [InlineData(Comparison.AtMost, 0.3, 0.3, FindingOutcome.Met)]
    public void Stable_as_the_limit_needs_no_number(Comparison side, double canary, double stable, FindingOutcome expected)
    {
        var finding = Judge(side, null, canary, stable, canaryPerMinute: 600);

        finding.Outcome.ShouldBe(expected, finding.Reason.ToString());
        finding.Versus.ShouldBe(Versus.Stable);
        finding.Judgement!.Tested!.Limit.ShouldBeNull();
        finding.Reason.ToString().ShouldContain(expected == FindingOutcome.Tripped ? "worse than" : "proven");
    }

    [Theory]
    [InlineData("sequential")]
    [InlineData("threshold")]
    public void Stable_as_the_limit_says_nothing_without_stable(string judge)
    {
        var finding = Judge(Comparison.AtLeast, null, 0.95, null, judge: judge);

        finding.Outcome.ShouldBe(FindingOutcome.Undecided);
        finding.Undecided.ShouldBe(UndecidedCause.NoControl);
        finding.Reason.ToString().ShouldContain("not comparable: stable is its limit, and nothing of stable is beside it");
    }

    [Theory]
    [InlineData(0.72, FindingOutcome.Tripped)]
    [InlineData(0.952, FindingOutcome.Met)]
    public void The_threshold_judge_compares_values_with_stable_by_the_margin(double canary, FindingOutcome expected) =>
        Judge(Comparison.AtLeast, null, canary, 0.952, judge: "threshold").Outcome.ShouldBe(expected);

    [Fact]
    public void Nothing_beyond_its_limit_is_called_proven()
    {
        foreach (var share in new[] { 0.70, 0.80, 0.85, 0.88 })
        {
            foreach (var promise in new[] { true, false })
            {
                var finding = Judge(Comparison.AtLeast, 0.9, share, 0.952, promise: promise, minutes: 6, demand: StepDemand.Proven);

                finding.Outcome.ShouldNotBe(FindingOutcome.Met, $"{share} {promise}");
            }
        }
    }

    [Fact]
    public void Over_a_limit_that_stable_keeps_there_is_no_common_cause()
    {
        // 28 % against 20 %, a margin of 3: over the limit for certain, and stable is within it.
        var finding = Judge(Comparison.AtLeast, 0.78, 0.72, 0.8, canaryPerMinute: 1_000, margin: 3);

        finding.Undecided.ShouldBe(UndecidedCause.Suspicious);
        finding.Reason.ToString().ShouldNotContain("common cause");
    }

    [Theory]
    [InlineData(0.06, 0.01, FindingOutcome.Tripped)]
    [InlineData(0.01, 0.01, FindingOutcome.Met)]
    [InlineData(0.3, 0.3, FindingOutcome.Met)]
    [InlineData(0.004, 0.001, FindingOutcome.Met)]
    public void Refusals_are_held_against_stables_alone_and_under_the_floor_not_at_all(double canary, double stable, FindingOutcome expected)
    {
        var objective = new RefusalRateObjective { Name = "refusal-rate", Comparison = Comparison.AtMost, Floor = 0.005, Judge = SequentialJudge.Chosen };

        Judge(objective, canary, stable, 600, 20, StepDemand.NoHarm).Outcome.ShouldBe(expected);
    }

    private static Finding Judge(
        Comparison side, double? limit, double canary, double? stable, bool promise = true, double canaryPerMinute = 50, int minutes = 20, StepDemand demand = StepDemand.NoHarm, double? margin = null, string judge = "sequential") =>
        Judge(
            new KpiObjective
            {
                Name = "conversion",
                Comparison = side,
                Limit = limit is { } known ? StepLimits.Constant(known) : null,
                IsPromise = promise,
                Margin = margin,
                Judge = judge == "sequential" ? SequentialJudge.Chosen : Core.Judging.Threshold.ThresholdJudge.Chosen,
                Definition = new KpiDefinition { EventType = "Checkout", Form = KpiForm.Ratio, Numerator = "outcome = 'ok'" },
            },
            canary,
            stable,
            canaryPerMinute,
            minutes,
            demand);

    private static Finding Judge(Objective objective, double canary, double? stable, double canaryPerMinute, int minutes, StepDemand demand)
    {
        var trial = new Trial(
            objective,
            new ObjectiveEvidence(objective.Name, Slice(canary, canaryPerMinute), stable is { } share ? Slice(share, 5 * canaryPerMinute) : new SliceEvidence.NoData(), []),
            Weighed.Context(minutes, 25, demand: demand));
        return objective.Judge.Name == "sequential" ? new SequentialJudge().Judge(trial) : new Core.Judging.Threshold.ThresholdJudge().Judge(trial);

        SliceEvidence Slice(double value, double perMinute)
        {
            var bad = objective.Comparison == Comparison.AtMost ? value : 1 - value;
            List<Bucket> buckets = [.. Enumerable.Range(0, minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), perMinute, Math.Round(perMinute * bad * (t + 1)) - Math.Round(perMinute * bad * t)))];
            return new SliceEvidence.Measured(value, buckets.Sum(bucket => bucket.Exposure), buckets.Sum(bucket => bucket.Bad), buckets);
        }
    }
}
