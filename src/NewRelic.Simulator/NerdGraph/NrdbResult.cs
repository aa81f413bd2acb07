using System.Text.Json.Nodes;
using NewRelic.Simulator.Nrql;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>The fields of <c>NrdbResultContainer</c>; graphql-dotnet finds them by name.</summary>
internal sealed record NrdbResult(string Nrql, NrdbProgress QueryProgress, NrqlAnswer? Answer)
{
    public JsonArray? Results => Answer?.Results;

    public JsonArray? CurrentResults => Answer?.CurrentResults;

    public JsonArray? PreviousResults => Answer?.PreviousResults;

    public JsonNode? TotalResult => Answer?.TotalResult;

    public JsonNode? OtherResult => Answer?.OtherResult;

    public JsonNode? RawResponse => Answer?.RawResponse;

    public NrdbMetadata? Metadata => Answer is null ? null : new NrdbMetadata(Answer.Metadata);

    public IReadOnlyList<object> SuggestedFacets { get; } = [];

    public IReadOnlyList<object> EventDefinitions { get; } = [];

    public object SuggestedQueries { get; } = new { Suggestions = Array.Empty<object>() };
}
