using GateService.Core.Evidence;

namespace GateService.Core.Trials;

/// <summary>Counts of both slices in the buckets in which both serve.</summary>
internal static class BesideStable
{
    /// <summary>The canary's count beyond its share of stable's, by bucket; 0 where one of them does not serve.</summary>
    /// <param name="evidence">How many requests there were.</param>
    /// <param name="canary">Count of a bucket.</param>
    /// <param name="stable">The same of stable.</param>
    public static double[] Surplus(ObjectiveEvidence evidence, Func<int, double> canary, Func<int, double> stable) =>
        [.. Enumerable.Range(0, evidence.Judged.Buckets.Count).Select(t => Ratio(evidence, t) is { } ratio ? canary(t) - (ratio * stable(t)) : 0)];

    /// <summary>Requests of the canary to each of stable's; null where one of them does not serve.</summary>
    public static double? Ratio(ObjectiveEvidence evidence, int t) =>
        t < evidence.Control.Buckets.Count && evidence.Judged.Buckets[t].Exposure is > 0 and var canary && evidence.Control.Buckets[t].Exposure is > 0 and var stable ? canary / stable : null;
}
