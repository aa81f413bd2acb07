using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Threshold;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests;

public sealed class GateEvaluatorTests
{
    private static readonly GateEvaluator Evaluator = new([new ThresholdJudge()]);

    [Fact]
    public void A_tripped_threshold_fails_the_gate_with_value_limit_weight_and_window()
    {
        var evaluation = Judge((Given.ErrorRate(), Given.Errors(37, 903), Given.Errors(4, 17_201)), (Given.Apdex(), Given.Value(0.95), Given.Value(0.96)));

        evaluation.Verdict.ShouldBe(Verdict.Fail);
        evaluation.Summary.ShouldBe("error-rate 4.1 % over limit 1 %, against stable's 0.023 % (37 of 903 canary vs 4 of 17,201 stable requests, 10m at weight 5)");
        evaluation.Score.ShouldBe(100 * 0.01 / (0.01 + (37 / 903.0)), 1e-9);
    }

    [Fact]
    public void Of_several_tripped_objectives_the_worst_is_told_first()
    {
        var evaluation = Judge((Given.Apdex(), Given.Value(0.80), Given.Value(0.96)), (Given.ErrorRate(), Given.Errors(500, 903), Given.Errors(4, 17_201)));

        evaluation.Summary.ShouldStartWith("error-rate 55 % over limit 1 %");
        evaluation.Summary.ShouldEndWith("; also apdex 0.8 (limit 0.85)");
    }

    [Fact]
    public void All_objectives_met_pass_with_their_values() =>
        Judge((Given.ErrorRate(), Given.Errors(1, 903), Given.Errors(4, 17_201)), (Given.Apdex(), Given.Value(0.95, 903), Given.Value(0.96)))
            .Summary.ShouldBe("both objectives met: error-rate 0.11 %, apdex 0.95 (903 canary observations, 10m at weight 5)");

    [Fact]
    public void A_canary_with_no_traffic_is_inconclusive()
    {
        var evaluation = Judge((Given.ErrorRate(), new SliceEvidence.NoData(), Given.Errors(4, 17_201)));

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
        evaluation.Score.ShouldBe(0);
        evaluation.Summary.ShouldStartWith("no canary data while stable had 17,201 observations");
    }

    [Fact]
    public async Task Doubtful_hashes_are_inconclusive_and_nothing_is_asked()
    {
        var evaluation = await Evaluator.EvaluateAsync(
            Given.Request() with { CanaryHash = null }, new PolicyResolution.Resolved(Given.Policy(Given.ErrorRate())), new EvaluationMoment(Given.Now), new NeverAsked(), TimeSpan.FromSeconds(1), default);

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
        evaluation.Evidence.ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_policy_is_inconclusive_and_says_which()
    {
        var evaluation = await Evaluator.EvaluateAsync(
            Given.Request(), new PolicyResolution.Unresolved("there is no policy 'htp-default'; did you mean 'http-default'?"), new EvaluationMoment(Given.Now), new NeverAsked(), TimeSpan.FromSeconds(1), default);

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
        evaluation.Summary.ShouldBe("there is no policy 'htp-default'; did you mean 'http-default'?");
    }

    [Fact]
    public void An_objective_without_evidence_is_undecided_and_never_met()
    {
        var policy = Given.Policy(Given.ErrorRate());
        var plan = EvidencePlanner.Plan(Given.Request(), policy, new WindowPlan.Planned(Given.Window, null));

        var evaluation = Evaluator.Judge(Given.Request(), policy, plan, new GateEvidence { Objectives = [], Queries = [] });

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
        evaluation.Findings.ShouldHaveSingleItem().Undecided.ShouldBe(UndecidedCause.Unavailable);
    }

    [Fact]
    public void A_judge_that_does_not_exist_is_named()
    {
        var evaluation = Judge((Given.ErrorRate() with { Judge = JudgeChoice.OfWindow("oracle") }, Given.Errors(0, 903), Given.Errors(4, 17_201)));

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive);
        evaluation.Summary.ShouldContain("'oracle'");
    }

