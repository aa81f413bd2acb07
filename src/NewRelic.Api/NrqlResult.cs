using System.Text.Json;

namespace NewRelic.Api;

/// <summary>
/// The answer to one query. No data is an empty <see cref="Rows"/> or a null value in a row; zero is a value of 0;
/// unavailable is not here at all but a <see cref="NrqlOutcome.Failed"/>.
/// </summary>
public sealed class NrqlResult
{
    private readonly JsonElement _container;
    private readonly IReadOnlyList<NrqlRow> _earlier;

    internal NrqlResult(JsonElement container)
        : this(container, [])
    {
    }

    private NrqlResult(JsonElement container, IReadOnlyList<NrqlRow> earlier)
    {
        (_container, _earlier) = (container, earlier);
        Rows = earlier.Count == 0 ? NrqlRow.ReadAll(container, "results") : [.. earlier, .. NrqlRow.ReadAll(container, "results")];
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

    /// <summary>Rows alone, as an earlier answer had them.</summary>
    public static NrqlResult OfRows(IReadOnlyList<NrqlRow> earlier) => new(default, earlier);

    /// <summary>The answer to the same query over a longer time: rows of an earlier answer to its beginning, and these.</summary>
    public NrqlResult Behind(IReadOnlyList<NrqlRow> earlier) => earlier.Count == 0 ? this : new(_container, [.. earlier, .. _earlier]);

    /// <summary>Rows as New Relic sent them, for <see cref="NrqlRow.ReadPart"/>.</summary>
    /// <param name="rows">Of an answer.</param>
    public static byte[] Part(IEnumerable<NrqlRow> rows)
    {
        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                row.WriteTo(json);
            }

            json.WriteEndArray();
        }

        return written.ToArray();
    }

    /// <summary>The same, good when the answer it is part of is gone.</summary>
    internal NrqlResult Copy() => new(_container.ValueKind == JsonValueKind.Undefined ? default : _container.Clone(), _earlier);
}
