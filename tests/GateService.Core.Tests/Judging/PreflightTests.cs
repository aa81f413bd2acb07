using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>Before the first step: stable against its limits and its own past, objective by objective, word for word.</summary>
public sealed class PreflightTests
{
    private static readonly SuccessRateObjective Success = new() { Name = "success", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.9), Judge = SequentialJudge.Chosen };

    [Fact]
    public void Within_its_limit_and_like_its_past_it_is_met_and_says_what_it_is()
    {
        var finding = Judge(Weighed.ErrorRate(0.1), before: 15, now: 15);

        (finding.Outcome, finding.Judgement).ShouldBe((FindingOutcome.Met, null));
        finding.Reason.ToString().ShouldBe("error-rate 1 % within limit 10 % (75 of 7,500 stable requests)");
    }

    [Fact]
    public void Outside_its_limit_it_holds_the_rollout_and_fails_nobody()
    {
        var finding = Judge(Weighed.ErrorRate(), before: 90, now: 90);

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.StableUnhealthy));
        finding.Reason.ToString().ShouldBe("error-rate 6 % over limit 1 % (450 of 7,500 stable requests): stable is outside its limit before the canary begins");
    }

    [Fact]
    public void Within_its_limit_but_outside_its_past_it_holds_the_rollout_too()
    {
        var finding = Judge(Weighed.ErrorRate(0.1), before: 15, now: 90);

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.StableUnhealthy));
        finding.Reason.ToString().ShouldBe("error-rate 6 % now, 1 % before (450 of 7,500 stable requests): stable is outside its own recent past");
    }

    /// <summary>The test allows for half an error in a past without any; what is told is what was seen.</summary>
    [Fact]
    public void A_past_without_any_is_told_as_none()
    {
        Judge(Weighed.ErrorRate(0.1), before: 0, now: 90).Reason.ToString().ShouldBe("error-rate 6 % now, 0 % before (450 of 7,500 stable requests): stable is outside its own recent past");
        Judge(Success, before: 0, now: 90).Reason.Head.ShouldStartWith("success 94 % now, 100 % before ");
    }

    [Fact]
    public void What_must_be_high_is_told_as_it_is_written() =>
        Judge(Success, before: 15, now: 90).Reason.ToString().ShouldBe("success 94 % now, 99 % before (7,500 stable requests): stable is outside its own recent past");

    [Fact]
    public void A_policy_that_judges_only_against_stable_lets_both_through()
    {
        var (outside, risen) = (Judge(Weighed.ErrorRate(), 90, 90, onlyAgainstStable: true), Judge(Weighed.ErrorRate(0.1), 15, 90, onlyAgainstStable: true));

        (outside.Outcome, outside.Undecided, risen.Outcome, risen.Undecided).ShouldBe((FindingOutcome.Met, null, FindingOutcome.Met, null));
        outside.Reason.ToString().ShouldEndWith("before the canary begins; let through, because the policy judges only against stable");
        risen.Reason.ToString().ShouldEndWith("own recent past; let through, because the policy judges only against stable");
    }

    [Theory]
    [MemberData(nameof(Unlike))]
    public void What_callers_do_and_what_has_no_past_to_compare_with_holds_nobody_for_rising(string what) => Judge(All[what], before: 15, now: 90).Outcome.ShouldBe(FindingOutcome.Met);

    public static TheoryData<string> Unlike => [.. All.Keys];

    private static readonly Dictionary<string, Objective> All = new()
    {
        ["latency"] = new LatencyObjective { Name = "p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(10), Quantile = 0.95, Judge = SequentialJudge.Chosen },
        ["refusals"] = new RefusalRateObjective { Name = "refusal-rate", Comparison = Comparison.AtMost, Floor = 0.005, Judge = SequentialJudge.Chosen },
        ["a rate"] = Kpi(KpiForm.Rate),
        ["a gauge"] = Kpi(KpiForm.Gauge),
        ["restarts"] = new PodHealthObjective { Name = "restarts", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(10), Signal = PodSignal.Restarts, Judge = SequentialJudge.Chosen },
    };

    [Fact]
    public void A_share_that_a_policy_defines_is_held_against_its_past_like_errors() =>
        Judge(Kpi(KpiForm.Ratio), before: 15, now: 90).Undecided.ShouldBe(UndecidedCause.StableUnhealthy);

    [Fact]
    public void What_is_undecided_stays_so() => Judge(Weighed.ErrorRate(), 0, 0, perMinute: 5).Undecided.ShouldBe(UndecidedCause.TooFewSamples);

    private static KpiObjective Kpi(KpiForm form) => new() { Name = "kpi", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(10), Judge = SequentialJudge.Chosen, Definition = new KpiDefinition { EventType = "Checkout", Form = form } };

    /// <summary>Twenty minutes of the past and five of the window, so many bad ones a minute.</summary>
    private static Finding Judge(Objective objective, double before, double now, bool onlyAgainstStable = false, double perMinute = 1500)
    {
        List<Bucket> buckets = [.. Enumerable.Range(0, 25).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), perMinute, t < 20 ? before : now))];
        var share = now / perMinute;
        var judged = new SliceEvidence.Measured(objective.Comparison == Comparison.AtMost ? share : 1 - share, 5 * perMinute, 5 * now, buckets);
        var context = Weighed.Context(25, weight: null, mode: GateMode.Preflight) with { Slice = Slice.Stable, JudgesOnlyAgainstStable = onlyAgainstStable };
        return Weighed.Judge(
            new ObjectiveEvidence(objective.Name, judged, new SliceEvidence.NoData(), ["requests"]),
            context with { Window = context.Window with { Begin = Weighed.Begin.AddMinutes(20) } },
            objective);
    }
}
