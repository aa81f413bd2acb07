using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using GateService.Core;
using GateService.Core.Evidence;
using GateService.Core.Judging;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;

namespace GateService.Benchmarks;

/// <summary>A verdict without I/O: recorded evidence of four objectives over ten buckets of both slices, judged and put into words.</summary>
[MemoryDiagnoser]
public class JudgingBenchmark
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly GateEvaluator _evaluator = new([new ThresholdJudge()]);
    private GateRequest _request = null!;
    private GatePolicy _policy = null!;
    private EvidencePlan _plan = null!;
    private GateEvidence _evidence = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _request = new GateRequest { Service = "checkout", Rollout = "checkout", Namespace = "shop", CanaryHash = "5c6d7e8f", StableHash = "7d9f8c6b54", StepWeight = 5 };
        _policy = new GatePolicy
        {
            Name = "benchmark",
            Revision = "0123456789ab",
            Telemetry = new TelemetrySource(),
            Slices = new SliceRule(),
            Objectives =
            [
                new ErrorRateObjective { Name = "error-rate", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.02), Margin = 1.5 },
                new SuccessRateObjective { Name = "success-rate", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.98), Margin = 1.5 },
                new ApdexObjective { Name = "apdex", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.8), Margin = 1.25, Threshold = 0.5 },
                new LatencyObjective { Name = "latency-p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1.5), Margin = 1.2, Quantile = 0.95 },
            ],
        };
        var window = new EvaluationWindow(Begin, Begin.AddMinutes(10), TimeSpan.FromMinutes(1));
        _plan = EvidencePlanner.Plan(_request, _policy, new WindowPlan.Planned(window, null));
        _evidence = new GateEvidence { Objectives = [.. _policy.Objectives.Select(objective => Evidence(objective, window))], Queries = [] };
    }

    [Benchmark]
    public GateEvaluation Judge() => _evaluator.Judge(_request, _policy, _plan, _evidence);

    /// <summary>Measures and prints; returns the mean.</summary>
    internal static TimeSpan Run(bool quick)
    {
        var job = (quick ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        var config = ManualConfig.CreateEmpty().AddJob(job).AddColumnProvider(DefaultColumnProviders.Instance).AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance).WithOptions(ConfigOptions.DisableLogFile);
        var report = BenchmarkRunner.Run<JudgingBenchmark>(config).Reports.Single();
        var nanoseconds = report.ResultStatistics!.Mean;
        Console.WriteLine($"verdict without I/O: {nanoseconds / 1000:0.0} µs, {report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase):N0} bytes");
        return TimeSpan.FromTicks((long)(nanoseconds / 100));
    }

    private static ObjectiveEvidence Evidence(Objective objective, EvaluationWindow window) =>
        new(objective.Name, Slice(objective, window, requests: 150), Slice(objective, window, requests: 2850), ["requests"]);

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
