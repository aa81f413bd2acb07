namespace GateService.Power;

/// <summary>How small a regression a policy sees on a service's traffic, step by step, and what it takes to see a wished one.</summary>
public sealed record PowerReport
{
    public required string Service { get; init; }

    public required string Rollout { get; init; }

    /// <summary>The policy it is said of, with its revision.</summary>
    public required string Policy { get; init; }

    public required string Revision { get; init; }

    /// <summary>Traffic was looked at from here, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>To here, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Version that served; its pods say how much healthy ones differ.</summary>
    public required string StableHash { get; init; }

    /// <summary>Chance that a regression of the size that is said is seen, 0 to 1.</summary>
    public double Chance => 0.8;

    /// <summary>So many times stable's bad events, or mean, should be seen; null where nobody wishes.</summary>
    public double? See { get; init; }

    /// <summary>In order.</summary>
    public required IReadOnlyList<PowerStep> Steps { get; init; }
}

/// <summary>What is seen by the end of one step.</summary>
/// <param name="Weight">The canary's share of traffic in percent.</param>
/// <param name="Length">How long it is held, such as <c>10m</c>.</param>
/// <param name="Objectives">In the policy's order.</param>
public sealed record PowerStep(double Weight, string Length, IReadOnlyList<PowerObjective> Objectives);

/// <summary>How small a regression an objective shows by the end of a step.</summary>
/// <param name="Objective">Its name.</param>
/// <param name="Unit">Of stable, seen and wish: <c>share</c> of events for what counts them (latency: of requests slower than the limit), else the objective's.</param>
/// <param name="Stable">What stable has; null where nothing is compared with it, or it was not seen.</param>
/// <param name="Seen">The least bad value that is seen; null where none is.</param>
/// <param name="Says">The same in words, or why nothing is seen.</param>
/// <param name="Wish">What it takes to see the wished regression; null where nobody wishes one, and for gauges.</param>
public sealed record PowerObjective(string Objective, string Unit, double? Stable, double? Seen, string Says, PowerWish? Wish);

/// <summary>What it takes to see a regression of a wished size.</summary>
/// <param name="Value">Its size.</param>
/// <param name="IsSeen">The step as it is planned shows it.</param>
/// <param name="StepLength">How long the step must be, such as <c>34m</c>; null where it is long enough, and where no step of a day is.</param>
/// <param name="Limit">The limit, or the floor where there is one, with which the step as planned shows it; null where it does as it is, and where no limit is the cause.</param>
/// <param name="Says">The same in words.</param>
public sealed record PowerWish(double Value, bool IsSeen, string? StepLength, double? Limit, string Says);
