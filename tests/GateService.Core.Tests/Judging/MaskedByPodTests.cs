using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>A canary of 300 requests a minute beside pods of stable with 300 each, one of which may be ill: shares of their requests that are slow, or fail.</summary>
public sealed class MaskedByPodTests
{
    private const int Minutes = 10;

    private static readonly LatencyObjective P95 = new() { Name = "latency-p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1.2), Floor = 0.25, Quantile = 0.95, Judge = SequentialJudge.Chosen };
    private static readonly ApdexObjective Apdex = Given.Apdex() with { Limit = StepLimits.Constant(0.85), Floor = 0.88, Judge = SequentialJudge.Chosen };
    private static readonly ErrorRateObjective Errors = Weighed.ErrorRate() with { Floor = 0.001 };

    /// <summary>A fifth of the requests takes longer than the floor and less long than the limit.</summary>
    [Theory]
    [InlineData(0.2, new[] { 0.6, 0, 0 }, Verdict.Inconclusive)]
    [InlineData(0.2, new[] { 0, 0, 0.6 }, Verdict.Inconclusive)]
    [InlineData(0.2, new[] { 0.2, 0.2, 0.2 }, Verdict.Pass)]
    [InlineData(0.2, new[] { 0.0, 0, 0 }, Verdict.Fail)]
    [InlineData(0, new[] { 0.6, 0, 0 }, Verdict.Pass)]
    public void A_canary_that_is_slow_is_held_where_one_pod_of_stable_alone_is_slow_too(double canary, double[] pods, Verdict verdict)
    {
        var evaluation = Evaluate(P95, canary, pods);

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        if (verdict == Verdict.Inconclusive)
        {
            var finding = evaluation.Findings.Single();
            finding.Undecided.ShouldBe(UndecidedCause.Suspicious);
            finding.StableValue.ShouldBe(0.9, "with all of its pods, for nobody knows it without one");
            finding.Reason.Head.ShouldBe($"latency-p95 900 ms, 24 % of the canary's requests take over 240 ms; of stable's 5 % take over 200 ms without pod stable-{(pods[0] > 0 ? 0 : 2)} and its 62 %: suspicious, that pod may have the same trouble");
        }
    }

    [Theory]
    [InlineData(0.3, new[] { 0.9, 0, 0 }, Verdict.Inconclusive)]
    [InlineData(0.3, new[] { 0.3, 0.3, 0.3 }, Verdict.Inconclusive)]
    [InlineData(0.3, new[] { 0.0, 0, 0 }, Verdict.Fail)]
    [InlineData(0.01, new[] { 0.9, 0, 0 }, Verdict.Pass)]
    public void So_is_one_whose_users_wait(double canary, double[] pods, Verdict verdict)
    {
        var evaluation = Evaluate(Apdex, canary, pods);

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        evaluation.Summary.Contains("without stable's pod stable-0 and its 0.1: suspicious, that pod may have the same trouble", StringComparison.Ordinal).ShouldBe(pods is [0.9, ..] && canary > 0.1, evaluation.Summary);
    }

    /// <summary>Of two pods nobody knows which is as stable should be: nobody is held by that, and nothing is proven by it.</summary>
    [Theory]
    [InlineData(0.008, new[] { 0.03, 0 }, StepDemand.NoHarm, Verdict.Pass)]
    [InlineData(0.008, new[] { 0.03, 0 }, StepDemand.Proven, Verdict.Inconclusive)]
    [InlineData(0.008, new[] { 0.008, 0.008 }, StepDemand.Proven, Verdict.Pass)]
    [InlineData(0, new[] { 0.03, 0 }, StepDemand.Proven, Verdict.Pass)]
    public void Beside_two_pods_of_which_one_is_ill_nothing_is_proven_that_would_fail_beside_the_other(double canary, double[] pods, StepDemand demand, Verdict verdict)
    {
        var evaluation = Evaluate(Errors, canary, pods, demand, requests: 900);

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
        var isDoubtful = canary > 0 && pods is [_, 0];
        evaluation.Findings.Single().Reason.Head.Contains("no worse than stable with its pod stable-0 and its 3 %, and not shown to be harmless beside its other pod", StringComparison.Ordinal).ShouldBe(isDoubtful);
        evaluation.Summary.Contains("proven harmless", StringComparison.Ordinal).ShouldBe(!isDoubtful, evaluation.Summary);
    }

    /// <summary>The pods beyond the fifty busiest are asked for as one row: no pod, and nobody says that it is one.</summary>
    [Fact]
    public void Many_pods_in_one_row_are_not_one_that_is_ill() =>
        Evaluate(Errors, 0.008, [0, 0, 0.1], requests: 900, names: ["stable-0", "stable-1", PodSeries.Others]).Summary.ShouldNotContain(PodSeries.Others);

    private static GateEvaluation Evaluate(Objective objective, double canary, double[] pods, StepDemand demand = StepDemand.NoHarm, double requests = 300, string[]? names = null)
    {
        var request = Given.Request() with { StepWeight = 25 };
        var policy = Given.Policy(objective) with { Sequential = new SequentialSettings { PromoteOn = new StepDemands(new Dictionary<double, StepDemand> { [0] = demand }), Proof = StepLimits.Constant(2.5) } };
        var span = new EvaluationWindow(Weighed.Begin, Weighed.Begin.AddMinutes(Minutes), TimeSpan.FromMinutes(1));
        var evidence = new ObjectiveEvidence(objective.Name, Slice(canary, 1), Slice(pods.Average(), pods.Length), ["requests"])
        {
            StableQuantile = objective is LatencyObjective ? 0.2 : null,
            StablePods = [.. pods.Select((share, i) => new PodSeries(names?[i] ?? $"stable-{i}", [.. Enumerable.Range(-60, 60 + Minutes).Select(t => OfPod(t, t < 0 ? 0 : share))]))],
        };
        return new GateEvaluator([new SequentialJudge()]).Judge(request, policy, EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(span, null)), new GateEvidence { Objectives = [evidence], Queries = [] });

        SliceEvidence.Measured Slice(double share, int many)
        {
            List<Bucket> buckets = [.. Enumerable.Range(0, Minutes).Select(t => Of(t, many * requests, share))];
            return new SliceEvidence.Measured(objective is LatencyObjective ? share > 0.05 ? 0.9 : 0.2 : objective.Comparison == Comparison.AtMost ? share : 1 - share, many * requests * Minutes, buckets.Sum(bucket => bucket.Bad), buckets);
        }

        // Of a latency one in twenty takes longer than stable's own percentile whatever happens, and one in a hundred of the slow ones longer than the limit.
        Bucket Of(int t, double all, double share) => objective is LatencyObjective
            ? new Bucket(Weighed.Begin.AddMinutes(t), all, 0.01 * share * all, BadAgainstStable: all * Slow(share), BadOverFloor: all * share)
            : new Bucket(Weighed.Begin.AddMinutes(t), all, all * share);

        Bucket OfPod(int t, double share) => objective is LatencyObjective
            ? new Bucket(Weighed.Begin.AddMinutes(t), requests, requests * Slow(share), BadOverLimit: 0.01 * share * requests)
            : Of(t, requests, share);

        double Slow(double share) => 0.05 + (0.95 * share);
    }
}
