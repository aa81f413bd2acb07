using System.Globalization;
using GateService.Core;
using GateService.Core.Judging.Sequential;
using GateService.Telemetry;

namespace GateService.Benchmarks;

/// <summary>What the gauges of many different running rollouts keep in memory.</summary>
internal static class RunningBenchmark
{
    private const int Rollouts = 500;

    public static void Run()
    {
        foreach (var (objectives, minutes) in new[] { (4, 30), (12, 60) })
        {
            var running = new RunningRollouts(TimeProvider.System);
            var evaluator = new GateEvaluator(Judges.Shipped);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var i = 0; i < Rollouts; i++)
            {
                running.Take(JudgingBenchmark.Recorded.Of(SequentialJudge.Chosen, objectives, minutes, $"rollout-{i}").Judge(evaluator));
            }

            var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{running.Limits().Count()} gauges of {Rollouts} running rollouts, {objectives} objectives, {minutes} minutes: {kept / 1048576.0:0.00} MiB, {kept / Rollouts:N0} bytes a rollout"));
        }
    }
}
