using GateService.Bench.Worlds;
using GateService.Core.Evidence;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Bench.Rules;

/// <summary>
/// The product's own judge, asked as a background run asks it: no weight, evidence since the rollout began. Its verdict is a running maximum, so the
/// bucket it names is the look at which it would have failed, had it been asked at every bucket (a test holds it to that).
/// </summary>
internal static class Ours
{
    public const string Name = "ours";

    /// <summary>One of five gates that share 1 %.</summary>
    public const double Alpha = 0.002;

    /// <summary>
    /// An error rate that only counts beside stable: a floor far below the healthy share, so that the margin alone decides. This is the gate of
    /// RESULTS.md, and the hardest: a limit that must be passed too can only lower false aborts. The emergency gate is part of it.
    /// </summary>
    public static Rule Floor(ErrorWorld world) => Of(Name, ErrorRate(world.Base / 10, isPromise: false), world.Schedule);

    public static ErrorRateObjective ErrorRate(double limit, bool isPromise) => new()
    {
        Name = "errors",
        Comparison = Comparison.AtMost,
        Limit = StepLimits.Constant(limit),
        IsPromise = isPromise,
        Judge = SequentialJudge.Chosen,
    };

    /// <summary>The same counts as a success rate: the gate without an emergency gate beside it.</summary>
    public static SuccessRateObjective Ordinary(double limit) => new()
    {
        Name = "successes",
        Comparison = Comparison.AtLeast,
        Limit = StepLimits.Constant(1 - limit),
        IsPromise = false,
        Judge = SequentialJudge.Chosen,
    };

    /// <summary>The emergency gate alone: beside it stands a limit that nothing passes.</summary>
    public static ErrorRateObjective Emergency { get; } = ErrorRate(0.999999, isPromise: false);

    public static LatencyObjective Latency(LatencyWorld world) => new()
    {
        Name = "p95",
        Comparison = Comparison.AtMost,
        Quantile = LatencyWorld.Quantile,
        Limit = StepLimits.Constant(world.LimitSeconds),
        IsPromise = false,
        Judge = SequentialJudge.Chosen,
    };

    /// <summary>ω as the gate learnt it from stable's pods, the mean over the rollout: 0 where pods differ by no more than chance.</summary>
    public static Rule SlowImbalance(Schedule schedule) =>
        Rule.Of("omega", evidence => StableScatter.Of(evidence.StablePods, Schedule.Begin, schedule.Clock, Scatter.Counts with { PriorWeight = schedule.Clock.PriorWeight }).SlowImbalance.Average());

    public static Rule Of(string name, Objective objective, Schedule schedule, Slice slice = Slice.Canary, double alpha = Alpha)
    {
        var context = Context(objective, schedule, schedule.Buckets, slice) with { AlphaPerWeight = alpha };
        return Rule.Of(name, evidence => FailsAt(objective, evidence, context));
    }

    private static double? FailsAt(Objective objective, ObjectiveEvidence evidence, JudgingContext context) =>
        SequentialJudge.Test(objective, evidence, context) is { FailedAt: not null }
            ? (new SequentialJudge().Judge(new Trial(objective, evidence, context)).Judgement!.FailedAt!.Value - Schedule.Begin).TotalMinutes
            : null;

    /// <summary>As after that many buckets; the window for values is the last one. An error rate carries the emergency gate, as it does in a policy.</summary>
    public static JudgingContext Context(Objective objective, Schedule schedule, int buckets, Slice slice = Slice.Canary, double? weight = null) =>
        new(weight, new EvaluationWindow(schedule.At(buckets - 1), schedule.At(buckets), schedule.Bucket), slice)
        {
            AlphaPerWeight = Alpha,
            Emergency = objective is ErrorRateObjective ? objective.Name : null,
            ExpectsControl = slice == Slice.Canary,
            Mode = weight is null ? GateMode.Background : GateMode.Step,
        };
}
