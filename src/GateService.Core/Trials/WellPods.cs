using GateService.Core.Evidence;

namespace GateService.Core.Trials;

/// <summary>
/// Stable's pods as its past is measured by: what one pod alone had (a node's trouble, a tenant's) is nothing that the service always has. Where it is one pod of the canary too that has nearly all, it may be
/// the same trouble, and counts. Of messages a poisoned partition is one consumer's at a time, and the service's all the same.
/// </summary>
internal static class WellPods
{
    /// <summary>Of three pods it is plain which one stands out.</summary>
    private const int Fewest = 3;

    /// <param name="evidence">Pods of both slices; the canary's where somebody asked.</param>
    /// <param name="context">What it is judged in.</param>
    /// <param name="end">Of the past.</param>
    public static IReadOnlyList<PodSeries> Of(ObjectiveEvidence evidence, JudgingContext context, DateTimeOffset end) =>
        !context.IsOfMessages && evidence.StablePods.Count >= Fewest && OnePod.Of(evidence.StablePods, DateTimeOffset.MinValue, end) is { } ill && OnePod.Of(evidence.CanaryPods, DateTimeOffset.MinValue, DateTimeOffset.MaxValue) is null
            ? ill.OthersOf(evidence.StablePods) : evidence.StablePods;
}
