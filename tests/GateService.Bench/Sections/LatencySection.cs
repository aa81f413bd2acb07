using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Bench.Sections;

/// <summary>Latency and Apdex.</summary>
internal static class LatencySection
{
    private static readonly IReadOnlyList<double> Rates = [5, 50, 500];

    private static readonly IReadOnlyList<(string Name, double Jitter, Trouble Trouble, Regression Regression)> Rows =
    [
        ("healthy", 0, Trouble.None, Regression.None),
        ("healthy, pods jitter 10 %", 0.1, Trouble.None, Regression.None),
        ("healthy, common slowdown x2 min 12-20", 0, Trouble.Slowdown, Regression.None),
        ("warm-up x3 in minute 1 of steps", 0, Trouble.SlowWarmUp, Regression.None),
        ("x1.2, the margin itself", 0, Trouble.None, Regression.Times(1.2)),
        ("x1.3", 0, Trouble.None, Regression.Times(1.3)),
        ("x1.5", 0, Trouble.None, Regression.Times(1.5)),
        ("x2", 0, Trouble.None, Regression.Times(2)),
        ("x2 from min 15", 0, Trouble.None, Regression.Times(2).From(15)),
    ];

    public static Section Section { get; } = new("latency", "Latency and Apdex", simulator =>
        $"""
        Ten pods, lognormal durations (sd of the log 0.8). The canary's durations are scaled as a whole; its 95th percentile is compared at 1.2 times stable's own of the hour
        before, which is drawn with the error of a sample of that size. *Stable alone* sets the limit so low that the comparison decides; *and the limit* sets it at stable's
        true percentile. The rank test sees the same counts. Apdex is {ApdexWorld.Score(1):0.00} when healthy; x1.5 makes it {ApdexWorld.Score(1.5):0.00}, x2 {ApdexWorld.Score(2):0.00}. Percent failed / median minutes
        after onset, {simulator.Runs(Cells.DetectionRollouts):#,0} rollouts.

        {Markdown.Table(["service", "canary", "p95: **ours**, stable alone", "and the limit", "rank test", "Apdex: **ours**"], Rates.SelectMany(rate => Rows.Select(row => Row(simulator, rate, row))))}
        """);

    /// <summary>Canaries that are slower by more than the margin, by every objective of time.</summary>
    public static IEnumerable<Tally> Regressions(Simulator simulator) =>
        from rate in Rates
        from row in Rows.Where(row => row.Regression.Share(1, 30) > LatencyObjective.DefaultMargin)
        from tally in Played(simulator, rate, row).Ours
        select tally;

    private static IReadOnlyList<string> Row(Simulator simulator, double rate, (string Name, double Jitter, Trouble Trouble, Regression Regression) row)
    {
        var (ours, rank) = Played(simulator, rate, row);
        return [FormattableString.Invariant($"{rate:0} rps"), row.Name, ours[0].Detection, ours[1].Detection, rank.Detection, ours[2].Detection];
    }

    /// <summary>By the percentile beside stable alone, beside a limit too, and by Apdex.</summary>
    private static (IReadOnlyList<Tally> Ours, Tally Rank) Played(Simulator simulator, double rate, (string Name, double Jitter, Trouble Trouble, Regression Regression) row)
    {
        var latency = new LatencyWorld { RequestsPerSecond = rate, Jitter = row.Jitter, Trouble = row.Trouble, Regression = row.Regression };
        var apdex = new ApdexWorld { RequestsPerSecond = rate, Jitter = row.Jitter, Trouble = row.Trouble, Regression = row.Regression };
        var slow = RankTest.Of("rank test", bucket => bucket.BadAgainstStable ?? 0);
        var alone = Run(latency, [Ours.Of(Ours.Name, Ours.Latency(latency), latency.Schedule), slow]);
        var limited = latency with { Limit = 1 };
        return ([alone[Ours.Name], Run(limited, [Ours.Of(Ours.Name, Ours.Latency(limited), latency.Schedule)])[Ours.Name], Run(apdex, [Ours.Of(Ours.Name, Apdex, apdex.Schedule)])[Ours.Name]], alone[slow.Name]);

        IReadOnlyDictionary<string, Tally> Run(World world, IReadOnlyList<Rule> rules) => simulator.Run(world, rules, Cells.DetectionRollouts);
    }

    private static ApdexObjective Apdex { get; } = new()
    {
        Name = "Apdex",
        Comparison = Comparison.AtLeast,
        Threshold = 0.5,
        Limit = StepLimits.Constant(0.99),
        IsPromise = false,
        Judge = SequentialJudge.Chosen,
    };
}
