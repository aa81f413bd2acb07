using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Bench.Sections;

/// <summary>What is no count of requests: a KPI's mean, and the lag of a queue.</summary>
internal static class GaugeSection
{
    private static readonly IReadOnlyList<MeanWorld> Means =
    [
        .. from rate in new[] { 1.0, 5, 30 } from ratio in new[] { 1, 0.9, 0.8, 0.5 } select new MeanWorld { ValuesPerSecond = rate, Ratio = ratio },
        .. from rate in new[] { 1.0, 5, 30 } from ratio in new[] { 1, 0.8 } select new MeanWorld { ValuesPerSecond = rate, Ratio = ratio, Jitter = 0.1 },
    ];

    private static readonly IReadOnlyList<QueueWorld> Queues =
        [.. from memory in new[] { 0, 0.8 } from over in new[] { 0.023, 0.097, 0.5, 0.841 } select new QueueWorld { Memory = memory, Over = over }];

    private static readonly KpiObjective Kpi = new()
    {
        Name = "kpi",
        Definition = new KpiDefinition { EventType = "OrderPlaced", Form = KpiForm.Mean, Attribute = "value" },
        Comparison = Comparison.AtLeast,
        Limit = StepLimits.Constant(100),
        IsPromise = false,
        Judge = SequentialJudge.Chosen,
    };

    private static readonly QueueLagObjective Lag = new()
    {
        Name = "queue",
        Queue = new QueueDefinition(QueueSystem.Kafka, "orders"),
        Comparison = Comparison.AtMost,
        Limit = StepLimits.Constant(QueueWorld.Limit),
        Judge = SequentialJudge.Chosen,
    };

    public static Section Section { get; } = new("gauges", "Means, and the lag of a queue", simulator =>
        $"""
        A KPI's mean that must not fall below 0.95 of stable's (margin 1/0.95; lognormal values of the whole service; the limit plays no part). Percent failed / median minutes,
        {simulator.Runs(400):#,0} rollouts.

        {Markdown.Table(["values", "**ours**"], Means.Select(world => (IReadOnlyList<string>)[world.Name, simulator.Run(world, [Ours.Of(Ours.Name, Kpi, world.Schedule)], 400)[Ours.Name].Detection]))}
        A queue has no slices: minutes over its limit are counted, one in ten is allowed. Readings that remember the last one count as independent: where a tenth of the minutes is
        over in spells (AR 0.8), more false aborts than the budget come of it.

        {Markdown.Table(["lag", "**ours**", "every minute, fl 0", "fl 3"], Queues.Select(world => Queue(simulator, world)))}
        """);

    private static IReadOnlyList<string> Queue(Simulator simulator, QueueWorld world)
    {
        var cell = simulator.Run(
            world,
            [Ours.Of(Ours.Name, Lag, world.Schedule, slice: Slice.All), Over("fl 0", 0), Over("fl 3", 3)],
            Cells.DetectionRollouts);
        return [world.Name, cell[Ours.Name].Detection, cell["fl 0"].Detection, cell["fl 3"].Detection];
    }

    private static Rule Over(string name, int failureLimit) => Rule.Of(name, evidence => StaticThreshold.Buckets(evidence.Judged)
        .Where(reading => reading.Mean > QueueWorld.Limit).Skip(failureLimit).Select(reading => (double?)(reading.Begin - Schedule.Begin).TotalMinutes + 1).FirstOrDefault());
}
