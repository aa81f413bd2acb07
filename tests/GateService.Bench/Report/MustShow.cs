using System.Globalization;
using GateService.Bench.Rules;
using GateService.Bench.Sections;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Report;

/// <summary>Targets of the judge, beside what was measured.</summary>
internal static class MustShow
{
    private const int Rollouts = 4000;
    private const int BurstRollouts = 1000;
    private static readonly IReadOnlyList<int> Several = [10, 3];
    private static readonly IReadOnlyList<Noise> Calm = [Noise.Iid, Noise.Noisy];

    public static IReadOnlyList<Promise> Of(Simulator simulator) =>
    [
        AtMost("healthy rollouts ever failed, every cell", 1, FalseAborts(simulator, Several, Cells.HealthyWorlds)),
        AtMost("of these: slow drift, shared outage, rising traffic, warm-up", 1, FalseAborts(simulator, Several, pods =>
            Cells.HealthyWorlds(pods).Where(world => world.Noise.DriftDeviation > 0 || world.Trouble != Trouble.None))),
        AtMost("apart: one stable pod", 1, FalseAborts(simulator, [1], Cells.HealthyWorlds)) with { Why = "one pod has no other to learn from how much a pod's share jumps from minute to minute" },
        AtMost("apart: sticky tenant, three and ten pods", 2, FalseAborts(simulator, Several, Cells.TenantWorlds)) with { Why = Tenant },
        AtMost("apart: sticky tenant, one pod", 5, FalseAborts(simulator, [1], Cells.TenantWorlds)) with { Why = Tenant },
        AtMost("a client's burst: +1x and +3x failing requests in one minute of a hundred", 1, Bursts(simulator)) with
        {
            Why = "with three times its requests all failing in buckets of 10 s a canary looks dead until its surplus is seen to be one",
        },
        AtMost("all gates of a policy together, twelve pods to one", 1, FamilySection.All(simulator)) with
        {
            Before = Before.Measured("all gates of a policy together, ten pods") ?? "",
            Why = "where errors come in twenties and jitter, each gate alone fails more than its share: scatter is learnt, α holds for what is learnt (see [All gates together](#all-gates-together)); the worst of 48 cells is chance too: 2,000 rollouts of this one in each of three draws, played aside, come to 0.7 % ± 0.2",
        },
        .. Dead(simulator),
        Detected("50 % errors, 50 rps and more", 99, 4, Bad(simulator, [Noise.Iid, Noise.Noisy, Noise.Drift3], [.. Cells.BusyServices, (500, 0.001)], Regression.Half)),
        Detected("x10 at 500 rps and 0.1 %", 99, null, Bad(simulator, Calm, [(500, 0.001)], Regression.Times(10))),
        Detected("x2 at 500 rps and 1 %, noisy", 95, null, Bad(simulator, [Noise.Noisy], [(500, 0.01)], Regression.Times(2))),
        Detected("x10 every third minute at 5000 rps", 99, null, Bad(simulator, Calm, [(5000, 0.01)], Regression.Intermittent)),
        Detected("the same while pods drift", 99, null, Bad(simulator, [Noise.Drift3], [(5000, 0.01)], Regression.Intermittent)) with
        {
            Before = Before.Measured("apart: the same while pods drift") ?? "",
            Why = "what drifting pods show each other, ω, is not held against the canary, and two good minutes of three take back most of what a bad one won",
        },
        Planner(simulator, "the planner's smallest regression, two or more errors a minute", prediction => prediction.ErrorsAMinute >= 2, within: 0.15),
        Planner(simulator, "apart: fewer errors a minute", prediction => prediction.ErrorsAMinute < 2, within: null),
        Agreed(simulator),
    ];

    private const string Tenant = "a tenant who sits on the canary alone is a canary three times as bad, and nothing in its telemetry says otherwise";

    /// <summary>Every gate of an error rate, in buckets of ten seconds and of a minute.</summary>
    private static IEnumerable<(string World, Tally Tally)> Bursts(Simulator simulator) =>
        from schedule in new[] { Schedule.TenSeconds, Schedule.Minutes }
        from trouble in new[] { Trouble.Hammer, Trouble.HammerHard }
        from service in new[] { (5, 0.01), (50, 0.01), (500, 0.01) }
        let world = Cells.World(service, 10, Noise.Iid) with { Trouble = trouble, Schedule = schedule }
        select (world.Name, simulator.Run(world, [Ours.Floor(world)], BurstRollouts)[Ours.Name]);

    private static IEnumerable<(string World, Tally Tally)> FalseAborts(Simulator simulator, IReadOnlyList<int> pods, Func<int, IEnumerable<ErrorWorld>> worlds) =>
        pods.SelectMany(worlds).Select(world => (world.Name, Cells.Healthy(simulator, world)[Ours.Name]));

    private static IEnumerable<(string World, Tally Tally)> Bad(
        Simulator simulator, IReadOnlyList<Noise> noises, IReadOnlyList<(double, double)> services, Regression regression) =>
        from noise in noises
        from service in services
        from pods in Several
        let world = Cells.World(service, pods, noise) with { Regression = regression }
        select (world.Name, simulator.Run(world, [Ours.Floor(world)], Rollouts)[Ours.Name]);

