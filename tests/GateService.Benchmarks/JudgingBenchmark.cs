using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
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

namespace GateService.Benchmarks;

/// <summary>A verdict without I/O: recorded evidence of both slices, judged and put into words.</summary>
[MemoryDiagnoser]
public class JudgingBenchmark
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly GateEvaluator _evaluator = new([new ThresholdJudge(), new SequentialJudge()]);
    private readonly Recorded _threshold = Recorded.Of(ThresholdJudge.Chosen, objectives: 4, minutes: 10);
    private readonly Recorded _sequential = Recorded.Of(SequentialJudge.Chosen, objectives: 4, minutes: 30);
    private readonly Recorded _large = Recorded.Of(SequentialJudge.Chosen, objectives: 12, minutes: 60);

    /// <summary>Four objectives over ten buckets by the threshold judge.</summary>
    [Benchmark]
    public GateEvaluation Threshold() => _threshold.Judge(_evaluator);

    /// <summary>The default policy's four objectives over a rollout of 30 minutes.</summary>
    [Benchmark]
    public GateEvaluation Sequential() => _sequential.Judge(_evaluator);

    /// <summary>Twelve objectives over 60 buckets.</summary>
    [Benchmark]
    public GateEvaluation Large() => _large.Judge(_evaluator);

    /// <summary>The engine alone: the same twelve objectives without words, intervals, flip distances and power.</summary>
    [Benchmark]
    public double LargeEngine() => _large.Test();

    /// <summary>Measures and prints; returns the mean of <see cref="Sequential"/>.</summary>
    internal static TimeSpan Run(bool quick)
    {
        var job = (quick ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        var config = ManualConfig.CreateEmpty().AddJob(job).AddColumnProvider(DefaultColumnProviders.Instance).AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance).WithOptions(ConfigOptions.DisableLogFile);
        var reports = BenchmarkRunner.Run<JudgingBenchmark>(config).Reports;
        foreach (var report in reports)
        {
            Console.WriteLine(
                $"verdict without I/O, {report.BenchmarkCase.Descriptor.WorkloadMethod.Name}: {report.ResultStatistics!.Mean / 1000:0.0} µs, {report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase):N0} bytes");
        }

        return TimeSpan.FromTicks((long)(reports.Single(IsSequential).ResultStatistics!.Mean / 100));

        static bool IsSequential(BenchmarkReport report) => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == nameof(Sequential);
    }

    /// <summary>Prints processor time of judging twelve objectives beside the engine alone, by turns: a ratio that holds on a busy machine too.</summary>
    internal static void RunByTurns()
    {
        var (benchmark, rounds) = (new JudgingBenchmark(), new List<(double Whole, double Engine)>());
        for (var round = 0; round < 30; round++)
        {
            rounds.Add((Processor(() => benchmark.Large()), Processor(() => benchmark.LargeEngine())));
        }

        var (whole, engine) = (Median(round => round.Whole), Median(round => round.Engine));
        Console.WriteLine($"verdict without I/O, Large: {whole:0.00} ms of processor time, LargeEngine: {engine:0.00} ms, {whole / engine:0.00} times");

        double Median(Func<(double Whole, double Engine), double> of) => rounds.Skip(10).Select(of).Order().ElementAt(10);

        static double Processor(Action judge)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < 20; i++)
            {
                judge();
            }

            return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / 20;
        }
    }

    /// <summary>Evidence as New Relic would give it: counts of both slices bucket by bucket, and ten stable pods with their past hour.</summary>
    internal sealed record Recorded(GateRequest Request, GatePolicy Policy, EvidencePlan Plan, GateEvidence Evidence)
    {
        public static Recorded Of(JudgeChoice judge, int objectives, int minutes, string rollout = "checkout")
        {
            var window = new EvaluationWindow(Begin, Begin.AddMinutes(minutes), TimeSpan.FromMinutes(1));
            var request = new GateRequest { Service = "checkout", Rollout = rollout, Namespace = "shop", CanaryHash = "5c6d7e8f", StableHash = "7d9f8c6b54", StepWeight = 5 };
            var policy = new GatePolicy
            {
                Name = "benchmark",
                Revision = "0123456789ab",
                Telemetry = ApmHttp.Source,
                Slices = new SliceRule(),
                Objectives = [.. Enumerable.Range(0, objectives).Select(i => Objective(i) with { Judge = judge, Margin = judge == ThresholdJudge.Chosen ? 1.5 : null })],
            };
            var plan = EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(window, null));
            return new Recorded(request, policy, plan, new GateEvidence { Objectives = [.. policy.Objectives.Select(objective => Of(objective, window))], Queries = [] });
        }

        public GateEvaluation Judge(GateEvaluator evaluator) => evaluator.Judge(Request, Policy, Plan, Evidence);

        public double Test()
        {
            var context = new JudgingContext(Plan.Weight, Plan.Window, Plan.Slice) { Sequential = Policy.Sequential, AlphaPerWeight = ErrorBudget.PerWeight(Policy), Emergency = ErrorBudget.EmergencyOf(Policy) };
            return Policy.Objectives.Zip(Evidence.Objectives).Sum(pair => SequentialJudge.Test(pair.First, pair.Second, context)?.Peak ?? 0);
        }

        private static Objective Objective(int i) => (i % 4) switch
        {
            0 => new ErrorRateObjective { Name = $"error-rate-{i}", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.02) },
            1 => new SuccessRateObjective { Name = $"success-rate-{i}", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.98) },
            2 => new ApdexObjective { Name = $"apdex-{i}", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.8), Threshold = 0.5 },
            _ => new LatencyObjective { Name = $"latency-{i}", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1.5), Quantile = 0.95 },
        };

        private static ObjectiveEvidence Of(Objective objective, EvaluationWindow window) =>
            new(objective.Name, Slice(objective, window, requests: 150), Slice(objective, window, requests: 2850), ["requests"])
            {
                StablePods = [.. Enumerable.Range(0, 10).Select(pod => new PodSeries(
                    $"pod-{pod}", [.. Enumerable.Range(-60, 60 + window.Buckets).Select(t => new Bucket(window.Begin.AddMinutes(t), 285, (t + pod) % 4 == 0 ? 1 : 0))]))],
            };

        private static SliceEvidence Slice(Objective objective, EvaluationWindow window, int requests)
        {
            var buckets = Enumerable.Range(0, window.Buckets).Select(i => new Bucket(window.Begin + (i * window.Bucket), requests + i, i % 3)).ToArray();
            var (sample, bad) = (buckets.Sum(bucket => bucket.Exposure), buckets.Sum(bucket => bucket.Bad ?? 0));
            var value = objective switch
            {
                LatencyObjective => 0.3,
                { Comparison: Comparison.AtLeast } => 1 - (bad / sample),
                _ => bad / sample,
            };
            return new SliceEvidence.Measured(value, sample, bad, buckets);
        }
    }
}
