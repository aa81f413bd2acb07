using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>A canary of 300 requests a minute beside a stable of 900, which reports nothing in some of them.</summary>
public sealed class TrafficFindingTests
{
    [Fact]
    public void A_canary_that_falls_silent_beside_a_busy_stable_is_held_and_the_sentence_says_since_when()
    {
        var evaluation = Evaluate(10, t => t < 6 ? 300 : 0, _ => 900);

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
        evaluation.Summary.ShouldStartWith("the canary reported nothing since 12:06Z, 4m of 10m, while stable had 3,600 requests: about 1,200 of its own were to be expected (10m at weight 25)");
        (evaluation.Blame!.Cause, evaluation.Advice).ShouldBe((Cause.CanarySilent, Advice.CheckTelemetry));
        var finding = Traffic(evaluation).ShouldNotBeNull();
        (finding.Undecided, finding.Value, finding.Unit, finding.Sample).ShouldBe((UndecidedCause.Silent, 240, Unit.Seconds, 1800));
        finding.Threshold.ShouldBeInRange(1, 59, "one such minute is no chance");
        evaluation.Score.ShouldBeLessThan(50);
    }

    [Fact]
    public void A_canary_that_reports_all_along_has_no_such_finding() => Traffic(Evaluate(10, _ => 300, _ => 900)).ShouldBeNull();

    [Theory]
    [InlineData(false, 10, Verdict.Inconclusive)]
    [InlineData(true, 10, Verdict.Fail)]
    [InlineData(true, 8, Verdict.Inconclusive)]
    public void It_fails_where_the_policy_says_so_and_only_while_it_lasts(bool fails, int until, Verdict verdict) =>
        Evaluate(10, t => t >= 5 && t < until ? 0 : 300, _ => 900, fails).Verdict.ShouldBe(verdict);

    [Theory]
    [InlineData(5, "from 12:05Z to 12:07Z, 2m of 12m, while stable had 1,800 requests: about 600")]
    [InlineData(2, "2 times since 12:02Z, 4m of 12m, while stable had 3,600 requests")]
    public void A_silence_that_is_over_is_one_and_so_are_several(int other, string said) =>
        Evaluate(12, t => t is 5 or 6 || t == other || t == other + 1 ? 0 : 300, _ => 900).Summary.ShouldContain(said);

    /// <summary>A process dies and comes back at any second: the minutes before and after are cut, and do not show how requests come.</summary>
    [Theory]
    [InlineData(100, 900, 20, 10, 4)]
    [InlineData(200, 600, 60, 60, 2)]
    [InlineData(60, 1140, 18, 6, 1)]
    [InlineData(40, 760, 8, 4, 4)]
    public void A_silence_that_cuts_minutes_is_one_too(double canary, double stable, double before, double after, int length) =>
        Traffic(Evaluate(12, t => t == 4 ? before : t == 5 + length ? after : t > 4 && t < 5 + length ? 0 : canary, _ => stable, weight: null)).ShouldNotBeNull().Undecided.ShouldBe(UndecidedCause.Silent);

    /// <summary>A probe, or a retry that found a pod, is no service.</summary>
    [Fact]
    public void Next_to_nothing_is_silence_too() =>
        Evaluate(12, t => t is >= 4 and < 8 ? 3 : 400, _ => 1200).Summary.ShouldStartWith("the canary reported next to nothing from 12:04Z to 12:08Z, 4m of 12m, while stable had 4,800 requests: about 1,600 of its own were to be expected, and 12 came");

    /// <summary>A tenth of what is usual is little, and no silence.</summary>
    [Fact]
    public void A_tenth_is_no_silence() => Traffic(Evaluate(12, t => t is >= 4 and < 8 ? 40 : 400, _ => 1200)).ShouldBeNull();

    /// <summary>One request a minute: nothing in four minutes is nothing to wonder at, whoever else is busy.</summary>
    [Fact]
    public void Few_requests_are_silent_by_chance() => Traffic(Evaluate(30, t => t % 7 < 4 ? 1 : 0, _ => 60, weight: null)).ShouldBeNull();

