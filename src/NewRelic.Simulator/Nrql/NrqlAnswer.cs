using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Nrql;

/// <summary>What one NRQL query came to, in the shapes NerdGraph flattens them to (keys of each row in ordinal order).</summary>
public sealed record NrqlAnswer
{
    public required JsonArray Results { get; init; }

    /// <summary>COMPARE WITH only, else null.</summary>
    public JsonArray? CurrentResults { get; init; }

    /// <summary>COMPARE WITH only, else null.</summary>
    public JsonArray? PreviousResults { get; init; }

    /// <summary>FACET only: an object, or with TIMESERIES an array of bucket rows.</summary>
    public JsonNode? TotalResult { get; init; }

    /// <summary>FACET only: what the shown facets left over; an object, or with TIMESERIES an array of bucket rows.</summary>
    public JsonNode? OtherResult { get; init; }

    public required NrqlMetadata Metadata { get; init; }

    /// <summary>The old Insights shape that <c>rawResponse</c> carries.</summary>
    public required JsonNode RawResponse { get; init; }
}

/// <summary>The <c>metadata</c> of an answer. Begin and end are milliseconds since the Unix epoch.</summary>
public sealed record NrqlMetadata(
    IReadOnlyList<string> EventTypes,
    IReadOnlyList<string>? Facets,
    IReadOnlyList<string> Messages,
    long Begin,
    long End,
    string Since,
    string Until,
    string? CompareWith);
