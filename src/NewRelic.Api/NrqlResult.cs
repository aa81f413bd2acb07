using System.Runtime.InteropServices;
using System.Text.Json;

namespace NewRelic.Api;

/// <summary>
/// The answer to one query. No data is an empty <see cref="Rows"/> or a null value in a row; zero is a value of 0;
/// unavailable is not here at all but a <see cref="NrqlOutcome.Failed"/>.
/// </summary>
public sealed class NrqlResult
{
    internal NrqlResult(JsonElement container)
    {
        (Rows, TotalResult, OtherResult) = (Read("results"), Read("totalResult"), Read("otherResult"));
        Metadata = NrqlMetadata.Read(container);

        IReadOnlyList<NrqlRow> Read(string name) => container.Property(name) is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } rows ? RowReader.Read(JsonMarshal.GetRawUtf8Value(rows)) : [];
    }

    private NrqlResult(IReadOnlyList<NrqlRow> rows, NrqlResult? like)
    {
        (Rows, TotalResult, OtherResult) = (rows, like?.TotalResult ?? [], like?.OtherResult ?? []);
        Metadata = like?.Metadata ?? new NrqlMetadata(null, null, []);
    }

    public IReadOnlyList<NrqlRow> Rows { get; }

    /// <summary>With FACET: all facets together; one row, or one per bucket with TIMESERIES; empty without.</summary>
    public IReadOnlyList<NrqlRow> TotalResult { get; }

    /// <summary>With FACET: what the shown facets left over.</summary>
    public IReadOnlyList<NrqlRow> OtherResult { get; }

    public NrqlMetadata Metadata { get; }

    /// <summary>Rows alone, as an earlier answer had them.</summary>
    public static NrqlResult OfRows(IReadOnlyList<NrqlRow> earlier) => new(earlier, null);

    /// <summary>The answer to the same query over a longer time: rows of an earlier answer to its beginning, and these.</summary>
    public NrqlResult Behind(IReadOnlyList<NrqlRow> earlier) => earlier.Count == 0 ? this : new([.. earlier, .. Rows], this);

    /// <summary>Rows to be kept, for <see cref="NrqlRow.ReadPart"/>.</summary>
    /// <param name="rows">Of an answer.</param>
    public static byte[] Part(IEnumerable<NrqlRow> rows) => RowBytes.Write([.. rows]);
}
