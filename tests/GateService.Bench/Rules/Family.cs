using GateService.Bench.Worlds;
using GateService.Core;
using GateService.Core.Evidence;
using GateService.Core.Judging.Sequential;
using GateService.Core.Judging.Threshold;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Bench.Rules;

/// <summary>
/// A whole evaluation, words included: four objectives of equal weight, five gates with the emergency gate, two more for the errors of dependencies
/// (there are none), 1 % for all of them. Every limit is a floor far below what is healthy, so that stable alone decides.
/// </summary>
internal static class Family
{
    public const string Name = "any of them";

    /// <summary>The rollout as a whole, and its objectives one by one.</summary>
    public static IReadOnlyList<Rule> Rules(FamilyWorld world) =>
        [Rollout(world), .. Policy(world).Objectives.Index().Select(objective => Alone(objective.Index, objective.Item, world.Schedule, ErrorBudget.PerWeight(Policy(world))))];

    private static Rule Rollout(FamilyWorld world)
    {
        var (policy, evaluator) = (Policy(world), new GateEvaluator([new SequentialJudge(), new ThresholdJudge()]));
        var (schedule, plan) = (world.Schedule, Plan(world, policy));
        return new Rule(Name, evidence =>
            evaluator.Judge(Request, policy, plan, new GateEvidence { Objectives = evidence, Queries = [] }).Verdict == Verdict.Fail ? schedule.Minute(schedule.Buckets) : null);
    }

    private static Rule Alone(int index, Objective objective, Schedule schedule, double alpha)
    {
        var rule = Ours.Of(objective.Name, objective, schedule, alpha: alpha);
        return rule with { FailsAt = evidence => rule.FailsAt([evidence[index]]) };
    }

    private static GateRequest Request { get; } = new()
    {
        Service = "shop",
        Rollout = "shop",
        CanaryHash = "5c6d9d7e",
        StableHash = "7d9f8c6b54",
        Mode = GateMode.Background,
        RolloutStartedAt = Schedule.Begin,
    };

    private static GatePolicy Policy(FamilyWorld world) => new()
    {
        Name = "bench",
        Revision = "000000000000",
        Telemetry = ApmHttp.Source,
        Slices = new SliceRule(),
        Objectives =
        [
            Ours.ErrorRate(0.001, isPromise: false) with { Name = "error-rate" },
            new ApdexObjective
            {
                Name = "apdex",
                Comparison = Comparison.AtLeast,
                Threshold = 0.5,
                Limit = StepLimits.Constant(0.99),
                IsPromise = false,
                Judge = SequentialJudge.Chosen,
            },
            Ours.Latency(world.Latency) with { Name = "latency-p95" },
            Ours.Ordinary(0.001) with { Name = "success-rate" },
        ],
    };

    /// <summary>As the product plans it, a moment after the rollout's last bucket is in.</summary>
    private static EvidencePlan Plan(FamilyWorld world, GatePolicy policy)
    {
        var moment = new EvaluationMoment(world.Schedule.At(world.Schedule.Buckets) + policy.IngestDelay, null, null);
        return EvidencePlanner.Plan(Request, policy, (WindowPlan.Planned)WindowPlanner.Plan(Request, policy, moment));
    }
}
