using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>What is shown beside a verdict is what the engine found, and every way the engine can end is a finding of its own.</summary>
public sealed class JudgementTests
{
    private static readonly ObjectiveEvidence Bad = Weighed.Counts(Weighed.Same(8, 8, 150, 3, 2850));

    [Fact]
    public void The_numbers_of_a_judgement_are_the_engines()
    {
        var trial = new Trial(Weighed.ErrorRate(), Bad, Weighed.Context(8));
        var weighing = Weighing.Of(trial).ShouldNotBeNull();
        var (result, judgement) = (weighing.Result, new SequentialJudge().Judge(trial).Judgement.ShouldNotBeNull());

        (judgement.Gate, judgement.Harm, judgement.FailsAt, judgement.Harmless, judgement.ProvenAt).ShouldBe((GateKind.Ordinary, result.Peak, result.Line, result.LogHarmless, result.ProofLine));
        (judgement.OverLimit, judgement.WorseThanStable).ShouldBe((result.LogHarmAbsolute![^1], result.LogHarmRelative![^1]));
        judgement.Trajectory.ShouldBe(result.LogHarm);
        judgement.Proof.ShouldBe(weighing.Settings.Kappa);
        (judgement.Buckets, judgement.StablePods, judgement.Dispersion).ShouldBe((7, 4, trial.Kept.Scatter.PriorDispersion));
        judgement.SlowImbalance.ShouldBe(trial.Kept.SlowImbalance[^1]);
        judgement.Margin.ShouldBe(Margins.Of(weighing.Objective, trial.Kept.Scatter));
        judgement.FailedAt.ShouldBe(Weighed.Begin.AddMinutes(result.FailedAt!.Value + 2), "the end of that bucket, the warm-up before it");
    }

    [Fact]
    public void Alone_there_is_no_margin_nothing_worse_and_no_ratio()
    {
        var finding = Weighed.Judge(Weighed.Counts(Weighed.Same(8, 8, 150, 0, 0), stablePods: 0), Weighed.Context(8, weight: 100));
        var judgement = finding.Judgement.ShouldNotBeNull();

        finding.Versus.ShouldBe(Versus.Absolute);
        (judgement.Margin, judgement.WorseThanStable, judgement.Ratio, judgement.SlowImbalance, judgement.StablePods).ShouldBe((null, null, null, 0, 0));
        (judgement.Tested!.StableBad, judgement.Tested.StableExposure).ShouldBe((null, null));
        finding.Reason.Head.ShouldBe("error-rate 5.3 % over limit 1 %");
    }

    [Fact]
    public void The_emergency_gate_tells_the_share_of_all_that_failed_in_the_window_whoever_it_is()
    {
        var minutes = Enumerable.Range(0, 6).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 150, 0) with { AllBad = t < 4 ? 150 : 120 }).ToList();
        var evidence = new ObjectiveEvidence("error-rate", new SliceEvidence.Measured(0, 300, 0, minutes), new SliceEvidence.NoData(), []);
        var context = Weighed.Context(6, weight: 25) with { Window = Weighed.Context(6).Window with { Begin = Weighed.Begin.AddMinutes(4) } };

        var finding = Weighed.Judge(evidence, context);

        (finding.Judgement!.Gate, finding.Threshold, finding.Value).ShouldBe((GateKind.Emergency, 0.5, 0.8));
        finding.Reason.Head.ShouldBe("error-rate 80 %: emergency, over 50 % of the canary's requests failed by 12:02Z");
        var success = new SuccessRateObjective { Name = "error-rate", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.99), Judge = SequentialJudge.Chosen };
        Weighed.Judge(evidence, context, success).Value!.Value.ShouldBe(0.2, 1e-12);
    }

    [Fact]
    public void What_was_weighed_over_the_whole_trial_has_one_interval_and_over_a_window_its_own()
    {
        var whole = Weighed.Judge(Bad, Weighed.Context(8) with { Window = Weighed.Context(8).Window with { Begin = Weighed.Begin.AddMinutes(1) } });
        whole.Interval.ShouldBe(whole.Judgement!.Tested!.Interval);

        var late = Weighed.Judge(Bad, Weighed.Context(8) with { Window = Weighed.Context(8).Window with { Begin = Weighed.Begin.AddMinutes(6) } });
        late.Judgement!.Tested!.Interval.ShouldBe(whole.Interval);
        (late.Interval!.Low < whole.Interval!.Low && late.Interval.High > whole.Interval.High).ShouldBeTrue("less of it is known");
    }

    [Fact]
    public void The_interval_of_what_must_be_high_is_turned_round()
    {
        var success = new SuccessRateObjective { Name = "success", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.99), Judge = SequentialJudge.Chosen };
        var (rate, turned) = (Weighed.Judge(Bad, Weighed.Context(8)).Interval!, Weighed.Judge(Bad, Weighed.Context(8), success).Interval!);

        turned.ShouldBe(new Interval(1 - rate.High, 1 - rate.Low));
    }

    [Fact]
    public void Half_of_the_evidence_is_suspicious_and_says_how_much_there_is()
    {
        var minutes = Weighed.Same(3, 0, 150, 3, 2850).Concat(Weighed.Same(5, 4, 150, 3, 2850)).ToList();
        var finding = Weighed.Judge(Weighed.Counts(minutes), Weighed.Context(8));
        var judgement = finding.Judgement!;

        finding.Undecided.ShouldBe(UndecidedCause.Suspicious);
        finding.Reason.Head.ShouldStartWith("error-rate 1.7 % over limit 1 %, 1.6 points over stable's 0.11 %: suspicious, ");
        finding.Reason.Head.ShouldEndWith($"{100 * judgement.Trajectory[^1] / judgement.FailsAt:0} % of the evidence it takes to fail, 3m more of this fails it");
    }

    [Fact]
    public void Before_the_first_whole_bucket_nothing_is_decided() =>
        Weighed.Judge(Weighed.Counts(Weighed.Same(1, 60, 150, 3, 2850)), Weighed.Context(1)).Reason.ToString().ShouldBe(
            "error-rate not decided: not one complete 1m bucket of the canary since its warm-up of 1m");

    [Fact]
    public void What_New_Relic_could_not_say_is_not_weighed()
    {
        var finding = Weighed.Judge(Bad with { Judged = new SliceEvidence.Unavailable("New Relic was too slow") }, Weighed.Context(8));

        (finding.Undecided, finding.Judgement, finding.Reason.ToString()).ShouldBe((UndecidedCause.Unavailable, null, "New Relic was too slow"));
    }

    [Theory]
    [InlineData(StepDemand.NoHarm, "error-rate 0.67 % within limit 1 %: no harm seen")]
    [InlineData(StepDemand.Proven, "error-rate 0.67 % within limit 1 %: not proven, ")]
    public void What_is_neither_harmful_nor_proven_says_which(StepDemand demand, string head) =>
        Weighed.Judge(Weighed.Counts(Weighed.Same(4, 1, 150, 1, 150)), Weighed.Context(4, weight: 50, demand: demand)).Reason.Head.ShouldStartWith(head);
}
