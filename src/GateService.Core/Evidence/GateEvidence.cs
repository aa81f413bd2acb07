namespace GateService.Core.Evidence;

/// <summary>All that was learnt for one evaluation; recorded whole, so that re-judging it gives the same verdict bit for bit.</summary>
public sealed record GateEvidence
{
    public required IReadOnlyList<ObjectiveEvidence> Objectives { get; init; }

    /// <summary>What is known of failed requests; null where nobody asked, as where nothing is there to explain.</summary>
    public ErrorEvidence? Errors { get; init; }

    /// <summary>What there may be to explain; null where nobody counted failed requests, and in decisions kept before it was.</summary>
    public Symptoms? Symptoms { get; init; }

    /// <summary>Requests as New Relic's metric timeslices count them; null where nobody asked, or there was no answer.</summary>
    public TimesliceEvidence? Timeslices { get; init; }

    /// <summary>What there is of the service where no request of the judged slice was found, in words for people; null where one was found, or nobody asked.</summary>
    public string? Whereabouts { get; init; }

    /// <summary>Every query that was asked, by name.</summary>
    public required IReadOnlyList<QueryRecord> Queries { get; init; }

    /// <summary>What New Relic said of its own answers, and what is not known beside the numbers; for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>HTTP requests really sent to NerdGraph for this evaluation.</summary>
    public int Posts { get; init; }
}