    public static Promise AtMost(string what, double percent, IEnumerable<(string World, Tally Tally)> cells)
    {
        var all = cells.ToList();
        var worst = all.MaxBy(cell => cell.Tally.Share);
        return new Promise(what, $"≤ {percent:0} %", Worst(all, worst), 100 * worst.Tally.Share <= percent) { Why = $"{worst.World} is over it" };
    }

    public static Promise Detected(string what, double percent, double? minutes, IEnumerable<(string World, Tally Tally)> cells)
    {
        var all = cells.ToList();
        var worst = all.MinBy(cell => cell.Tally.Share);
        var slowest = all.Max(cell => cell.Tally.Median ?? double.PositiveInfinity);
        return new Promise(
            what,
            $"≥ {percent:0} %{(minutes is null ? "" : $", median ≤ {minutes:0} min")}",
            $"{Worst(all, worst)}; slowest median {Tally.Say(slowest)} min",
            100 * worst.Tally.Share >= percent && (minutes is null || slowest <= minutes))
        { Why = $"{worst.World} is under it" };
    }

    public static Promise Stated(string what, IEnumerable<(string World, Tally Tally)> cells, bool isDetection = false)
    {
        var all = cells.ToList();
        return new Promise(what, "", Worst(all, isDetection ? all.MinBy(cell => cell.Tally.Share) : all.MaxBy(cell => cell.Tally.Share)), null);
    }

    private static string Worst(IReadOnlyCollection<(string, Tally)> all, (string World, Tally Tally) worst) => string.Create(
        CultureInfo.InvariantCulture,
        $"{worst.Tally.Percent} % ± {200 * worst.Tally.StandardError:0.0} ({worst.World}), the worst of {all.Count} cells");

    /// <summary>A dead canary fails in every bucket; the warm-up minute of a step is none.</summary>
    private static IEnumerable<Promise> Dead(Simulator simulator)
    {
        var busy = Called(simulator, [(50, 0.01), (500, 0.01), (5000, 0.01)], Noise.Iid);
        var (tiny, bursty) = (Called(simulator, [(5, 0.01)], Noise.Iid), Called(simulator, [(50, 0.01), (500, 0.01)], Noise.ClustersOf20));
        yield return new Promise("a dead canary, 50 rps and more: buckets until it is called, warm-up apart", "≤ 2", Said(busy), busy.Slowest <= 2) { Why = "some rollouts took longer" };
        yield return new Promise("apart: at 5 rps, 15 requests a minute in the first step", "", Said(tiny), null);
        yield return new Promise("apart: after an hour of errors in clusters of 20", "", Said(bursty), null);
    }

    private static (double Median, double Slowest) Called(Simulator simulator, IReadOnlyList<(double, double)> services, Noise noise)
    {
        var called = (from service in services
                      from pods in Several
                      from regression in new[] { Regression.Dead, Regression.Dead.From(15) }
                      let world = Cells.World(service, pods, noise) with { Regression = regression }
                      let tally = simulator.Run(world, [Ours.Floor(world)], Rollouts)[Ours.Name]
                      let warmUp = world.Schedule.IsYoung((int)world.Onset) ? 1 : 0
                      select (tally.Median ?? double.PositiveInfinity, tally.FailedAt.Max(minute => minute ?? double.PositiveInfinity) - world.Onset, warmUp)).ToList();
        return (called.Max(cell => cell.Item1 - cell.warmUp), called.Max(cell => cell.Item2 - cell.warmUp));
    }

    private static string Said((double Median, double Slowest) called) => string.Create(
        CultureInfo.InvariantCulture, $"slowest median {called.Median:0}, slowest rollout {called.Slowest:0}");

    private static Promise Planner(Simulator simulator, string what, Func<Prediction, bool> isMeant, double? within)
    {
        var predictions = PlannerSection.Predictions(simulator).Where(isMeant).ToList();
        var worst = predictions.MaxBy(prediction => Math.Abs(prediction.Off))!;
        var measured = string.Create(CultureInfo.InvariantCulture, $"{100 * worst.Off:+0;-0} % ({worst.Service}, step {worst.Step}), the worst of {predictions.Count}");
        return new Promise(what, within is null ? "" : $"within {100 * within:0} %", measured, within is null ? null : Math.Abs(worst.Off) <= within) { Why = "the approximation is too rough there" };
    }

    private static Promise Agreed(Simulator simulator)
    {
        var matches = Match.All(simulator).Where(match => !Rivals.Names.Contains(match.Reference.Rule)).ToList();
        var share = (double)matches.Count(match => Math.Abs(match.Errors) <= 2) / Math.Max(1, matches.Count);
        var beyond = matches.Count(match => Math.Abs(match.Errors) > Agreement.Named);
        return new Promise(
            "agreement with the scalar reference",
            "95 % of cells within 2 standard errors",
            string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} % of {matches.Count} cells; {beyond} beyond {Agreement.Named:0}"),
            share >= 0.95)
        { Why = "the judge has learnt since what the reference does not know, above all from single pods: see [Agreement](#agreement-with-the-reference)" };
    }
}
