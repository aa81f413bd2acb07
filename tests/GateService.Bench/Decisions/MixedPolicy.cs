using GateService.Bench.Chance;
using GateService.Bench.Worlds;
using GateService.Core;
using GateService.Core.Evidence;
using GateService.Core.Judging.Sequential;
using GateService.Core.Judging.Threshold;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Bench.Decisions;

/// <summary>One world seen by a policy with an objective of every kind, limit, floor and margin that its evidence fits, at several looks and in every mode.</summary>
internal sealed record MixedPolicy(World World, IReadOnlyList<Objective> Objectives)
{
    private static readonly GateEvaluator Evaluator = new([new SequentialJudge(), new ThresholdJudge()]);

    public string Name => $"{World.GetType().Name} {World.Name}";

    public static IReadOnlyList<MixedPolicy> All { get; } =
    [
        .. from schedule in new[] { Schedule.Minutes, Schedule.TenSeconds, Schedule.SixHours }
           from noise in new[] { Noise.Iid, Noise.Noisy }
           from regression in new[] { Regression.None, Regression.Times(3), Regression.Times(10).From(15), Regression.Dead }
           select new MixedPolicy(new ErrorWorld { RequestsPerSecond = schedule == Schedule.SixHours ? 1 : 20, Base = 0.01, Pods = noise == Noise.Iid ? 3 : 1, Noise = noise, Regression = regression, Schedule = schedule }, OfErrors),
        .. from trouble in new[] { Trouble.LateOutage, Trouble.PastOutage, Trouble.Hammer }
           select new MixedPolicy(new ErrorWorld { RequestsPerSecond = 50, Base = 0.01, Pods = 10, Noise = Noise.Noisy, Trouble = trouble }, OfErrors),
        .. from regression in new[] { Regression.None, Regression.Times(1.5), Regression.Times(2).From(15) }
           select new MixedPolicy(new LatencyWorld { RequestsPerSecond = 20, Limit = 1, Jitter = 0.1, Regression = regression }, OfLatency),
        .. from regression in new[] { Regression.None, Regression.Times(2) }
           select new MixedPolicy(new ApdexWorld { RequestsPerSecond = 20, Jitter = 0, Regression = regression }, OfApdex),
        .. from ratio in new[] { 1, 0.8, 0.5 } select new MixedPolicy(new MeanWorld { ValuesPerSecond = 5, Ratio = ratio, Jitter = 0.1 }, OfMeans),
        .. from over in new[] { 0.023, 0.5 } select new MixedPolicy(new QueueWorld { Memory = 0.8, Over = over }, OfQueues),
    ];

