namespace GateService.Core.Evidence;

/// <summary>Evidence for one objective.</summary>
/// <param name="Objective">The objective's name.</param>
/// <param name="Judged">The slice being judged: the canary; stable in preflight; everything where there are no slices.</param>
/// <param name="Control">The concurrent stable slice; <see cref="SliceEvidence.NoData"/> where there is none.</param>
/// <param name="Queries">Names of the queries in <see cref="GateEvidence.Queries"/> that made these numbers.</param>
public sealed record ObjectiveEvidence(string Objective, SliceEvidence Judged, SliceEvidence Control, IReadOnlyList<string> Queries)
{
    /// <summary>Stable's pods one by one; empty where pods are not known.</summary>
    public IReadOnlyList<PodSeries> StablePods { get; init; } = [];

    /// <summary>The canary's pods one by one, bucket by bucket since the rollout began; empty where nobody asked, and where pods are not told apart.</summary>
    public IReadOnlyList<PodSeries> CanaryPods { get; init; } = [];

    /// <summary>Why the canary's pods could not be told apart, in words for people; null where they were, where nobody had to ask, and where they never can be.</summary>
    public string? CanaryPodsUnavailable { get; init; }

    /// <summary>Stable's own quantile before the rollout, for latency in seconds and for a KPI that is a percentile; null elsewhere and where it is not known.</summary>
    public double? StableQuantile { get; init; }

    /// <summary>What the error lines of both slices say, the judged slice's most frequent first; empty where nobody asked.</summary>
    public IReadOnlyList<LogPattern> LogPatterns { get; init; } = [];

    /// <summary>Error lines of stable beside the judged slice that say what that never does; 0 where nobody asked.</summary>
    public double StableAlone { get; init; }

    /// <summary>Clusters of the judged slice; null where nobody asked.</summary>
    public ClusterCount? JudgedClusters { get; init; }

    /// <summary>Clusters of stable beside it; null where nobody asked, and where there is none.</summary>
    public ClusterCount? ControlClusters { get; init; }

    /// <summary>How the judged slice's pods came and went, for pod health; null elsewhere.</summary>
    public PodTurnover? JudgedPods { get; init; }

    /// <summary>Restarts of stable's pods since the rollout began, bucket by bucket, for restarts of the canary's; empty where nobody asked.</summary>
    public IReadOnlyList<Bucket> StableRestarts { get; init; } = [];

    /// <summary>Why more may have gone wrong than was counted, in words for people: then nothing is proven. Null where every observation tells how it ended.</summary>
    public string? Unseen { get; init; }

    /// <summary>Why more may have been observed than was counted, in words for people: then nothing per observation trips. Null where all were.</summary>
    public string? Uncounted { get; init; }
}
