using System.Text.Json;

namespace NewRelic.Api;

/// <summary>
/// The answer to one query. No data is an empty <see cref="Rows"/> or a null value in a row; zero is a value of 0;
/// unavailable is not here at all but a <see cref="NrqlOutcome.Failed"/>.
/// </summary>
public sealed class NrqlResult
{
    private readonly JsonElement _container;

    internal NrqlResult(JsonElement container)
    {
        _container = container;
        Rows = NrqlRow.ReadAll(container, "results");
        TotalResult = NrqlRow.ReadAll(container, "totalResult");
        OtherResult = NrqlRow.ReadAll(container, "otherResult");
        Metadata = NrqlMetadata.Read(container);
    }

    public IReadOnlyList<NrqlRow> Rows { get; }

    /// <summary>With FACET: all facets together; one row, or one per bucket with TIMESERIES; empty without.</summary>
    public IReadOnlyList<NrqlRow> TotalResult { get; }

    /// <summary>With FACET: what the shown facets left over.</summary>
    public IReadOnlyList<NrqlRow> OtherResult { get; }

    public NrqlMetadata Metadata { get; }

    /// <summary>The same, good when the answer it is part of is gone.</summary>
    internal NrqlResult Copy() => new(_container.Clone());
}
