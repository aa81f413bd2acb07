using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>What the next bucket is like if it is like the last ones.</summary>
internal static class Upcoming
{
    private const int Recent = 3;

    public static CountPair Of(IReadOnlyList<CountPair> pairs, int last = Recent)
    {
        var recent = pairs.TakeLast(last).ToList();
        return new CountPair(
            recent.Average(pair => pair.CanaryBad), recent.Average(pair => pair.CanaryExposure), recent.Average(pair => pair.StableBad), recent.Average(pair => pair.StableExposure));
    }

    public static MeanPair Of(IReadOnlyList<MeanPair> pairs)
    {
        var recent = pairs.TakeLast(Recent).ToList();
        return new MeanPair(Average([.. recent.Select(pair => pair.Canary)]), Average([.. recent.Select(pair => pair.Stable)]));
    }

    /// <summary>The same gate over some more buckets, all like the last.</summary>
    public static GateSettings Longer(GateSettings settings, int buckets, int more)
    {
        var cells = ((buckets + more - 1) / settings.Clock.BucketsPerCell) + 1;
        return settings with
        {
            Limits = settings.Limits is not { Count: > 1 } ? settings.Limits : [.. settings.Limits, .. Enumerable.Repeat(settings.Limits[^1], more)],
            SlowImbalance = settings.SlowImbalance.Count == 0
                ? []
                : [.. Enumerable.Range(0, cells).Select(cell => settings.SlowImbalance[Math.Min(cell, settings.SlowImbalance.Count - 1)])],
        };
    }

    private static SampleMean Average(IReadOnlyList<SampleMean> samples)
    {
        var size = samples.Sum(sample => sample.Size);
        return size > 0
            ? new SampleMean(size / samples.Count, samples.Sum(sample => sample.Size * sample.Mean) / size, samples.Sum(sample => sample.Size * sample.Deviation) / size)
            : default;
    }
}
