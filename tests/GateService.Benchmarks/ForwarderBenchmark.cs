using System.Globalization;

namespace GateService.Benchmarks;

/// <summary>
/// What the gate costs beside the least there can be, a bare forwarder of the same POST to the same New Relic, in one run: throughput by turns, processor time, and what either adds to
/// New Relic's answer. And whether that stays so with many rollouts and with long ones.
/// </summary>
internal static class ForwarderBenchmark
{
    private const int AtOnce = 8;
    private const int Rounds = 4;
    private const int Rollouts = 200;
    private const int Latency = 50;
    private const int PerSecond = 50;

    private static readonly TimeSpan Age = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PacedRound = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        await using var side = await Side.StartAsync();
        var rollouts = side.Rollouts(Rollouts, Age);
        await WarmAsync(side, rollouts);
        await ThroughputAsync(side, rollouts);
        await AddedAsync(side, rollouts);
        foreach (var (said, count) in rollouts.Odd)
        {
            Console.WriteLine($"{count} answers were not a pass: {said}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the gate's resident memory: {side.Gate.ResidentMegabytes():0} MB, at most {side.Gate.PeakMegabytes():0} MB"));
    }

    /// <summary>From ten to ten thousand rollouts, and from ten minutes to a day.</summary>
    public static async Task FlatAsync()
    {
        await using var side = await Side.StartAsync();
        await WarmAsync(side, side.Rollouts(Rollouts, Age, first: 100_000));
        foreach (var count in new[] { 10, 100, 1_000, 10_000 })
        {
            await CostAsync(side, $"{count:N0} rollouts of 20 minutes", side.Rollouts(count, Age), first: count, AtOnce);
        }

        foreach (var (age, said) in new[] { (TimeSpan.FromMinutes(10), "10 minutes"), (TimeSpan.FromHours(1), "an hour"), (TimeSpan.FromHours(6), "6 hours"), (TimeSpan.FromHours(9), "9 hours"), (TimeSpan.FromHours(24), "24 hours") })
        {
            await CostAsync(side, $"100 rollouts of {said}", side.Rollouts(100, age, first: 200_000 + (int)age.TotalMinutes * 100), first: 100, AtOnce);
        }
    }

    /// <summary>What an evaluation costs once everything is compiled: one line, to be put beside that of another build (GATE_BENCH_GATE).</summary>
    /// <param name="evaluations">So many, after three thousand that are not counted.</param>
    public static async Task RunCostAsync(int evaluations)
    {
        await using var side = await Side.StartAsync();
        await CostAsync(side, $"{Rollouts} rollouts of 20 minutes", side.Rollouts(Rollouts, Age), first: 3_000, AtOnce, evaluations);
    }

    private static async Task WarmAsync(Side side, Asking rollouts)
    {
        await rollouts.CountAsync(3 * Rollouts, AtOnce);
        await (await side.ForwardedAsync()).CountAsync(1_000, AtOnce);
    }

    private static async Task ThroughputAsync(Side side, Asking rollouts)
    {
        var forwarded = await side.ForwardedAsync();
        var (ratios, asked) = (new List<double>(), (Gate: 0, Forwarder: 0));
        var (gate, forwarder) = (TimeSpan.Zero, TimeSpan.Zero);
        var before = await side.CountsAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var (gateBefore, forwarderBefore) = (side.Gate.ProcessorTime(), side.Forwarder.ProcessorTime());
            var (count, took) = await rollouts.ForAsync(Round, AtOnce);
            var (forwardedCount, forwardedTook) = await forwarded.ForAsync(Round, AtOnce);
            (gate, forwarder) = (gate + side.Gate.ProcessorTime() - gateBefore, forwarder + side.Forwarder.ProcessorTime() - forwarderBefore);
            asked = (asked.Gate + count, asked.Forwarder + forwardedCount);
            ratios.Add(count / took.TotalSeconds / (forwardedCount / forwardedTook.TotalSeconds));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: gate {count / took.TotalSeconds:0} a second, forwarder {forwardedCount / forwardedTook.TotalSeconds:0} a second: {ratios[^1]:0.00}"));
        }

        var after = await side.CountsAsync();
        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"throughput beside the forwarder's: {(ratios[Rounds / 2] + ratios[(Rounds - 1) / 2]) / 2:0.00} ({ratios[0]:0.00} to {ratios[^1]:0.00}); an answer of New Relic has {(after.Bytes - before.Bytes) / (asked.Gate + asked.Forwarder):N0} bytes; "
            + $"CPU of the gate {gate.TotalMilliseconds / asked.Gate:0.00} ms an evaluation, of the forwarder {forwarder.TotalMilliseconds / asked.Forwarder:0.00} ms"));
    }

    private static async Task AddedAsync(Side side, Asking rollouts)
    {
        await side.LatencyAsync(Latency);
        var (forwarded, straight) = (await side.ForwardedAsync(), await side.StraightAsync());
        var (gate, forwarder, newRelic) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 2; round++)
        {
            newRelic.AddRange(await straight.PacedAsync(PerSecond, PacedRound));
            forwarder.AddRange(await forwarded.PacedAsync(PerSecond, PacedRound));
            gate.AddRange(await rollouts.PacedAsync(PerSecond, PacedRound));
        }

        await side.LatencyAsync(0);
        var (a, b, c) = (Said(newRelic), Said(forwarder), Said(gate));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"at {PerSecond} a second, median and 99th percentile: New Relic alone {a.Median:0.0} and {a.P99:0.0} ms, by the forwarder {b.Median:0.0} and {b.P99:0.0} ms, by the gate {c.Median:0.0} and {c.P99:0.0} ms; "
            + $"the gate adds {c.Median - a.Median:0.0} and {c.P99 - a.P99:0.0} ms, the forwarder {b.Median - a.Median:0.0} and {b.P99 - a.P99:0.0} ms"));
    }

    private static (double Median, double P99) Said(List<double> times)
    {
        times.Sort();
        return (times[times.Count / 2], times[times.Count * 99 / 100]);
    }

    /// <summary>First every rollout once, then what later evaluations cost.</summary>
    private static async Task CostAsync(Side side, string what, Asking rollouts, int first, int atOnce, int evaluations = 1_000)
    {
        await rollouts.CountAsync(first, atOnce);
        var (cpu, counts) = (side.Gate.ProcessorTime(), await side.CountsAsync());
        var (count, took) = await rollouts.CountAsync(evaluations, atOnce);
        var after = await side.CountsAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {(side.Gate.ProcessorTime() - cpu).TotalMilliseconds / count:0.00} ms of CPU an evaluation, {count / took.TotalSeconds:0} a second, {(double)(after.Queries - counts.Queries) / count:0.0} queries in {(double)(after.Requests - counts.Requests) / count:0.00} requests and {(after.Bytes - counts.Bytes) / count:N0} bytes each, {side.Gate.ResidentMegabytes():0} MB resident"));
        foreach (var (said, odd) in rollouts.Odd)
        {
            Console.WriteLine($"  {odd} answers were not a pass: {said}");
        }
    }
}
