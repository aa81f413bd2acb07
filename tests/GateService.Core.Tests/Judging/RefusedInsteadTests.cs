using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>What stable fails and the canary refuses: 300 requests a minute of the canary, 900 of stable in three pods, for 20 minutes at 25 %.</summary>
public sealed class RefusedInsteadTests
{
    private const int Minutes = 20;

    /// <summary>400 in place of 500 takes nothing from anybody, and is shown as what it is; nothing is proven by what was left out.</summary>
    [Theory]
    [InlineData(StepDemand.NoHarm)]
    [InlineData(StepDemand.Proven)]
    public void Refusals_that_name_the_request_stand_for_failures(StepDemand demand)
    {
        var evaluation = Evaluate(new Story { StableErrors = 0.05, Refused = 0.05, Demand = demand });

        var finding = Refusals(evaluation);
        evaluation.Verdict.ShouldBe(Verdict.Pass, evaluation.Summary);
        finding.Outcome.ShouldBe(FindingOutcome.Met);
        finding.Value!.Value.ShouldBe(0.05, 1e-9);
        finding.Bad!.Value.ShouldBe(0.05 * 300 * Minutes, 1e-6);
        finding.InPlace!.Value.ShouldBeInRange(0.8 * finding.Bad.Value, finding.Bad.Value);
        finding.Reason.ToString().ShouldStartWith("refusal-rate 5 %, stable 0 %; 279 of 300 refused requests, by which the canary fails fewer than stable, stand in place of failures; the others, 0.33 %, do no harm (300 of 6,000 canary vs 0 of 18,000");
        evaluation.Summary.ShouldContain("refusal-rate 5 % (limit 0.5 %, 279 of 300 in place of failures)");
        evaluation.Summary.ShouldNotContain("proven");
        evaluation.Warnings.ShouldContain("refusal-rate holds 21 of 300 refused requests against the canary: by as many as the others it fails fewer than stable");
        finding.Judgement!.Harmless.ShouldBeLessThan(finding.Judgement.ProvenAt);
    }

    /// <summary>A good caller may be denied what stable fails for another: few or many, by another bug or in an outage.</summary>
    [Theory]
    [InlineData(0.3, 0.27)]
    [InlineData(0.2, 0.2)]
    [InlineData(0.05, 0.05)]
    public void Denials_stand_for_none(double fails, double denied)
    {
        var evaluation = Evaluate(new Story { StableErrors = fails, Refused = denied, Denied = denied });

        evaluation.Verdict.ShouldBe(Verdict.Fail, evaluation.Summary);
        Refusals(evaluation).InPlace.ShouldBeNull();
        evaluation.Summary.ShouldNotContain("fewer than stable");
    }

    /// <summary>Of both kinds only the ones that name the request are left out.</summary>
    [Theory]
    [InlineData(0.02, Verdict.Fail)]
    [InlineData(0.001, Verdict.Pass)]
    public void Denials_beside_refusals_count_for_themselves(double denied, Verdict verdict) =>
        Evaluate(new Story { StableErrors = 0.06, Refused = 0.04 + denied, Denied = denied }).Verdict.ShouldBe(verdict);

