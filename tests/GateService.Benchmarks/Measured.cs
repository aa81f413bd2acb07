using System.Diagnostics;

namespace GateService.Benchmarks;

/// <summary>Figures of repeated runs: minimum, median and maximum, never a mean that hides a pause.</summary>
internal sealed record Measured(TimeSpan Minimum, TimeSpan Median, TimeSpan Maximum)
{
    public static Measured Of(IEnumerable<TimeSpan> runs)
    {
        var sorted = runs.Order().ToArray();
        return new Measured(sorted[0], sorted[sorted.Length / 2], sorted[^1]);
    }

    public static async Task<Measured> OfAsync(int runs, Func<Task> action)
    {
        var times = new List<TimeSpan>();
        for (var run = 0; run < runs; run++)
        {
            var watch = Stopwatch.StartNew();
            await action();
            times.Add(watch.Elapsed);
        }

        return Of(times);
    }

    public override string ToString() => $"{Median.TotalMilliseconds:0} ms (from {Minimum.TotalMilliseconds:0} to {Maximum.TotalMilliseconds:0})";
}
