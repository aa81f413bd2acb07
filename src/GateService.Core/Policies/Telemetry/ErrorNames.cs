namespace GateService.Core.Policies.Telemetry;

/// <summary>
/// Where class and message of an error stand that the request itself does not carry, and which errors the team said to expect. What is kept there is capped or
/// sampled by itself: it tells what share of the failed requests of a status an error had, never how many there were.
/// </summary>
public sealed record ErrorNames
{
    /// <summary>Event type, such as <c>TransactionError</c>.</summary>
    public required string EventType { get; init; }

    /// <summary>Which of its rows belong to requests that are judged and failed; null takes all.</summary>
    public string? Where { get; init; }

    /// <summary>Requests whose error is kept there. Of a failed request that does not meet it nothing is known but its status.</summary>
    public required string Noticed { get; init; }

    /// <summary>Attributes that may hold the class.</summary>
    public required IReadOnlyList<string> ClassAttributes { get; init; }

    /// <summary>Attributes that may hold the message.</summary>
    public required IReadOnlyList<string> MessageAttributes { get; init; }

    /// <summary>Attribute of its rows with the id of the request's own row; null where its rows carry the statuses of requests instead, and shares by status are all there is.</summary>
    public string? RequestAttribute { get; init; }

    /// <summary>Errors that the team said to expect; null where nothing tells.</summary>
    public string? Expected { get; init; }

    /// <summary>Of all rows, those of requests that are marked as failed by nothing but this error: their share of expected ones is no failure.</summary>
    public string? Marks { get; init; }

    /// <summary>Spans at which requests entered the service, with class and message of their error; null where there are none.</summary>
    public string? EntrySpan { get; init; }
}
