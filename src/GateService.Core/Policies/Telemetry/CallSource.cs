namespace GateService.Core.Policies.Telemetry;

/// <summary>Where the calls of a service to its dependencies are seen. Traces are sampled: a call that is not seen may have been made.</summary>
public sealed record CallSource
{
    /// <summary>Rows of <c>Span</c> that are calls.</summary>
    public required string Call { get; init; }

    /// <summary>Calls that failed.</summary>
    public required string FailedCall { get; init; }

    /// <summary>
    /// Further rows that may be calls that failed, and count for nothing: they only name the dependency of a request that failed. Null where every failed call says so.
    /// </summary>
    public string? Suspected { get; init; }

    /// <summary>Rows that are calls answered with a 4xx: of a request that failed they may say where. Null where nobody asks for them.</summary>
    public string? Refused { get; init; }

    /// <summary>Of <see cref="OutcomeAttributes"/> those with a status of HTTP.</summary>
    public IReadOnlyList<string> StatusAttributes { get; init; } = [];

    /// <summary>Attributes of which every call that ended carries one; a call without any is suspected only. None: every call says how it ended.</summary>
    public IReadOnlyList<string> OutcomeAttributes { get; init; } = [];

    /// <summary>Attributes that may name the dependency; of a URL its host does, of a span's name what follows <c>External/</c>.</summary>
    public required IReadOnlyList<string> DependencyAttributes { get; init; }

    /// <summary>Attributes with an error's message, which may be all that names the dependency.</summary>
    public IReadOnlyList<string> MessageAttributes { get; init; } = [];

    /// <summary>Attribute with a call's duration.</summary>
    public required string DurationAttribute { get; init; }

    public required DurationUnit DurationUnit { get; init; }

    /// <summary>Attribute of a call that holds the id of the request it was made in; null where the trace alone ties them.</summary>
    public string? RequestAttribute { get; init; }

    /// <summary>Attribute of a request that holds its own id; null where the trace alone ties them.</summary>
    public string? RequestId { get; init; }

    /// <summary>Attribute of a call that holds its own id.</summary>
    public required string Id { get; init; }

    /// <summary>Attribute of a call that holds the id of what it was made in.</summary>
    public required string ParentId { get; init; }

    /// <summary>Attributes that may hold the trace of a call and of a request.</summary>
    public required IReadOnlyList<string> TraceAttributes { get; init; }

    /// <summary>Requests themselves tell how long they waited for others, and how often they called: <c>externalDuration</c> and the like.</summary>
    public required bool CountsOnRequests { get; init; }
}
