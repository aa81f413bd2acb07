using GateService.Core.Words;

namespace GateService.Core.Policies;

/// <summary>One thing that must hold for the canary: a value, a limit, and what it takes to be sure.</summary>
public abstract record Objective
{
    /// <summary>Unique in its policy, shown to people, e.g. <c>error-rate</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The limit per step weight, in <see cref="Unit"/>; null: stable is the limit, and the margin alone decides.</summary>
    public StepLimits? Limit { get; init; }

    public required Comparison Comparison { get; init; }

    /// <summary>
    /// Better than the limit: on this side of it nothing matters, beyond it a canary that is worse than stable trips although it keeps the limit, in
    /// <see cref="Unit"/>. Null: the limit. Shares, scores, latencies and error lines under the sequential judge only.
    /// </summary>
    public double? Floor { get; init; }

    /// <summary>
    /// With a concurrent stable slice the limit trips only if the canary is also worse than stable by more than this ratio
    /// (1.25 = a quarter worse); over the limit in both slices is a common cause and stays undecided. Null: the threshold judge lets the
    /// limit alone decide, the sequential judge takes its own default for the kind.
    /// </summary>
    public double? Margin { get; init; }

    /// <summary>Share of the rollout's error budget, against the other objectives' weights; above 0. Default 1. The sequential judge only.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// The limit is a promise: over it without being worse than stable holds the rollout. False: it is a floor, below which nothing matters and
    /// above which stable decides. Default true. The sequential judge only.
    /// </summary>
    public bool IsPromise { get; init; } = true;

    /// <summary>What harm does once it is shown: it fails the rollout, or holds it for a person to decide. Default: it fails it.</summary>
    public Consequences OnHarm { get; init; } = Consequences.Failing;

    /// <summary>Fewest canary observations on which anything is decided. Default 50.</summary>
    public int MinimumSample { get; init; } = 50;

    /// <summary>Who decides.</summary>
    public JudgeChoice Judge { get; init; } = JudgeChoice.OfWindow("threshold");

    /// <summary>Without stable beside the canary there is nothing to hold it against.</summary>
    public bool IsAgainstStableAlone => Limit is null;

    /// <summary>What it counts means nothing by itself, and is held against stable wherever the policy sets no limit.</summary>
    public bool IsOfStableByNature => this is RefusalRateObjective or LogErrorsObjective;

    /// <summary>Its errors have an origin that counts: what is booked elsewhere is not held against the canary.</summary>
    public bool IsAttributed => this is ErrorRateObjective or SuccessRateObjective && Judge.Needs.Attribution;

    /// <summary>Counted beside the requests, so many of them each, and held against its limit minute by minute.</summary>
    public bool IsRate => this is KpiObjective { Definition.IsOfRequests: true } or LogErrorsObjective { Limit: not null };

    /// <summary>How values and limits are shown.</summary>
    public abstract Unit Unit { get; }

    /// <summary>What policy files write as <c>kind</c>; never one that the gate adds.</summary>
    public abstract ObjectiveKind Kind { get; }
}
