using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>Where the comparison itself is in doubt nobody is blamed by it, unless the canary is plainly dead.</summary>
public sealed class SlicesThatDoNotCompareTests
{
    [Fact]
    public void Over_its_limit_beside_a_stable_version_that_should_serve_and_reports_nothing_the_canary_is_held_and_not_failed()
    {
        var alone = Weighed.Counts(Weighed.Same(10, 60, 1500, 0, 0));

        Weighed.Judge(alone, Weighed.Context(10, weight: 25)).Undecided.ShouldBe(UndecidedCause.NoControl);
        Weighed.Judge(alone, Weighed.Context(10, weight: 100)).Outcome.ShouldBe(FindingOutcome.Tripped);
    }

    [Fact]
    public void Next_to_no_control_is_none()
    {
        var alone = Weighed.Counts(Weighed.Same(10, 60, 1500, 0, 20));

        Weighed.Judge(alone, Weighed.Context(10, weight: 25)).Undecided.ShouldBe(UndecidedCause.NoControl);
    }

    [Fact]
    public void A_dead_canary_fails_without_any_control() =>
        Weighed.Judge(Weighed.Counts(Weighed.Same(4, 150, 150, 0, 0)), Weighed.Context(4, weight: 25)).Outcome.ShouldBe(FindingOutcome.Tripped);

    [Theory]
    [InlineData(22, true)]
    [InlineData(15, false)]
    [InlineData(5, false)]
    public void A_share_of_more_than_four_times_its_weight_holds_the_rollout(double share, bool holds)
    {
        var evaluation = Evaluate(share, canaryBad: 0.04, past: 0.01);

        evaluation.Verdict.ShouldBe(holds ? Verdict.Inconclusive : Verdict.Fail);
        if (holds)
        {
            evaluation.Findings.Single().Undecided.ShouldBe(UndecidedCause.SampleRatio);
            evaluation.Summary.ShouldContain($"the canary got {share} % of the latest requests at weight 5: clients of both slices may differ");
        }
    }

    [Theory]
    [InlineData(22, true)]
    [InlineData(15, true)]
    [InlineData(7, false)]
    public void A_share_of_more_than_twice_its_weight_is_worth_a_warning(double share, bool warns) =>
        Evaluate(share, canaryBad: 0).Warnings.Any(warning => warning.Contains("the router does not follow the weight", StringComparison.Ordinal)).ShouldBe(warns);

    /// <summary>A fifth of the traffic instead of a twentieth, and a fifth of it fails: four in a hundred of all requests, where one in a thousand of stable's did before.</summary>
    [Theory]
    [InlineData(0.001, Verdict.Fail)]
    [InlineData(0.05, Verdict.Inconclusive)]
    public void No_mix_of_clients_of_a_service_as_good_as_ever_makes_both_slices_worse_than_stable_was(double past, Verdict verdict)
    {
        var evaluation = Evaluate(21, canaryBad: 0.2, past: past);

        evaluation.Verdict.ShouldBe(verdict);
        if (verdict == Verdict.Fail)
        {
            evaluation.Summary.ShouldStartWith("error-rate 20 % over limit 1 %, against stable's 0.13 %; the canary got 21 % of the latest requests at weight 5, and no mix of clients explains it: 4.3 % of both slices' requests are errors, 0.13 % of stable's were before");
        }
    }

    /// <summary>As many requests beside it as before the rollout: the canary's surplus came with clients that nobody knows on stable.</summary>
    [Theory]
    [InlineData(3000, Verdict.Fail)]
    [InlineData(2400, Verdict.Inconclusive)]
    public void Clients_that_are_new_explain_it(double before, Verdict verdict) => Evaluate(21, canaryBad: 0.2, past: 0.001, before: before).Verdict.ShouldBe(verdict);

    /// <summary>Where stable's past is not known, all that the canary got above its weight may come from clients that fail everywhere; and what it did not get may have been good.</summary>
    [Theory]
    [InlineData(21, 0.2, Verdict.Inconclusive)]
    [InlineData(21, 0.95, Verdict.Fail)]
    [InlineData(1, 0.04, Verdict.Inconclusive)]
    [InlineData(1, 0.4, Verdict.Fail)]
    public void Without_a_past_the_worst_mix_is_assumed(double share, double canaryBad, Verdict verdict) => Evaluate(share, canaryBad, past: null).Verdict.ShouldBe(verdict);

