namespace GateService.Core.Statistics;

/// <summary>What a gate found. Evidence is in nats: the natural logarithm of the bettors' wealth.</summary>
public sealed record GateResult
{
    public static GateResult Nothing { get; } = new() { Outcome = GateOutcome.NoData, LogHarm = [] };

    /// <summary>Those who bet against the limit, as rich as they are now; null without a limit.</summary>
    internal EProcess? AgainstLimit { get; init; }

    /// <summary>Those who bet against the margin over stable.</summary>
    internal EProcess? AgainstMargin { get; init; }

    /// <summary>Those of them who bet against a margin that is wider by what pods differ; null for none.</summary>
    internal EProcess? AgainstGross { get; init; }

    public required GateOutcome Outcome { get; init; }

    /// <summary>Evidence against the limit after each bucket; null without a limit.</summary>
    public double[]? LogHarmAbsolute { get; init; }

    /// <summary>Evidence against the margin over stable after each bucket; null without a margin.</summary>
    public double[]? LogHarmRelative { get; init; }

    /// <summary>Evidence that the limit itself is exceeded, and not only a floor, after the last bucket; null without a limit, and of one that is no promise.</summary>
    public double? LogOverLimit { get; init; }

    /// <summary>Evidence that both are violated after each bucket: the smaller of the two, that against the limit as the same part of <see cref="Line"/> as it is of <see cref="LimitLine"/>.</summary>
    public required double[] LogHarm { get; init; }

    /// <summary>The largest of <see cref="LogHarm"/>: a verdict does not depend on which bucket happened to be looked at.</summary>
    public double Peak { get; init; }

    /// <summary>The last of <see cref="LogHarm"/>.</summary>
    public double Now { get; init; }

    /// <summary>Evidence that the canary is within the widened boundary.</summary>
    public double LogHarmless { get; init; }

    /// <summary>The part of it that is about stable alone; null without a margin.</summary>
    public double? LogHarmlessRelative { get; init; }

    /// <summary>ln 1/α: what <see cref="Peak"/> must reach to fail.</summary>
    public double Line { get; init; }

    /// <summary>What <see cref="LogHarmAbsolute"/> must reach: <see cref="Line"/>, but less where being worse than stable is asked for too.</summary>
    public double LimitLine { get; init; }

    /// <summary>ln 1/β: what <see cref="LogHarmless"/> must reach to pass.</summary>
    public double ProofLine { get; init; }

    /// <summary>Index of the first bucket at which the line was reached; null where it never was.</summary>
    public int? FailedAt { get; init; }
}
