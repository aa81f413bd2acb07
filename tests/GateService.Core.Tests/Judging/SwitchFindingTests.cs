using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>Blue/green: stable served 1,200 requests a minute for an hour, and the new version all of them since the fifth minute of the rollout. Nothing of stable serves beside it.</summary>
public sealed class SwitchFindingTests
{
    private const double Usual = 0.01;
    private const int Switch = 5;
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Refusals_that_begin_with_the_switch_fail_and_the_sentence_says_since_when()
    {
        var evaluation = Evaluate(new Story { After = _ => 0.3 });

        evaluation.Verdict.ShouldBe(Verdict.Fail, evaluation.Summary);
        evaluation.Summary.ShouldBe(
            "refusal-rate 30 % since 12:05Z, when the traffic was switched to it, stable refused 1 % before: it began with the new version, and is more than stable ever refused, 2 % (3,240 of 10,800 canary requests, since 12:05Z at weight 100)");
        (evaluation.Blame!.Fault, evaluation.Blame.Cause).ShouldBe((Fault.Undetermined, Cause.OverLimitAlone));
    }

    [Fact]
    public void Where_the_policy_holds_harm_it_holds() => Evaluate(new Story { After = _ => 0.3, Holds = true }).Findings.ShouldHaveSingleItem().Undecided.ShouldBe(UndecidedCause.HeldByPolicy);

    /// <summary>Tokens of a caller that ran out, as likely as a fault of the new version's.</summary>
    [Fact]
    public void What_begins_later_is_held()
    {
        var evaluation = Evaluate(new Story { After = t => t >= 10 ? 0.3 : Usual });

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive, evaluation.Summary);
        evaluation.Summary.ShouldContain("but it did not begin with the new version");
    }

    /// <summary>No gate has had the time to weigh it.</summary>
    [Fact]
    public void A_fifth_of_the_latest_minute_alone_is_held() => Evaluate(new Story { After = t => t == 14 ? 0.3 : Usual }).Findings.ShouldHaveSingleItem().Undecided.ShouldBe(UndecidedCause.Suspicious);

    [Theory]
    [InlineData(0.3, 0.3)]
    [InlineData(0.3, 0.4)]
    [InlineData(0.01, 0.015)]
    [InlineData(0.0, 0.015)]
    public void What_callers_were_refused_before_passes(double before, double after) => Evaluate(new Story { Before = _ => before, After = _ => after }).Verdict.ShouldBe(Verdict.Pass);

    [Fact]
    public void As_bad_as_its_worst_minutes_is_no_news() => Evaluate(new Story { Before = t => t is >= 20 and < 25 ? 0.3 : Usual, After = _ => 0.25 }).Verdict.ShouldBe(Verdict.Pass);

    /// <summary>They all log in anew.</summary>
    [Fact]
    public void A_burst_at_the_switch_that_is_over_passes() => Evaluate(new Story { After = t => t < 8 ? 0.3 : Usual }).Verdict.ShouldBe(Verdict.Pass);

    [Fact]
    public void A_preview_that_few_ask_is_no_switch()
    {
        var evaluation = Evaluate(new Story { Preview = 0.9, After = _ => Usual });

        evaluation.Verdict.ShouldBe(Verdict.Pass, evaluation.Summary);
        evaluation.Findings.ShouldHaveSingleItem().Sample.ShouldBe(10_800);
    }

    /// <summary>Before the switch, and where nobody knows what stable refused, it is left out with a warning, as it always was.</summary>
    [Theory]
    [InlineData(false, 99)]
    [InlineData(true, Switch)]
    public void Without_a_switch_or_a_past_it_is_not_judged(bool isPastUnknown, int at)
    {
        var evaluation = Evaluate(new Story { After = _ => 0.3, SwitchAt = at, Preview = 0.9, IsPastUnknown = isPastUnknown, WithErrors = true });

        evaluation.Findings.ShouldHaveSingleItem().Objective.ShouldBe("error-rate");
        evaluation.Warnings.ShouldContain("refusal-rate is not judged: nothing of stable serves beside the canary, and what stable refused before is not known");
    }

    /// <summary>A policy's own limit needs no past.</summary>
    [Fact]
    public void A_limit_of_its_own_is_held_against_that() => Evaluate(new Story { Before = _ => 0.3, After = _ => 0.3, Limit = 0.05 }).Summary.ShouldStartWith("refusal-rate 30 % over limit 5 %");

    private static GateEvaluation Evaluate(Story story)
    {
        var refusals = new RefusalRateObjective { Name = "refusal-rate", Comparison = Comparison.AtMost, Limit = story.Limit is { } limit ? StepLimits.Constant(limit) : null, Floor = story.Limit is null ? 0.005 : null, OnHarm = story.Holds ? new Consequences(new Dictionary<double, Consequence> { [0] = Consequence.Hold }) : Consequences.Failing, Judge = SequentialJudge.Chosen };
        var request = Given.Request() with { Strategy = Strategy.BlueGreen, StepWeight = 100, RolloutStartedAt = Begin };
        var policy = story.WithErrors ? Given.Policy(Weighed.ErrorRate(), refusals) : Given.Policy(refusals);
        var span = new EvaluationWindow(Begin, Begin.AddMinutes(15), TimeSpan.FromMinutes(1));
        var plan = EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(span with { Begin = Begin.AddMinutes(Switch) }, null) { Span = span });
        return new GateEvaluator([new SequentialJudge()]).Judge(request, policy, plan, story.Evidence());
    }

    /// <summary>Refused shares minute by minute; of the past by minutes before the rollout, 1 the last.</summary>
    private sealed record Story
    {
        public Func<int, double> Before { get; init; } = _ => Usual;

        public required Func<int, double> After { get; init; }

        public double Preview { get; init; }

        public int SwitchAt { get; init; } = Switch;

        public bool IsPastUnknown { get; init; }

        public bool Holds { get; init; }

        public bool WithErrors { get; init; }

        public double? Limit { get; init; }

        public GateEvidence Evidence()
        {
            List<Bucket> canary = [.. Enumerable.Range(0, 15).Select(t => t < SwitchAt ? Cell(t, Preview > 0 ? 10 : 0, Preview) : Cell(t, 1200, After(t)))];
            var window = canary.Skip(Switch).ToList();
            var (bad, all) = (window.Sum(bucket => bucket.Bad!.Value), window.Sum(bucket => bucket.Exposure));
            List<PodSeries> pods = IsPastUnknown ? [] : [.. Enumerable.Range(0, 3).Select(pod => new PodSeries($"stable-{pod}", [.. Enumerable.Range(-60, 75).Select(t => Cell(t, t < SwitchAt ? 400 : 0, t < 0 ? Before(-t) : Usual))]))];
            var refusals = new ObjectiveEvidence("refusal-rate", new SliceEvidence.Measured(bad / all, all, bad, canary), new SliceEvidence.NoData(), ["requests"]) { StablePods = pods };
            var errors = new ObjectiveEvidence("error-rate", new SliceEvidence.Measured(0, all, 0, [.. canary.Select(bucket => bucket with { Bad = 0 })]), new SliceEvidence.NoData(), ["requests"]);
            return new GateEvidence { Objectives = WithErrors ? [errors, refusals] : [refusals], Queries = [] };
        }

        private static Bucket Cell(int minute, double requests, double share) => new(Begin.AddMinutes(minute), requests, Math.Round(requests * share));
    }
}