    /// <summary>Refusals are callers' mistakes: clients that moved may make more of them.</summary>
    [Fact]
    public void Callers_own_mistakes_are_held_whatever_the_past() => Evaluate(
        21, canaryBad: 0.2, past: 0.001, objective: new RefusalRateObjective { Name = "error-rate", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.01), Judge = SequentialJudge.Chosen })
        .Verdict.ShouldBe(Verdict.Inconclusive);

    [Fact]
    public void A_dead_canary_fails_whatever_share_it_got() => Evaluate(22, canaryBad: 1).Verdict.ShouldBe(Verdict.Fail);

    [Fact]
    public void The_policy_says_how_far_a_share_may_be_from_its_weight() =>
        Evaluate(22, canaryBad: 0.04, tolerance: 6).Verdict.ShouldBe(Verdict.Fail);

    [Fact]
    public void Only_the_latest_requests_tell_the_share_because_a_window_may_reach_into_the_step_before()
    {
        var minutes = Weighed.Same(8, 0, 150, 0, 2850).Concat(Weighed.Same(4, 0, 750, 0, 2250)).ToList();

        Evaluate(minutes, weight: 25, tolerance: 4).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Blue_green_and_100_percent_say_that_they_are_weaker()
    {
        Unaccompanied.Note(Given.Request() with { Strategy = Strategy.BlueGreen }, null).ShouldBe("blue/green has no concurrent stable traffic: limits alone decide, which is weaker");
        Evaluate(Weighed.Same(12, 0, 900, 0, 0), weight: 100, tolerance: 4).Warnings.ShouldContain("at weight 100 there is no concurrent stable traffic: limits alone decide, which is weaker");
    }

    /// <summary>The router stands still at a quarter: what the canary gets is good, and it is not all of the traffic. A straggler or two do not hold it.</summary>
    [Theory]
    [InlineData(2700, Verdict.Inconclusive, "at weight 100 stable still serves 75 % of the latest requests: the router does not follow the weight, or has not yet")]
    [InlineData(5, Verdict.Pass, "at weight 100 there is no concurrent stable traffic: limits alone decide, which is weaker")]
    public void A_router_that_leaves_stable_its_requests_at_100_percent_holds(double stable, Verdict verdict, string said)
    {
        var evaluation = Evaluate(Weighed.Same(12, 0, 900, 0, stable), weight: 100, tolerance: 4);

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        evaluation.Warnings.ShouldContain(said);
    }

    /// <param name="share">Of the requests, in percent, at weight 5.</param>
    /// <param name="canaryBad">Share of its requests that fail; of stable's one in a thousand does.</param>
    /// <param name="tolerance">Of the policy.</param>
    /// <param name="past">The same share of stable's in the hour before; null where nobody knows.</param>
    /// <param name="before">Requests a minute in that hour.</param>
    /// <param name="objective">Else an error rate of at most 1 %.</param>
    private static GateEvaluation Evaluate(double share, double canaryBad, double tolerance = 4, double? past = 0.001, double before = 3000, Objective? objective = null) => Evaluate(
        Weighed.Same(12, Math.Round(30 * share * canaryBad), 30 * share, 3, 30 * (100 - share)), weight: 5, tolerance, past is { } known ? Past(known, before) : [], objective);

    private static GateEvaluation Evaluate(IReadOnlyList<(double, double, double, double)> minutes, double weight, double tolerance, IReadOnlyList<PodSeries>? past = null, Objective? objective = null)
    {
        var policy = Given.Policy(objective ?? Weighed.ErrorRate()) with { Sequential = new SequentialSettings { SampleRatio = tolerance } };
        var request = Given.Request() with { StepWeight = weight };
        var window = new EvaluationWindow(Weighed.Begin, Weighed.Begin.AddMinutes(minutes.Count), TimeSpan.FromMinutes(1));
        var plan = EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(window, null));
        var evidence = Weighed.Counts(minutes);
        return new GateEvaluator([new SequentialJudge()]).Judge(request, policy, plan, new GateEvidence { Objectives = [past is null ? evidence : evidence with { StablePods = past }], Queries = [] });
    }

    private static List<PodSeries> Past(double share, double before) =>
        [.. Enumerable.Range(0, 4).Select(pod => new PodSeries($"checkout-7d9f8c6b54-{pod}", [.. Enumerable.Range(-60, 72).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), before / 4, Math.Round(share * before / 4)))]))];
}
