using System.Globalization;

namespace GateService.Benchmarks;

/// <summary>What an evaluation costs by two builds of the gate, by turns in one run: what else the machine does meanwhile meets both alike, and only the ratio is of use there.</summary>
internal static class BesideBenchmark
{
    private const int AtOnce = 8;
    private const int Rollouts = 200;
    private const int Warm = 3_000;
    private const int Turn = 100;

    private static readonly TimeSpan Age = TimeSpan.FromMinutes(20);

    /// <param name="other">Its GateService.dll; settings of its environment may follow, each behind a semicolon.</param>
    /// <param name="evaluations">By each, after three thousand that are not counted.</param>
    public static async Task RunAsync(string other, int evaluations)
    {
        var (path, settings) = (other.Split(';')[0], other.Split(';')[1..].Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));
        await using var here = await Side.StartAsync();
        await using var there = await Side.StartAsync(settings, path);
        var (first, second) = (here.Rollouts(Rollouts, Age), there.Rollouts(Rollouts, Age));
        await TurnsAsync(here, first, there, second, Warm);
        var turns = await TurnsAsync(here, first, there, second, evaluations);
        var ratios = turns.Select(turn => turn.Here / turn.There).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"CPU an evaluation: {turns.Average(turn => turn.Here):0.00} ms, the other {turns.Average(turn => turn.There):0.00} ms; this beside the other, by turns of {Turn}: {turns.Sum(turn => turn.Here) / turns.Sum(turn => turn.There):0.000} in all, median {ratios[ratios.Count / 2]:0.000} "
            + $"({ratios[ratios.Count / 10]:0.00} to {ratios[ratios.Count * 9 / 10]:0.00} in four turns of five); resident {here.Gate.ResidentMegabytes():0} and {there.Gate.ResidentMegabytes():0} MB"));
        foreach (var (said, count) in first.Odd.Concat(second.Odd))
        {
            Console.WriteLine($"  {count} answers were not a pass: {said}");
        }
    }

    /// <summary>Milliseconds of each turn.</summary>
    private static async Task<List<(double Here, double There)>> TurnsAsync(Side here, Asking first, Side there, Asking second, int evaluations)
    {
        var turns = new List<(double Here, double There)>();
        for (var asked = 0; asked < evaluations; asked += Turn)
        {
            turns.Add((await TurnAsync(here, first), await TurnAsync(there, second)));
        }

        return turns;
    }

    private static async Task<double> TurnAsync(Side side, Asking rollouts)
    {
        var before = side.Gate.ProcessorTime();
        await rollouts.CountAsync(Turn, AtOnce);
        return (side.Gate.ProcessorTime() - before).TotalMilliseconds / Turn;
    }
}
