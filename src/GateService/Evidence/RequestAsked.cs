using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>The queries of a question about requests.</summary>
/// <param name="Counts">Of both slices, bucket by bucket since the rollout began: they add up to the window.</param>
/// <param name="Quantiles">Of the window, which do not add up, and means; null where nobody needs them.</param>
/// <param name="Pods">Stable's, before and beside the canary; null where nobody weighs them.</param>
/// <param name="Timeslices">Requests as New Relic counts them beside the events; null where nobody asked.</param>
internal sealed record RequestAsked(SeriesQuery Counts, NrqlQuery? Quantiles, StablePodsQuery? Pods, TimesliceQuery? Timeslices)
{
    /// <summary>What is asked for requests of both slices, and of stable's pods, alone.</summary>
    public IReadOnlyList<NrqlQuery> Counting => [.. Counts.Queries, .. Pods is null ? [] : new[] { Pods.Query }];

    public IReadOnlyList<NrqlQuery> All => [.. Counts.Queries, .. Quantiles is null ? [] : new[] { Quantiles }, .. Pods is null ? [] : new[] { Pods.Query }];
}