    private static IReadOnlyList<Objective> OfErrors =>
    [
        new ErrorRateObjective { Name = "promise", Comparison = Comparison.AtMost, Limit = Steps(0.05, 0.02), Judge = SequentialJudge.Chosen },
        new ErrorRateObjective { Name = "floor", Comparison = Comparison.AtMost, Limit = Steps(0.05, 0.02), Floor = 0.001, Weight = 2, Judge = SequentialJudge.Chosen },
        new SuccessRateObjective { Name = "success", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.98), IsPromise = false, Margin = 2, Judge = SequentialJudge.Chosen },
        new KpiObjective { Name = "kpi-high", Definition = Kpi(KpiForm.Ratio), Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.02), Judge = SequentialJudge.Chosen },
        new KpiObjective { Name = "kpi-low", Definition = Kpi(KpiForm.Ratio), Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.005), Judge = SequentialJudge.Chosen },
        new KpiObjective { Name = "rate-low", Definition = Kpi(KpiForm.Rate), Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.2), Judge = SequentialJudge.Chosen },
        new KpiObjective { Name = "rate-high", Definition = Kpi(KpiForm.Rate), Comparison = Comparison.AtMost, Limit = StepLimits.Constant(5), Judge = SequentialJudge.Chosen },
        new ErrorRateObjective { Name = "plain", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.02), Margin = 1.5 },
        new SuccessRateObjective { Name = "plain-success", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.99), Margin = 1.5 },
    ];

    private static IReadOnlyList<Objective> OfLatency =>
    [
        new LatencyObjective { Name = "latency", Comparison = Comparison.AtMost, Quantile = LatencyWorld.Quantile, Limit = StepLimits.Constant(LatencyWorld.StableQuantile(0.1)), Judge = SequentialJudge.Chosen },
        new LatencyObjective { Name = "plain", Comparison = Comparison.AtMost, Quantile = LatencyWorld.Quantile, Limit = StepLimits.Constant(0.06) },
    ];

    private static IReadOnlyList<Objective> OfApdex =>
    [
        new ApdexObjective { Name = "apdex", Comparison = Comparison.AtLeast, Threshold = 0.5, Limit = StepLimits.Constant(0.85), Judge = SequentialJudge.Chosen },
        new ApdexObjective { Name = "floor", Comparison = Comparison.AtLeast, Threshold = 0.5, Limit = StepLimits.Constant(0.85), Floor = 0.95, Judge = SequentialJudge.Chosen },
        new ApdexObjective { Name = "plain", Comparison = Comparison.AtLeast, Threshold = 0.5, Limit = StepLimits.Constant(0.85), Margin = 1.1 },
    ];

    private static IReadOnlyList<Objective> OfMeans =>
    [
        new KpiObjective { Name = "mean-low", Definition = Kpi(KpiForm.Mean), Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.9), Judge = SequentialJudge.Chosen },
        new KpiObjective { Name = "mean-high", Definition = Kpi(KpiForm.Mean), Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1.1), IsPromise = false, Judge = SequentialJudge.Chosen },
    ];

    private static IReadOnlyList<Objective> OfQueues =>
    [
        new QueueLagObjective { Name = "lag", Queue = new QueueDefinition(QueueSystem.Kafka, "orders"), Comparison = Comparison.AtMost, Limit = StepLimits.Constant(QueueWorld.Limit), Judge = SequentialJudge.Chosen },
        new PodHealthObjective { Name = "ready", Signal = PodSignal.Ready, Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(QueueWorld.Limit - 100), Judge = SequentialJudge.Chosen },
        new PodHealthObjective { Name = "plain", Signal = PodSignal.Ready, Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(QueueWorld.Limit - 100) },
    ];

    /// <summary>At the end of the first step, in the middle of the second and at the end, with the weight and without; without a control; and before the first step.</summary>
    public IEnumerable<GateEvaluation> Evaluate(int run)
    {
        var evidence = World.Play(Dice.Of(World.Name, run))[0];
        var step = World.Schedule.BucketsPerStep;
        foreach (var buckets in new[] { Math.Min(3, step), step, step + (step / 2), 3 * step })
        {
            yield return Judge(Until(evidence, buckets), buckets, 100 * World.Schedule.Weight(buckets - 1), GateMode.Step, "7d9f8c6b54");
            yield return Judge(Until(evidence, buckets), buckets, null, GateMode.Background, "7d9f8c6b54");
        }

        yield return Judge(Until(evidence, step) with { Control = new SliceEvidence.NoData() }, step, 5, GateMode.Step, "7d9f8c6b54");
        yield return Judge(Until(evidence, step) with { Control = new SliceEvidence.NoData() }, step, 100, GateMode.Step, "7d9f8c6b54");
        yield return Judge(Until(evidence, 3 * step) with { Judged = evidence.Control, Control = new SliceEvidence.NoData() }, 3 * step, null, GateMode.Preflight, "7d9f8c6b54");
        yield return Judge(Until(evidence, 2 * step), 2 * step, 80, GateMode.Step, "7d9f8c6b54");
    }

    private GateEvaluation Judge(ObjectiveEvidence evidence, int buckets, double? weight, GateMode mode, string stable)
    {
        var request = new GateRequest { Service = "shop", Rollout = "shop", CanaryHash = "5c6d9d7e", StableHash = stable, Mode = mode, StepWeight = weight, RolloutStartedAt = Schedule.Begin };
        var policy = new GatePolicy
        {
            Name = "mixed",
            Revision = "000000000000",
            Telemetry = ApmHttp.Source,
            Slices = new SliceRule(),
            Bucket = World.Schedule.Bucket,
            Objectives = Objectives,
        };
        var from = Math.Max(0, buckets - World.Schedule.BucketsPerStep);
        var window = new WindowPlan.Planned(new EvaluationWindow(World.Schedule.At(from), World.Schedule.At(buckets), World.Schedule.Bucket), null)
        {
            Span = new EvaluationWindow(World.Schedule.At(0), World.Schedule.At(buckets), World.Schedule.Bucket),
        };
        return Evaluator.Judge(request, policy, EvidencePlanner.Plan(request, policy, window), new GateEvidence
        {
            Objectives = [.. Objectives.Select(objective => For(objective, evidence))],
            Queries = [],
        });
    }

    private ObjectiveEvidence For(Objective objective, ObjectiveEvidence evidence) => objective switch
    {
        KpiObjective { Definition.Form: KpiForm.Rate } => evidence with { Objective = objective.Name, Judged = PerMinute(evidence.Judged), Control = PerMinute(evidence.Control) },
        { Comparison: Comparison.AtLeast } and (SuccessRateObjective or ApdexObjective or KpiObjective { Definition.Form: KpiForm.Ratio }) =>
            evidence with { Objective = objective.Name, Judged = Turned(evidence.Judged), Control = Turned(evidence.Control) },
        _ => evidence with { Objective = objective.Name },
    };

    private SliceEvidence PerMinute(SliceEvidence slice) => slice is SliceEvidence.Measured { Bad: { } events } measured
        ? measured with
        {
            Value = events / (measured.Buckets.Count * World.Schedule.Bucket.TotalMinutes),
            Buckets = [.. measured.Buckets.Select(bucket => bucket with { Mean = bucket.Bad / World.Schedule.Bucket.TotalMinutes })],
        }
        : slice;

    private static SliceEvidence Turned(SliceEvidence slice) => slice is SliceEvidence.Measured measured && measured.Bad is not null ? measured with { Value = 1 - measured.Value } : slice;

    private static ObjectiveEvidence Until(ObjectiveEvidence evidence, int buckets) => evidence with { Judged = Until(evidence.Judged, buckets), Control = Until(evidence.Control, buckets) };

    private static SliceEvidence Until(SliceEvidence slice, int buckets)
    {
        if (slice is not SliceEvidence.Measured measured)
        {
            return slice;
        }

        var seen = measured.Buckets.Take(buckets).ToList();
        var exposure = seen.Sum(bucket => bucket.Exposure);
        return exposure <= 0 ? new SliceEvidence.NoData { Buckets = seen }
            : measured.Bad is null ? measured with { Value = seen.Sum(bucket => bucket.Exposure * (bucket.Mean ?? 0)) / exposure, Sample = exposure, Buckets = seen }
            : measured with { Value = seen.Sum(bucket => bucket.Bad ?? 0) / exposure, Sample = exposure, Bad = seen.Sum(bucket => bucket.Bad ?? 0), Buckets = seen };
    }

    private static StepLimits Steps(double first, double second) => new(new Dictionary<double, double> { [5] = first, [25] = second });

    private static KpiDefinition Kpi(KpiForm form) => new() { EventType = "OrderPlaced", Form = form, Attribute = "value" };
}
