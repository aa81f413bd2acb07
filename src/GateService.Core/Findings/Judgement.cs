using GateService.Core.Statistics;

namespace GateService.Core.Findings;

/// <summary>How the sequential judge weighed an objective: what it held against what, and how far it is from deciding otherwise.</summary>
public sealed record Judgement
{
    public required GateKind Gate { get; init; }

    /// <summary>How many times as bad as stable the canary may be; null without a control.</summary>
    public double? Margin { get; init; }

    /// <summary>The counts behind the evidence; null for means.</summary>
    public TestedCounts? Tested { get; init; }

    /// <summary>The counts behind the comparison with stable where they are others; else null.</summary>
    public TestedCounts? Compared { get; init; }

    /// <summary>Evidence now that the canary is over the limit, beside a control over its floor where it has one, in nats; null without a limit.</summary>
    public double? OverLimit { get; init; }

    /// <summary>Evidence at which that is shown, in nats: less than <see cref="FailsAt"/> where it takes being worse than stable too. Null without a limit, and in records of before it was kept.</summary>
    public double? OverLimitFailsAt { get; init; }

    /// <summary>Evidence now that it is worse than stable by the margin, in nats; null without a control. Harm is the smaller part of the way to its line.</summary>
    public double? WorseThanStable { get; init; }

    /// <summary>Largest evidence of harm so far, in nats (natural logarithm of the betting wealth).</summary>
    public required double Harm { get; init; }

    /// <summary>Evidence of harm at which the objective trips: ln 1/α.</summary>
    public required double FailsAt { get; init; }

    /// <summary>Evidence that the canary is within the step's proof boundary, in nats.</summary>
    public required double Harmless { get; init; }

    /// <summary>Evidence at which that is proven: ln 1/β.</summary>
    public required double ProvenAt { get; init; }

    /// <summary>How many times wider than limit and margin the proof boundary of this step is.</summary>
    public required double Proof { get; init; }

    /// <summary>Buckets weighed, warm-up left out.</summary>
    public required int Buckets { get; init; }

    /// <summary>When harm was first shown: the end of that bucket.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Canary's value over stable's, 95 % at every look; null without a control, and for latency.</summary>
    public Interval? Ratio { get; init; }

    /// <summary>Excess scatter of stable's buckets before the rollout: 1 is none.</summary>
    public required double Dispersion { get; init; }

    /// <summary>How much stable's pods differ for minutes on end: 0 is no more than chance, at most 1.25.</summary>
    public required double SlowImbalance { get; init; }

    /// <summary>Stable's pods that were learnt from.</summary>
    public required int StablePods { get; init; }

    /// <summary>How far it is from failing, or from proof; null where nothing can be said.</summary>
    public string? Flip { get; init; }

    /// <summary>The smallest regression that ten minutes of this traffic can show.</summary>
    public string? Power { get; init; }

    /// <summary>Bucket by bucket: evidence of harm, in nats.</summary>
    public IReadOnlyList<double> Trajectory { get; init; } = [];
}
