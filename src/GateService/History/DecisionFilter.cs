namespace GateService.History;

/// <summary>Which decisions are listed; null leaves a field open.</summary>
internal sealed record DecisionFilter
{
    /// <summary>Stands for decisions that nobody labelled.</summary>
    public const string Unlabelled = "none";

    /// <summary>What <see cref="Label"/> may be.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["right", "wrong", "unsure", Unlabelled];

    public string? Team { get; init; }

    public string? Service { get; init; }

    public string? Cluster { get; init; }

    public string? Namespace { get; init; }

    public string? Rollout { get; init; }

    public string? Hash { get; init; }

    public string? Verdict { get; init; }

    /// <summary>right, wrong or unsure, or <see cref="Unlabelled"/>.</summary>
    public string? Label { get; init; }

    /// <summary>Policy by name.</summary>
    public string? Policy { get; init; }

    /// <summary>Inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Id of the last decision of the page before.</summary>
    public string? Cursor { get; init; }
}
