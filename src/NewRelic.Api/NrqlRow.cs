using System.Globalization;
using System.Text.Json;

namespace NewRelic.Api;

/// <summary>
/// One row, read tolerantly: whole numbers and doubles, null, <c>{"95": null}</c> and absent are all known shapes. Every reader answers
/// null for "no data" and 0 only where New Relic said 0.
/// </summary>
public sealed class NrqlRow
{
    /// <summary>End of the year 9999, in seconds since the Unix epoch: no moment lies beyond.</summary>
    private const double LastSecond = 253_402_300_799;

    private const long UnreadTicks = -2;
    private const long NoTicks = -1;

    private static readonly string Unread = new('?', 1);

    private readonly JsonElement _row;

    /// <summary>Rows are told apart by these two again and again, once for each objective.</summary>
    private string? _facet = Unread;

    private long _begin = UnreadTicks;

    internal NrqlRow(JsonElement row) => _row = row;

    /// <summary>Rows that <see cref="NrqlResult.Part"/> wrote, good for as long as somebody holds them.</summary>
    /// <exception cref="JsonException">The bytes are not those.</exception>
    public static IReadOnlyList<NrqlRow> ReadPart(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var rows = JsonElement.ParseValue(ref reader);
        return rows.ValueKind == JsonValueKind.Array ? [.. rows.EnumerateArray().Select(row => new NrqlRow(row))] : throw new JsonException("expected an array of rows");
    }

    /// <summary>The facet's values; empty without FACET.</summary>
    public IReadOnlyList<string> Facets => _row.Property("facet") switch
    {
        { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Select(Say)],
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => [],
        var one => [Say(one)],
    };

    /// <summary>The first facet value; null without FACET.</summary>
    public string? Facet => ReferenceEquals(_facet, Unread) ? _facet = FirstFacet() : _facet;

    /// <summary>Start of the TIMESERIES bucket, inclusive; null without TIMESERIES.</summary>
    public DateTimeOffset? BeginTime
    {
        get
        {
            _begin = _begin == UnreadTicks ? Seconds("beginTimeSeconds")?.UtcTicks ?? NoTicks : _begin;
            return _begin == NoTicks ? null : new DateTimeOffset(_begin, TimeSpan.Zero);
        }
    }

    /// <summary>End of the TIMESERIES bucket, exclusive; null without TIMESERIES.</summary>
    public DateTimeOffset? EndTime => Seconds("endTimeSeconds");

    /// <summary><c>current</c> or <c>previous</c> with COMPARE WITH; else null.</summary>
    public string? Comparison => Text("comparison");

    /// <summary>A number; null when New Relic reported none. Of an object with a single member (a percentile) that member.</summary>
    public double? Number(string name) => Number(_row.Property(name));

    /// <summary>One percentile, whatever way its key is spelled (<c>95</c> or <c>95.0</c>).</summary>
    public double? Percentile(string name, double percentile)
    {
        var value = _row.Property(name);
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Number(value);
        }

        foreach (var member in value.EnumerateObject())
        {
            if (double.TryParse(member.Name, NumberStyles.Float, CultureInfo.InvariantCulture, out var key) && Math.Abs(key - percentile) < 1e-9)
            {
                return Number(member.Value);
            }
        }

        return null;
    }

    public string? Text(string name) => _row.Property(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public bool? Boolean(string name) => _row.Property(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var value) => value,
        _ => null,
    };

    /// <summary>The members of <c>uniques()</c>; empty when there are none.</summary>
    public IReadOnlyList<string> Strings(string name) =>
        _row.Property(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(Say)] : [];

    /// <summary>The counts of <c>histogram()</c>; empty when there are none.</summary>
    public IReadOnlyList<double> Histogram(string name) =>
        _row.Property(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(item => Number(item) ?? 0)] : [];

    /// <summary>An <c>apdex()</c>, nested under its name or flat in the row; null when it reported none.</summary>
    public NrqlApdex? Apdex(string name)
    {
        var nested = _row.Property(name);
        var source = nested.ValueKind == JsonValueKind.Object ? nested : _row;
        return Number(source.Property("count")) is { } count
            ? new NrqlApdex(count, Number(source.Property("s")) ?? 0, Number(source.Property("t")) ?? 0, Number(source.Property("f")) ?? 0, Number(source.Property("score")))
            : null;
    }

    internal void WriteTo(Utf8JsonWriter json) => _row.WriteTo(json);

    internal static IReadOnlyList<NrqlRow> ReadAll(JsonElement container, string name) => container.Property(name) switch
    {
        { ValueKind: JsonValueKind.Array } rows => [.. rows.EnumerateArray().Select(row => new NrqlRow(row))],
        { ValueKind: JsonValueKind.Object } row => [new NrqlRow(row)],
        _ => [],
    };

    private string? FirstFacet() => _row.Property("facet") switch
    {
        { ValueKind: JsonValueKind.Array } many => many.GetArrayLength() > 0 ? Say(many[0]) : null,
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => null,
        var one => Say(one),
    };

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Object when value.EnumerateObject().ToList() is [var only] => Number(only.Value),
        _ => null,
    };

    private static string Say(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private DateTimeOffset? Seconds(string name) =>
        Number(name) is { } seconds && seconds is >= 0 and < LastSecond ? DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(seconds) : null;
}