    /// <summary>What comes in bursts, in stable too, stays away for minutes.</summary>
    [Fact]
    public void Bursts_are_silent_in_between() =>
        Traffic(Evaluate(30, t => t % 6 == 1 ? 60 : t == 0 ? 10 : 0, t => t % 6 == 1 ? 900 : 60, weight: null)).ShouldBeNull();

    /// <summary>What its values say is of before.</summary>
    [Theory]
    [InlineData(25.0)]
    [InlineData(100.0)]
    [InlineData(null)]
    public void A_service_that_goes_dark_as_a_whole_is_held(double? weight)
    {
        var evaluation = Evaluate(10, t => t < 6 ? 300 : 0, t => t < 6 ? 900 : 0, weight: weight);

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
        evaluation.Summary.ShouldStartWith("neither slice reported anything since 12:06Z, 4m, where about 4,800 requests were to be expected: both are down, or telemetry is late or lost, or nobody asks any more");
        (evaluation.Blame!.Cause, evaluation.Advice).ShouldBe((Cause.NoData, Advice.CheckTelemetry));
        Traffic(evaluation).ShouldNotBeNull().Threshold.ShouldBeInRange(0.1, 60);
    }

    /// <summary>Two minutes may be late; of three requests a minute none comes for minutes now and then; and what comes in bursts pauses.</summary>
    [Fact]
    public void One_that_is_quiet_by_chance_is_not()
    {
        Traffic(Evaluate(10, t => t < 8 ? 300 : 0, t => t < 8 ? 900 : 0)).ShouldBeNull();
        Traffic(Evaluate(10, t => t < 6 ? 1 : 0, t => t < 6 ? 2 : 0)).ShouldBeNull();
        Traffic(Evaluate(30, t => t % 6 == 1 ? 300 : 0, t => t % 6 == 1 ? 900 : 0)).ShouldBeNull();
    }

    [Fact]
    public void The_last_minute_may_be_late() => Traffic(Evaluate(10, t => t < 9 ? 300 : 0, _ => 900)).ShouldBeNull();

    [Fact]
    public void The_begin_of_a_step_is_warm_up_and_what_was_expected_is_that_of_the_step()
    {
        Traffic(Evaluate(20, t => t < 10 ? 15 : t is 10 ? 300 : t is 11 ? 0 : 300, _ => 900)).ShouldNotBeNull().Value.ShouldBe(60);
        Evaluate(20, t => t < 10 ? 50 : t is 15 or 16 ? 0 : 300, _ => 900).Summary.ShouldContain("about 600 of its own");
    }

    [Fact]
    public void What_fell_silent_in_an_earlier_step_was_held_there() => Traffic(Evaluate(20, t => t is 3 or 4 ? 0 : 300, _ => 900, windowFrom: 10)).ShouldBeNull();

    [Fact]
    public void A_weight_at_which_the_canary_has_no_traffic_of_its_own_says_nothing() => Traffic(Evaluate(10, t => t < 6 ? 300 : 0, _ => 900, weight: 0)).ShouldBeNull();

    private static Finding? Traffic(GateEvaluation evaluation) => evaluation.Findings.SingleOrDefault(finding => finding.Kind == ObjectiveKind.Traffic);

    private static GateEvaluation Evaluate(int minutes, Func<int, double> canary, Func<int, double> stable, bool fails = false, double? weight = 25, int windowFrom = 0)
    {
        var (request, policy) = (Given.Request() with { StepWeight = weight }, Given.Policy(Weighed.ErrorRate()) with { Sequential = new SequentialSettings { FailWithoutTraffic = fails } });
        var span = new EvaluationWindow(Weighed.Begin, Weighed.Begin.AddMinutes(minutes), TimeSpan.FromMinutes(1));
        var plan = EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(span with { Begin = span.Begin.AddMinutes(windowFrom) }, null) { Span = span });
        var counts = Weighed.Counts([.. Enumerable.Range(0, minutes).Select(t => (0.0, canary(t), 0.0, stable(t)))]);
        return new GateEvaluator([new SequentialJudge()]).Judge(request, policy, plan, new Evidence.GateEvidence { Objectives = [counts], Queries = [] });
    }
}
