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

    private readonly double[] _numbers;
    private readonly object?[]? _others;
    private readonly string[] _facets;
    private long _begin = UnreadTicks;

    /// <param name="shape">Names of the columns.</param>
    /// <param name="numbers">Of each column, at least; NaN where it holds no number.</param>
    /// <param name="others">Texts, truth values, lists and objects; null where all are numbers.</param>
    /// <param name="facets">None without FACET.</param>
    internal NrqlRow(RowShape shape, double[] numbers, object?[]? others, string[]? facets) => (Shape, _numbers, _others, _facets) = (shape, numbers, others, facets ?? []);

    /// <summary>Rows that <see cref="NrqlResult.Part"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not those.</exception>
    public static IReadOnlyList<NrqlRow> ReadPart(ReadOnlySpan<byte> part) => RowBytes.Read(part);

    /// <summary>The facet's values; empty without FACET.</summary>
    public IReadOnlyList<string> Facets => _facets;

    /// <summary>The first facet value; null without FACET.</summary>
    public string? Facet => _facets.Length == 0 ? null : _facets[0];

    internal RowShape Shape { get; }

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
    public double? Number(string name) => Shape.IndexOf(name) is >= 0 and var column ? Number(column) : null;

    /// <summary>One percentile, whatever way its key is spelled (<c>95</c> or <c>95.0</c>).</summary>
    public double? Percentile(string name, double percentile)
    {
        if (Other(name) is not JsonElement { ValueKind: JsonValueKind.Object } members)
        {
            return Number(name);
        }

        foreach (var member in members.EnumerateObject())
        {
            if (double.TryParse(member.Name, NumberStyles.Float, CultureInfo.InvariantCulture, out var key) && Math.Abs(key - percentile) < 1e-9)
            {
                return Number(member.Value);
            }
        }

        return null;
    }

    public string? Text(string name) => Other(name) as string;

    public bool? Boolean(string name) => Other(name) switch
    {
        bool value => value,
        string text when bool.TryParse(text, out var value) => value,
        _ => null,
    };

    /// <summary>The members of <c>uniques()</c>; empty when there are none.</summary>
    public IReadOnlyList<string> Strings(string name) => [.. Members(name).Select(Say)];

    /// <summary>The counts of <c>histogram()</c>; empty when there are none.</summary>
    public IReadOnlyList<double> Histogram(string name) => [.. Members(name).Select(item => Number(item) ?? 0)];

    /// <summary>An <c>apdex()</c>, nested under its name or flat in the row; null when it reported none.</summary>
    public NrqlApdex? Apdex(string name)
    {
        var nested = Other(name) as JsonElement?;
        return Part("count") is { } count ? new NrqlApdex(count, Part("s") ?? 0, Part("t") ?? 0, Part("f") ?? 0, Part("score")) : null;

        double? Part(string part) => nested is { ValueKind: JsonValueKind.Object } value ? Number(value.Property(part)) : Number(part);
    }

    /// <summary>What a column holds: a number, a text, a truth value, a list or an object; null where it is nothing.</summary>
    internal object? Value(int column) => !double.IsNaN(_numbers[column]) ? _numbers[column] : _others?[column];

    private double? Number(int column) => !double.IsNaN(_numbers[column]) ? _numbers[column]
        : _others?[column] is JsonElement value ? Number(value)
        : null;

    private object? Other(string name) => _others is not null && Shape.IndexOf(name) is >= 0 and var column ? _others[column] : null;

    private IEnumerable<JsonElement> Members(string name) => Other(name) is JsonElement { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

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
