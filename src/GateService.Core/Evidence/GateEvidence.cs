namespace GateService.Core.Evidence;

/// <summary>All that was learnt for one evaluation; recorded whole, so that re-judging it gives the same verdict bit for bit.</summary>
public sealed record GateEvidence
{
    public required IReadOnlyList<ObjectiveEvidence> Objectives { get; init; }

    /// <summary>What is known of failed requests; null where nobody asked.</summary>
    public ErrorEvidence? Errors { get; init; }

    /// <summary>Every query that was asked, by name.</summary>
    public required IReadOnlyList<QueryRecord> Queries { get; init; }

    /// <summary>What New Relic said of its own answers, and what is not known beside the numbers; for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>HTTP requests really sent to NerdGraph for this evaluation.</summary>
    public int Posts { get; init; }
}