    [Fact]
    public void Where_nobody_tells_denials_it_is_held()
    {
        var evaluation = Evaluate(new Story { StableErrors = 0.05, Refused = 0.05, Denied = null });

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive, evaluation.Summary);
        Refusals(evaluation).Undecided.ShouldBe(UndecidedCause.Suspicious);
        Refusals(evaluation).Reason.Brief.ShouldEndWith("by about as many the canary fails fewer than stable: it may refuse what stable fails");
    }

    /// <summary>What an agent only marks was answered with 200: a handled exception, perhaps.</summary>
    [Theory]
    [InlineData("shop.CacheMissException", Verdict.Inconclusive)]
    [InlineData(null, Verdict.Inconclusive)]
    [InlineData("graphql.GraphQLError", Verdict.Pass)]
    public void Marks_hold_and_pass_only_where_they_are_the_callers(string? type, Verdict verdict)
    {
        var evaluation = Evaluate(new Story { StableMarks = 0.05, Refused = 0.05, Type = type });

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        Refusals(evaluation).Reason.Brief.ShouldContain("the canary fails fewer than stable");
    }

    [Theory]
    [InlineData("shop.CacheMissException")]
    [InlineData("graphql.GraphQLError")]
    public void Denials_beside_marks_fail(string type) => Evaluate(new Story { StableMarks = 0.3, Refused = 0.26, Denied = 0.26, Type = type }).Verdict.ShouldBe(Verdict.Fail);

    /// <summary>A canary that fails by a mark what stable fails by its status has no fewer failures.</summary>
    [Fact]
    public void A_failure_that_became_a_mark_is_no_failure_less() => Refusals(Evaluate(new Story { StableErrors = 0.05, CanaryMarks = 0.05, Refused = 0.05 })).Outcome.ShouldBe(FindingOutcome.Tripped);

    [Fact]
    public void Beside_a_stable_that_fails_nothing_every_refusal_counts() => Evaluate(new Story { Refused = 0.05 }).Verdict.ShouldBe(Verdict.Fail);

    private static Finding Refusals(GateEvaluation evaluation) => evaluation.Findings.Single(finding => finding.Kind == ObjectiveKind.RefusalRate);

    private static GateEvaluation Evaluate(Story story)
    {
        var request = Given.Request() with { StepWeight = 25 };
        var policy = Given.Policy(
            Weighed.ErrorRate(0.02) with { Name = "error-rate" },
            new SuccessRateObjective { Name = "success-rate", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.5), Judge = SequentialJudge.Chosen },
            new RefusalRateObjective { Name = "refusal-rate", Comparison = Comparison.AtMost, Margin = 1.5, Floor = 0.005, Judge = SequentialJudge.Chosen }) with
        {
            Sequential = new SequentialSettings { PromoteOn = new StepDemands(new Dictionary<double, StepDemand> { [0] = story.Demand }), Proof = StepLimits.Constant(2.5) },
            Attribution = new AttributionSettings { Signatures = [new SignatureRule { Name = "graphql", Types = ["graphql.*"], Origin = SignatureOrigin.Client }] },
        };
        var span = new EvaluationWindow(Weighed.Begin, Weighed.Begin.AddMinutes(Minutes), TimeSpan.FromMinutes(1));
        return new GateEvaluator([new SequentialJudge()]).Judge(request, policy, EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(span, null)), story.Evidence());
    }

    /// <summary>Shares of the requests of a slice.</summary>
    private sealed record Story
    {
        public double StableErrors { get; init; }

        public double StableMarks { get; init; }

        /// <summary>Of what is marked; null where nobody knows.</summary>
        public string? Type { get; init; }

        public double CanaryMarks { get; init; }

        public double Refused { get; init; }

        /// <summary>Of those; null where nobody tells.</summary>
        public double? Denied { get; init; } = 0;

        public StepDemand Demand { get; init; }

        public GateEvidence Evidence() => new()
        {
            Objectives =
            [
                Of("error-rate", 0, StableErrors),
                Of("success-rate", CanaryMarks, StableErrors + StableMarks, isGood: true),
                Of("refusal-rate", Refused, 0, denied: Denied),
            ],
            Errors = Type is null ? null : new ErrorEvidence { Stable = [new ErrorSeries(new ErrorSignature(Type, "200", null), [.. Enumerable.Repeat(new ErrorCount(0, 900 * StableMarks), Minutes)])] },
            Queries = [],
        };

        private static ObjectiveEvidence Of(string name, double canary, double stable, bool isGood = false, double? denied = null) => new(name, Slice(300, canary, isGood, denied), Slice(900, stable, isGood, denied is null ? null : 0), ["requests"])
        {
            StablePods =
            [
                .. Enumerable.Range(0, 3).Select(pod => new PodSeries($"stable-{pod}", [.. Enumerable.Range(-60, 60 + Minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 300, 300 * stable))])),
            ],
        };

        private static SliceEvidence.Measured Slice(double requests, double share, bool isGood, double? denied) => new(
            isGood ? 1 - share : share, requests * Minutes, requests * Minutes * share, [.. Enumerable.Range(0, Minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), requests, requests * share, Denied: denied * requests))]);
    }
}
