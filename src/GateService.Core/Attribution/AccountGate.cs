using GateService.Core.Statistics;
using GateService.Core.Trials;

namespace GateService.Core.Attribution;

/// <summary>What every account is weighed by: nothing but what healthy requests show.</summary>
internal static class AccountGate
{
    public static GateSettings Of(Trial requests) => new()
    {
        Alpha = requests.Context.AlphaPerWeight,
        Beta = requests.Context.Sequential.FalseProof,
        IsPromise = false,
        Clock = requests.Context.Clock,
        FewestBadBuckets = requests.Context.Sequential.FewestBadBuckets,
        Scatter = requests.Kept.Prior,
        PriorDispersion = requests.Kept.Scatter.PriorDispersion,
    };

    /// <summary>A trial's slow imbalance for its last buckets.</summary>
    public static IReadOnlyList<double> SlowOf(Trial requests, int buckets)
    {
        var (all, cells) = (requests.Kept.SlowImbalance, ((buckets - 1) / requests.Context.Clock.BucketsPerCell) + 1);
        return all.Count == 0 ? [] : [.. Enumerable.Range(all.Count - cells, cells).Select(cell => all[Math.Clamp(cell, 0, all.Count - 1)])];
    }
}
