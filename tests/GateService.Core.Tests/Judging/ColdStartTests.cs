using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Judging.Threshold;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Judging;

/// <summary>
/// A canary of 300 requests a minute beside a stable of 900: one pod serves from the begin, another with 200 of them from minute 4 on and a third with 50 from minute 6 on. Minutes are cells; what
/// a pod does in each is told by its age.
/// </summary>
public sealed class ColdStartTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, 2, Verdict.Pass)]
    [InlineData(true, 9, Verdict.Fail)]
    [InlineData(false, 2, Verdict.Pass)]
    [InlineData(false, 9, Verdict.Fail)]
    public void Pods_that_came_in_the_midst_of_a_step_are_cold_for_their_first_minutes(bool isSequential, int ill, Verdict verdict)
    {
        var evaluation = Evaluate(new Story { Ill = ill, IsSequential = isSequential });

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        evaluation.Warnings.Count(warning => warning.StartsWith("what pods of the canary that came in the midst of a step did in their warm-up is left out of error-rate, which would have failed by it", StringComparison.Ordinal))
            .ShouldBe(verdict == Verdict.Pass ? 1 : 0);
        if (verdict == Verdict.Pass)
        {
            var finding = evaluation.Findings[0];
            finding.Reason.Because.ShouldBe("without 450 errors in 500 requests of 2 pods in the first 2m: their warm-up");
            (finding.Value, finding.Sample, finding.Bad).ShouldBe((0, 2500, 0));
        }
    }

    /// <summary>
    /// A tenth of the young pods' requests fail at a dependency: too little to fail the canary, enough to hold it. Warm again they are their warm-up; where a pod goes on failing they stay what they are.
    /// </summary>
    [Theory]
    [InlineData(0, 2, Verdict.Pass)]
    [InlineData(1, 3, Verdict.Inconclusive)]
    public void Unresolved_errors_of_young_pods_are_looked_at_like_others(int well, int ill, Verdict verdict)
    {
        var evaluation = Evaluate(new Story { Well = well, Ill = ill, Cold = 0.12, Third = false, Dependency = "payments-api", Minutes = 7 });

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        var held = evaluation.Findings.FirstOrDefault(finding => finding.Kind == ObjectiveKind.Dependencies);
        held?.Undecided.ShouldBe(verdict == Verdict.Pass ? null : UndecidedCause.Unresolved);
        evaluation.Warnings.Contains("what pods of the canary that came in the midst of a step did in their warm-up is left out of dependencies, which would be held by it").ShouldBe(verdict == Verdict.Pass);
    }

    /// <summary>A pod came in the midst of the step and is ill: it fails as much after its first minutes as in them, though too little of it came since then to fail the canary by itself.</summary>
    [Fact]
    public void A_pod_that_does_not_warm_up_is_not_young_but_ill()
    {
        var evaluation = Evaluate(new Story { Ill = 9, Cold = 0.3, Third = false, From = 6, Share = 0.25, Minutes = 9 });

        evaluation.Verdict.ShouldNotBe(Verdict.Pass, evaluation.Summary);
        evaluation.Findings[0].Reason.Because.ShouldBe("it is its young pods, and that is no warm-up: 30 % of their requests are errors after the first 2m too");
    }

    /// <summary>As long as the pod is young it is waited for, and named.</summary>
    [Fact]
    public void Unresolved_errors_of_pods_that_are_young_still_are_said_to_be_theirs()
    {
        var evaluation = Evaluate(new Story { Cold = 0.2, Third = false, Dependency = "payments-api", Minutes = 6 });

        evaluation.Findings.Single(finding => finding.Kind == ObjectiveKind.Dependencies).Undecided.ShouldBe(UndecidedCause.YoungPods, evaluation.Summary);
        evaluation.Summary.ShouldContain("but only by young pods: 80 errors in 400 requests of 1 pod in the first 2m, and not warm yet");
    }

    [Fact]
    public void Where_pods_are_not_told_apart_nothing_is_excused() => Evaluate(new Story { AreTold = false }).Verdict.ShouldBe(Verdict.Fail);

    /// <summary>A fault of New Relic fails nobody; a canary against which nothing speaks passes without that answer.</summary>
    [Theory]
    [InlineData(true, 9, Verdict.Inconclusive)]
    [InlineData(false, 9, Verdict.Inconclusive)]
    [InlineData(true, 0, Verdict.Pass)]
    public void Where_New_Relic_did_not_tell_pods_apart_it_holds(bool isSequential, int ill, Verdict verdict)
    {
        var evaluation = Evaluate(new Story { IsSequential = isSequential, Ill = ill, AreTold = false, Unavailable = "New Relic was too slow" });

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        if (verdict == Verdict.Inconclusive)
        {
            (evaluation.Findings[0].Undecided, evaluation.Blame!.Cause).ShouldBe((UndecidedCause.Unavailable, Cause.NotAsked));
            evaluation.Findings[0].Reason.Head.ShouldEndWith(", but whether only young pods are why could not be asked: New Relic was too slow");
        }
    }

    [Fact]
    public void A_policy_without_a_warm_up_knows_no_young_pods() => Evaluate(new Story { WarmUp = TimeSpan.Zero }).Verdict.ShouldBe(Verdict.Fail);

    /// <summary>The longer the warm-up, the longer a pod is young: three minutes of failures are no warm-up of one.</summary>
    [Theory]
    [InlineData(1, 4, false)]
    [InlineData(3, 4, true)]
    public void The_policy_says_how_long_pods_are_young(int warmUp, int ill, bool isExcused) =>
        Evaluate(new Story { WarmUp = TimeSpan.FromMinutes(warmUp), Ill = ill, Minutes = 14 }).Verdict.ShouldBe(isExcused ? Verdict.Pass : Verdict.Fail);

    [Fact]
    public void While_a_pod_is_young_it_holds()
    {
        var evaluation = Evaluate(new Story { Minutes = 6, Third = false });

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive, evaluation.Summary);
        (evaluation.Findings[0].Undecided, evaluation.Blame!.Cause, evaluation.Advice).ShouldBe((UndecidedCause.YoungPods, Cause.YoungPods, Advice.Wait));
        evaluation.Findings[0].Reason.Head.ShouldEndWith(", but only by young pods: 360 errors in 400 requests of 1 pod in the first 2m, and not warm yet");
    }

    /// <summary>Gone before it was warm, seen last two minutes before the end or earlier: it died of it.</summary>
    [Theory]
    [InlineData(2, Verdict.Fail)]
    [InlineData(3, Verdict.Pass)]
    public void A_pod_that_is_gone_before_it_is_warm_was_ill(int lives, Verdict verdict) => Evaluate(new Story { Lives = lives }).Verdict.ShouldBe(verdict);

    [Theory]
    [InlineData(false, Verdict.Pass)]
    [InlineData(true, Verdict.Inconclusive)]
    public void Where_young_pods_served_most_of_the_window_too_little_is_left(bool isShort, Verdict verdict)
    {
        var evaluation = Evaluate(new Story { Window = isShort ? 5 : 9, Minutes = 9, Share = 0.95, Third = false, WarmUp = TimeSpan.FromMinutes(2), Ill = 3 });

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        evaluation.Summary.Contains("most of the window's requests: too little is left beside them", StringComparison.Ordinal).ShouldBe(isShort, evaluation.Summary);
    }

    /// <summary>Stable's pods that came while its past was seen tell how a start goes; those that were there from the begin on may be of any age.</summary>
    [Theory]
    [InlineData(20, 0.01, Verdict.Fail)]
    [InlineData(20, 0.9, Verdict.Pass)]
    [InlineData(20, 0.5, Verdict.Pass)]
    [InlineData(0, 0.01, Verdict.Pass)]
    public void A_start_that_is_worse_than_stables_is_no_warm_up(int came, double bad, Verdict verdict)
    {
        var evaluation = Evaluate(new Story { StableCame = came, StableCold = bad });

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        (evaluation.Findings[0].Reason.Because ?? "").Contains("it is its young pods, and that is no warm-up: in the first 2m 90 % of their requests are errors, 1 % of those of stable's pods at that age", StringComparison.Ordinal)
            .ShouldBe(verdict == Verdict.Fail);
    }

    private static GateEvaluation Evaluate(Story story)
    {
        var objective = story.IsSequential ? Weighed.ErrorRate() : Given.ErrorRate() with { Judge = ThresholdJudge.Chosen };
        var request = Given.Request() with { StepWeight = 25 };
        var policy = Given.Policy(objective) with { Sequential = new SequentialSettings { WarmUp = story.WarmUp } };
        policy = story.Dependency is not { } named ? policy
            : policy with { Attribution = new AttributionSettings { Signatures = [new SignatureRule { Name = named, Types = ["*.HttpRequestException"], Origin = SignatureOrigin.Dependency, Named = named }] } };
        var span = new EvaluationWindow(Begin, Begin.AddMinutes(story.Minutes), TimeSpan.FromMinutes(1));
        var plan = EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(span with { Begin = span.End.AddMinutes(-Math.Min(story.Window, story.Minutes)) }, null) { Span = span });
        return new GateEvaluator([new SequentialJudge(), new ThresholdJudge()]).Judge(request, policy, plan, story.Evidence(objective.Name));
    }

    private sealed record Story
    {
        public bool IsSequential { get; init; } = true;

        public int Minutes { get; init; } = 10;

        public int Window { get; init; } = 10;

        public int From { get; init; } = 4;

        /// <summary>Minutes that young pods are well before they fail.</summary>
        public int Well { get; init; }

        /// <summary>Age in minutes up to which they fail.</summary>
        public int Ill { get; init; } = 2;

        /// <summary>Minutes that they are there.</summary>
        public int Lives { get; init; } = 100;

        /// <summary>Share of their requests that young pods fail.</summary>
        public double Cold { get; init; } = 0.9;

        /// <summary>Where these fail; null: in the service itself.</summary>
        public string? Dependency { get; init; }

        public double Share { get; init; } = 2 / 3.0;

        public bool AreTold { get; init; } = true;

        public string? Unavailable { get; init; }

        /// <summary>The third pod comes at all.</summary>
        public bool Third { get; init; } = true;

        public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(1);

        /// <summary>Minutes before the rollout in which a pod of stable came; 0: all were there from the begin of its past on.</summary>
        public int StableCame { get; init; }

        public double StableCold { get; init; }

        public GateEvidence Evidence(string objective)
        {
            var second = Pod("b", From, 300 * Share);
            PodSeries[] canary = Third ? [Pod("a", 0, 0), second, Pod("c", From + 2, 50)] : [Pod("a", 0, 0), second];
            canary[0] = new PodSeries("a", [.. canary[0].Cells.Select((cell, t) => cell with { Exposure = 300 - canary.Skip(1).Sum(pod => pod.Cells[t].Exposure), Bad = 0 })]);
            List<Bucket> judged = [.. Enumerable.Range(0, Minutes).Select(t => new Bucket(At(t), 300, canary.Sum(pod => pod.Cells[t].Bad)))];
            List<Bucket> stable = [.. Enumerable.Range(0, Minutes).Select(t => new Bucket(At(t), 900, 0))];
            PodSeries[] stables = [.. new[] { "x", "y", "z" }.Select(pod => new PodSeries(pod, [.. Enumerable.Range(-60, 60 + Minutes).Select(t => Stable(t, pod == "z" && StableCame > 0))]))];
            return new GateEvidence
            {
                Objectives = [new ObjectiveEvidence(objective, Measured(judged), Measured(stable), ["requests"]) { StablePods = stables, CanaryPods = AreTold ? canary : [], CanaryPodsUnavailable = Unavailable }],
                Errors = Dependency is null ? null : new ErrorEvidence { Canary = [new ErrorSeries(new ErrorSignature("System.Net.Http.HttpRequestException", "503", null), [.. judged.Select(bucket => new ErrorCount(bucket.Bad!.Value, bucket.Bad!.Value))])] },
                Queries = [],
            };
        }

        private SliceEvidence.Measured Measured(List<Bucket> buckets)
        {
            var window = buckets.TakeLast(Window).ToList();
            return new SliceEvidence.Measured(window.Sum(bucket => bucket.Bad!.Value) / window.Sum(bucket => bucket.Exposure), window.Sum(bucket => bucket.Exposure), window.Sum(bucket => bucket.Bad), buckets);
        }

        private PodSeries Pod(string name, int from, double perMinute) => new(name, [.. Enumerable.Range(0, Minutes).Select(t => t - from)
            .Select((age, t) => age >= 0 && age < Lives ? new Bucket(At(t), perMinute, age >= Well && age < Ill ? Cold * perMinute : 0) : new Bucket(At(t), 0, 0))]);

        private Bucket Stable(int minute, bool isLate) => isLate && minute < -StableCame ? new Bucket(At(minute), 0, 0) : new Bucket(At(minute), 300, isLate && minute < -StableCame + 2 ? StableCold * 300 : 0);

        private static DateTimeOffset At(int minute) => Begin.AddMinutes(minute);
    }
}
