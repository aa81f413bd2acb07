using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>A clean canary of 300 requests a minute beside a stable of 900 in three pods, whose last hour is known; 1 in 1,000 of its requests fails at all times.</summary>
public sealed class StableFindingTests
{
    private const double Usual = 0.001;
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_canary_that_breaks_stable_is_held_and_the_sentence_says_what_and_since_when()
    {
        var evaluation = Evaluate(new Story { Stable = t => t >= 1 ? 0.25 : Usual });

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive, evaluation.Summary);
        evaluation.Summary.ShouldStartWith("stable fails 25 % of its requests since 12:01Z, 0.1 % before, and the canary 0 %; it began with the canary, and may be what the change does to what both share (2,025 of 8,100 stable vs 0 of 2,700 canary requests, since 12:01Z at weight 25)");
        (evaluation.Blame!.Fault, evaluation.Blame.Cause, evaluation.Advice).ShouldBe((Fault.Undetermined, Cause.HurtsStable, Advice.LookUpstream));
        Stable(evaluation).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => (found.Undecided, found.Slice, found.Sample, found.Bad).ShouldBe((UndecidedCause.HurtsStable, Core.Requests.Slice.Stable, 8100, 2025)),
            found => found.Value!.Value.ShouldBe(0.25, 1e-9),
            found => found.Score!.Value.ShouldBeLessThan(50));
    }

    /// <summary>Twenty minutes later the window is half as long as the trouble: what is said since its begin is counted since its begin.</summary>
    [Fact]
    public void Counts_since_its_begin_are_those_since_its_begin() =>
        Evaluate(new Story { Minutes = 20, WindowFrom = 10, Stable = t => t >= 1 ? 0.25 : Usual }).Summary.ShouldContain("(4,275 of 17,100 stable vs 0 of 5,700 canary requests, since 12:01Z at weight 25)");

    /// <summary>What is over is not told as if it went on.</summary>
    [Theory]
    [InlineData(5, "of its requests since 12:01Z (last so bad at 12:04Z), 0.1 % before")]
    [InlineData(10, "of its requests since 12:01Z, 0.1 % before")]
    public void When_it_was_so_bad_for_the_last_time_is_said(int until, string said) => Evaluate(new Story { Stable = t => t >= 1 && t < until ? 0.25 : Usual }).Summary.ShouldContain(said);

    [Fact]
    public void A_stable_that_is_as_it_was_has_no_such_finding() => Stable(Evaluate(new Story())).ShouldBeNull();

    [Theory]
    [InlineData(1, Verdict.Fail)]
    [InlineData(5, Verdict.Inconclusive)]
    public void It_fails_where_the_policy_says_so_and_it_began_with_the_canary(int from, Verdict verdict)
    {
        var evaluation = Evaluate(new Story { Stable = t => t >= from ? 0.25 : Usual, Fails = true });

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        evaluation.Blame!.Fault.ShouldBe(verdict == Verdict.Fail ? Fault.SelfInflicted : Fault.Undetermined);
        evaluation.Summary.ShouldContain(from == 1 ? "it began with the canary" : "it began while the canary served");
    }

    [Fact]
    public void A_step_of_the_canary_is_a_begin_too() => Evaluate(new Story { Minutes = 20, CanaryTraffic = t => t < 10 ? 50 : 300, Stable = t => t >= 10 ? 0.25 : Usual, Fails = true })
        .ShouldSatisfyAllConditions(evaluation => evaluation.Verdict.ShouldBe(Verdict.Fail), evaluation => evaluation.Summary.ShouldContain("it began with a step of the canary"));

    /// <summary>A migration runs before the new version's first request.</summary>
    [Fact]
    public void What_begins_a_minute_before_the_canarys_first_request_began_with_it() =>
        Evaluate(new Story { CanaryTraffic = t => t < 3 ? 0 : 300, Stable = t => t >= 2 ? 0.25 : Usual }).Summary.ShouldContain("it began with the canary");

    [Theory]
    [InlineData(60)]
    [InlineData(12)]
    public void A_stable_that_was_ill_before_is_not_broken_by_the_canary(int minutesBefore) =>
        Stable(Evaluate(new Story { Past = t => t <= minutesBefore ? 0.25 : Usual, Stable = _ => 0.25 })).ShouldBeNull();

    [Fact]
    public void An_incident_that_comes_back_is_none_of_the_canarys() =>
        Stable(Evaluate(new Story { Past = t => t is >= 20 and < 30 ? 0.3 : Usual, Stable = t => t >= 1 ? 0.25 : Usual })).ShouldBeNull();

    [Fact]
    public void What_the_canary_has_alike_is_a_common_cause() => Stable(Evaluate(new Story { Stable = t => t >= 1 ? 0.25 : Usual, Canary = t => t >= 1 ? 0.2 : 0 })).ShouldBeNull();

    [Fact]
    public void One_bad_pod_is_no_work_of_the_canarys() => Stable(Evaluate(new Story { Stable = t => t >= 1 ? 0.3 : Usual, OnePod = true })).ShouldBeNull();

    [Fact]
    public void Without_a_past_nobody_knows_what_stable_is_like() => Stable(Evaluate(new Story { Stable = _ => 0.25, Past = null })).ShouldBeNull();

    [Fact]
    public void A_policy_that_judges_only_against_stable_is_not_held_by_it() =>
        Stable(Evaluate(new Story { Stable = t => t >= 1 ? 0.25 : Usual, OnlyAgainstStable = true })).ShouldBeNull();

    /// <summary>What both slices have at a dependency is excused; what stable alone has there is not, for nobody else suffers from it.</summary>
    [Theory]
    [InlineData(0.09, false)]
    [InlineData(0.0, true)]
    public void Errors_of_an_outage_that_both_share_are_not_stables_own(double canary, bool isFound)
    {
        var payments = new ErrorSignature("System.Net.Http.HttpRequestException", "503", "payments");
        var evaluation = Evaluate(new Story { Stable = t => t >= 1 ? 0.09 : 0, Canary = t => t >= 1 ? canary : 0, Signature = payments });

        (Stable(evaluation) is not null).ShouldBe(isFound, evaluation.Summary);
    }

    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.06, false)]
    public void A_stable_that_gets_slower_is_held_too(double slow, bool isFound)
    {
        var evaluation = Evaluate(new Story { Latency = true, Usual = 0.05, Past = _ => 0.05, Stable = t => t >= 1 ? slow : 0.05, Canary = _ => 0.04 });

        (Stable(evaluation) is not null).ShouldBe(isFound, evaluation.Summary);
        evaluation.Summary.Contains("stable is slower since 12:01Z: 30 % of its requests take over 235 ms, 5 % before, and the canary is not", StringComparison.Ordinal).ShouldBe(isFound, evaluation.Summary);
    }

    /// <summary>A share of a team's own events: the canary is as ever, and from its begin stable's end otherwise.</summary>
    [Theory]
    [InlineData(Comparison.AtLeast, 0.3, 0.04, true)]
    [InlineData(Comparison.AtLeast, 0.05, 0.04, false)]
    [InlineData(Comparison.AtLeast, 0.3, 0.3, false)]
    [InlineData(Comparison.AtMost, 0.3, 0.04, true)]
    [InlineData(Comparison.AtMost, 0.05, 0.04, false)]
    public void A_share_that_only_stable_loses_is_held_too(Comparison side, double stable, double canary, bool isFound)
    {
        var evaluation = Evaluate(new Story { Objective = Share(side, side == Comparison.AtLeast ? 0.9 : 0.1), Past = _ => 0.04, Stable = t => t >= 1 ? stable : 0.04, Canary = t => t >= 1 ? canary : 0.04 });

        (Stable(evaluation) is not null).ShouldBe(isFound, evaluation.Summary);
        if (isFound)
        {
            evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
            evaluation.Summary.ShouldStartWith(side == Comparison.AtLeast ? "stable's conversion is 70 % since 12:01Z, 96 % before, and the canary's 96 %; it began with the canary" : "stable's conversion is 30 % since 12:01Z, 4 % before, and the canary's 4 %; it began with the canary");
            evaluation.Summary.ShouldContain("(2,430 of 8,100 stable vs 108 of 2,700 canary events, since 12:01Z at weight 25)");
        }
    }

    /// <summary>Of what hardly ever ends well nothing is said by how much of it does not.</summary>
    [Fact]
    public void A_share_that_is_small_at_all_times_is_not_taken_for_a_loss() =>
        Stable(Evaluate(new Story { Objective = Share(Comparison.AtLeast, 0.02), Past = _ => 0.97, Stable = _ => 0.97, Canary = _ => 0.3 })).ShouldBeNull();

    private static KpiObjective Share(Comparison side, double limit) => new()
    {
        Name = "conversion",
        Comparison = side,
        Limit = StepLimits.Constant(limit),
        Judge = SequentialJudge.Chosen,
        Definition = new KpiDefinition { EventType = "Checkout", Form = KpiForm.Ratio },
    };

    private static Finding? Stable(GateEvaluation evaluation) => evaluation.Findings.SingleOrDefault(finding => finding.Kind == ObjectiveKind.Stable);

    private static GateEvaluation Evaluate(Story story)
    {
        var objective = story.Objective ?? (story.Latency
            ? new LatencyObjective { Name = "latency-p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1), Quantile = 0.95, Judge = SequentialJudge.Chosen }
            : Weighed.ErrorRate());
        var request = Given.Request() with { StepWeight = 25 };
        var policy = Given.Policy(objective) with
        {
            JudgesOnlyAgainstStable = story.OnlyAgainstStable,
            Sequential = new SequentialSettings { FailWhenStableBreaks = story.Fails },
            Attribution = new AttributionSettings { Signatures = [new SignatureRule { Name = "http", Types = ["*.Http.HttpRequestException"], Origin = SignatureOrigin.Dependency, Named = "payments-api" }] },
        };
        var span = new EvaluationWindow(Begin, Begin.AddMinutes(story.Minutes), TimeSpan.FromMinutes(1));
        var plan = EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(span with { Begin = Begin.AddMinutes(story.WindowFrom) }, null) { Span = span });
        return new GateEvaluator([new SequentialJudge()]).Judge(request, policy, plan, story.Evidence(objective.Name));
    }

    /// <summary>Bad shares minute by minute; of the past by minutes before the begin, 1 the last.</summary>
    private sealed record Story
    {
        public int Minutes { get; init; } = 10;

        /// <summary>Minute from which on the window counts.</summary>
        public int WindowFrom { get; init; }

        public double Usual { get; init; } = StableFindingTests.Usual;

        public Func<int, double> CanaryTraffic { get; init; } = _ => 300;

        public Func<int, double> Canary { get; init; } = _ => 0;

        public Func<int, double> Stable { get; init; } = _ => StableFindingTests.Usual;

        public Func<int, double>? Past { get; init; } = _ => StableFindingTests.Usual;

        public bool OnePod { get; init; }

        public bool Fails { get; init; }

        public bool OnlyAgainstStable { get; init; }

        public bool Latency { get; init; }

        public Objective? Objective { get; init; }

        public ErrorSignature? Signature { get; init; }

        public GateEvidence Evidence(string objective)
        {
            var (canary, stable) = (Slice(CanaryTraffic, Canary), Slice(_ => 900, Stable));
            return new GateEvidence
            {
                Objectives = [new ObjectiveEvidence(objective, canary, stable, ["requests"]) { StablePods = Pods(), StableQuantile = Latency ? 0.235 : null }],
                Errors = Signature is null ? null : new ErrorEvidence { Canary = [Series(canary)], Stable = [Series(stable)] },
                Queries = [],
            };
        }

        private SliceEvidence.Measured Slice(Func<int, double> traffic, Func<int, double> bad)
        {
            List<Bucket> buckets = [.. Enumerable.Range(0, Minutes).Select(t => new Bucket(Begin.AddMinutes(t), traffic(t), Latency ? 0 : Math.Round(traffic(t) * bad(t)), BadAgainstStable: Latency ? Math.Round(traffic(t) * bad(t)) : null))];
            var (sum, all) = (buckets.Sum(bucket => bucket.Bad!.Value), buckets.Sum(bucket => bucket.Exposure));
            return new SliceEvidence.Measured(Latency ? 0.2 : sum / all, all, sum, buckets);
        }

        private ErrorSeries Series(SliceEvidence slice) => new(Signature, [.. slice.Buckets.Select(bucket => new ErrorCount(bucket.Bad!.Value, bucket.Bad.Value))]);

        private List<PodSeries> Pods() => Past is null ? [] :
        [
            .. Enumerable.Range(0, 3).Select(pod => new PodSeries($"stable-{pod}", [.. Enumerable.Range(-60, 60 + Minutes).Select(t =>
                new Bucket(Begin.AddMinutes(t), 300, 300 * (t < 0 ? Past(-t) : !OnePod ? Stable(t) : pod == 0 ? 3 * Stable(t) : Usual)))])),
        ];
    }
}
