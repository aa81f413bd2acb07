namespace GateService.History;

/// <summary>One decision of a list, as its columns are.</summary>
internal record DecisionRow
{
    public required string Id { get; init; }

    public required long At { get; init; }

    public required long Moment { get; init; }

    public required long Past { get; init; }

    public required string Team { get; init; }

    public required string Service { get; init; }

    /// <summary>Empty where the request named none.</summary>
    public string Cluster { get; init; } = "";

    public required string Namespace { get; init; }

    public required string Rollout { get; init; }

    public required string CanaryHash { get; init; }

    public required string Mode { get; init; }

    public required string Step { get; init; }

    public double? Weight { get; init; }

    public required string Verdict { get; init; }

    public required double Score { get; init; }

    public required string Summary { get; init; }

    public required string Policy { get; init; }

    public required string Revision { get; init; }

    /// <summary>right, wrong or unsure; null without a label.</summary>
    public string? Label { get; init; }

    /// <summary>For charts; null in lists.</summary>
    public string? Points { get; init; }

    /// <summary>A <see cref="DecisionGist"/>; null beside a neighbour.</summary>
    public string? Gist { get; init; }
}