    [Fact]
    public void Recorded_evidence_judged_again_gives_the_same_evaluation()
    {
        var once = Judge((Given.ErrorRate(), Given.Errors(37, 903), Given.Errors(4, 17_201)));
        var again = Judge((Given.ErrorRate(), Given.Errors(37, 903), Given.Errors(4, 17_201)));

        again.Summary.ShouldBe(once.Summary);
        again.Score.ShouldBe(once.Score);
        again.Findings[0].ShouldBe(once.Findings[0] with { Queries = again.Findings[0].Queries });
    }

    private static readonly ClusterCount East = new(["east"], 1, 903, 0);
    private static readonly ClusterCount West = new(["west"], 1, 903, 0);

    public static TheoryData<ClusterCount?, ClusterCount?, string?, string?> Clusters => new()
    {
        { null, null, null, null },
        { East, East, null, null },
        { East, West, null, "clusters east and west run checkout" },
        { new(["east", "west"], 2, 903, 0), East, null, "clusters east and west run checkout" },
        { new(["east"], 2, 903, 0), East, null, "clusters east and others run checkout" },
        { new([], 0, 903, 0), new([], 0, 17_201, 0), "east", null },
        { new([], 0, 903, 9), new([], 0, 17_201, 0), "east", null },
        { new([], 0, 903, 10), new([], 0, 17_201, 0), "east", "1.1 % of the requests say no cluster" },
        { new([], 0, 903, 0), new([], 0, 17_201, 17_000), "east", "98.8 % of the requests say no cluster" },
        { new([], 0, 903, 903), new([], 0, 17_201, 17_201), "east", null },
    };

    /// <summary>Healthy and broken alike: what several clusters say together is neither.</summary>
    [Theory]
    [MemberData(nameof(Clusters))]
    public void Events_of_several_clusters_are_never_judged_as_one(ClusterCount? judged, ClusterCount? control, string? cluster, string? said)
    {
        foreach (var bad in new[] { 0, 500 })
        {
            var (request, policy) = (Given.Request() with { Cluster = cluster }, Given.Policy(Given.ErrorRate(), Given.Apdex()));
            var plan = EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(Given.Window, null));
            var evaluation = Evaluator.Judge(request, policy, plan, new GateEvidence
            {
                Objectives =
                [
                    Given.Evidence("error-rate", Given.Errors(bad, 903), Given.Errors(4, 17_201)) with { JudgedClusters = judged, ControlClusters = control },
                    Given.Evidence("apdex", Given.Value(0.95), Given.Value(0.96)),
                ],
                Queries = [],
            });

            evaluation.Verdict.ShouldBe(said is not null ? Verdict.Inconclusive : bad == 0 ? Verdict.Pass : Verdict.Fail, evaluation.Summary);
            evaluation.Findings.All(finding => finding.Undecided == UndecidedCause.Unavailable).ShouldBe(said is not null);
            evaluation.Summary.Contains(said ?? "cluster", StringComparison.Ordinal).ShouldBe(said is not null, evaluation.Summary);
            evaluation.Warnings.Any(warning => warning.StartsWith("no request says its cluster", StringComparison.Ordinal)).ShouldBe(judged is { Unnamed: 903 });
        }
    }

    private static GateEvaluation Judge(params (Objective Objective, SliceEvidence Judged, SliceEvidence Control)[] cases)
    {
        var policy = Given.Policy([.. cases.Select(found => found.Objective)]);
        var plan = EvidencePlanner.Plan(Given.Request(), policy, new WindowPlan.Planned(Given.Window, null));
        return Evaluator.Judge(Given.Request(), policy, plan, new GateEvidence
        {
            Objectives = [.. cases.Select(found => Given.Evidence(found.Objective.Name, found.Judged, found.Control))],
            Queries = [],
        });
    }

    private sealed class NeverAsked : IEvidenceSource
    {
        public Task<GateEvidence> GatherAsync(EvidencePlan plan, Func<GateEvidence, OpenQuestions> open, TimeSpan budget, CancellationToken ct) => throw new InvalidOperationException("nothing was to be asked");
    }
}
