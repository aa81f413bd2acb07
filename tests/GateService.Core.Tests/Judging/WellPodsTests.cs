using GateService.Core.Evidence;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>At 100 %, beside nothing: three pods of stable's last hour, of which one may have been ill, and three of the canary's; 400 requests a minute each.</summary>
public sealed class WellPodsTests
{
    private const int Minutes = 20;
    private const double Requests = 400;

    private static readonly double[] Ill = [0.12, 0, 0];
    private static readonly double[] All = [0.04, 0.04, 0.04];
    private static readonly double[] None = [0, 0, 0];

    public static TheoryData<string, double[], double[], Verdict> Worlds => new()
    {
        { "errors", Ill, All, Verdict.Fail },
        { "success", Ill, All, Verdict.Fail },
        { "errors", All, All, Verdict.Inconclusive },
        { "success", All, All, Verdict.Pass },
        { "errors", Ill, Ill, Verdict.Inconclusive },
        { "success", Ill, Ill, Verdict.Inconclusive },
        { "errors", Ill, None, Verdict.Pass },
        { "success", Ill, None, Verdict.Pass },
    };

    /// <summary>What the whole service had before is not the change's; what one pod had, and now all have, is; what one pod has now too may be the same.</summary>
    [Theory]
    [MemberData(nameof(Worlds))]
    public void What_one_pod_of_stable_had_excuses_no_version_that_has_it_everywhere(string kind, double[] before, double[] now, Verdict verdict)
    {
        var evaluation = Evaluate(kind, before, now);

        evaluation.Verdict.ShouldBe(verdict, evaluation.Summary);
    }

    /// <summary>Beside its whole past no more than twice what stable failed, and far more than its pods that were well: within the limit nothing is proven by that.</summary>
    [Theory]
    [InlineData(new[] { 0.012, 0, 0 }, Verdict.Inconclusive)]
    [InlineData(new[] { 0.004, 0.004, 0.004 }, Verdict.Pass)]
    public void Within_the_limit_one_pod_proves_nothing_either(double[] before, Verdict verdict) => Evaluate("errors", before, [0.0075, 0.0075, 0.0075], 0.02).Verdict.ShouldBe(verdict);

    /// <summary>A poisoned partition is one consumer's at a time, and goes from one to the next.</summary>
    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 2)]
    public void Of_messages_the_trouble_of_one_consumer_is_the_services(bool isOfMessages, int pods)
    {
        var evidence = new ObjectiveEvidence("errors", new SliceEvidence.NoData(), new SliceEvidence.NoData(), []) { StablePods = [.. Ill.Select((bad, pod) => new PodSeries($"stable-{pod}", Cells(-60, 60, Requests, bad)))] };

        WellPods.Of(evidence, Weighed.Context(Minutes) with { IsOfMessages = isOfMessages }, Weighed.Begin).Count.ShouldBe(pods);
    }

    private static GateEvaluation Evaluate(string kind, double[] before, double[] now, double limit = 0.005)
    {
        Objective objective = kind == "errors"
            ? new ErrorRateObjective { Name = kind, Comparison = Comparison.AtMost, Limit = StepLimits.Constant(limit), Judge = SequentialJudge.Chosen }
            : new SuccessRateObjective { Name = kind, Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(1 - limit), Judge = SequentialJudge.Chosen };
        var request = Given.Request() with { Strategy = Strategy.BlueGreen, StepWeight = null };
        var policy = Given.Policy(objective) with { Sequential = new SequentialSettings { PromoteOn = new StepDemands(new Dictionary<double, StepDemand> { [0] = StepDemand.Proven }), Proof = StepLimits.Constant(1.67) } };
        var span = new EvaluationWindow(Weighed.Begin, Weighed.Begin.AddMinutes(Minutes), TimeSpan.FromMinutes(1));
        var (share, requests) = (now.Average(), 3 * Requests);
        var evidence = new ObjectiveEvidence(
            kind, new SliceEvidence.Measured(kind == "errors" ? share : 1 - share, requests * Minutes, requests * Minutes * share, Cells(0, Minutes, requests, share)), new SliceEvidence.NoData(), ["requests"])
        {
            StablePods = [.. before.Select((bad, pod) => new PodSeries($"stable-{pod}", Cells(-60, 60, Requests, bad)))],
            CanaryPods = [.. now.Select((bad, pod) => new PodSeries($"canary-{pod}", Cells(0, Minutes, Requests, bad)))],
        };
        return new GateEvaluator([new SequentialJudge()]).Judge(request, policy, EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(span, null)), new GateEvidence { Objectives = [evidence], Queries = [] });
    }

    private static List<Bucket> Cells(int from, int count, double requests, double share) => [.. Enumerable.Range(from, count).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), requests, requests * share))];
}
