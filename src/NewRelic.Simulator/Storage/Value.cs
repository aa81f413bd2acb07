using System.Globalization;
using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Storage;

/// <summary>One attribute value, or its absence.</summary>
internal readonly struct Value : IEquatable<Value>, IComparable<Value>
{
    private readonly object? _content;

    private Value(ValueKind kind, double number, object? content)
    {
        Kind = kind;
        Number = number;
        _content = content;
    }

    public ValueKind Kind { get; }

    /// <summary>The number; 1 or 0 of a boolean.</summary>
    public double Number { get; }

    public string? Text => _content as string;

    public Distribution? Distribution => _content as Distribution;

    public static Value Absent => default;

    public bool IsAbsent => Kind == ValueKind.Absent;

    public bool IsTrue => Kind == ValueKind.Boolean && Number != 0;

    public static Value Of(double number) => double.IsFinite(number) ? new(ValueKind.Number, number, null) : default;

    public static Value Of(bool value) => new(ValueKind.Boolean, value ? 1 : 0, null);

    public static Value Of(Distribution distribution) => new(ValueKind.Distribution, 0, distribution);

    public static Value Of(string? text) => text is null ? default : new(ValueKind.Text, 0, text);

    public JsonNode? ToJson() => Kind switch
    {
        ValueKind.Number => Json(Number),
        ValueKind.Text => JsonValue.Create(Text),
        ValueKind.Boolean => JsonValue.Create(Number != 0),
        ValueKind.Distribution => Told(Distribution!),
        _ => null,
    };

    /// <summary>Whole numbers print without a fraction, as New Relic prints them; NaN and infinity are null.</summary>
    public static JsonNode? Json(double number) => !double.IsFinite(number) ? null
        : number == Math.Floor(number) && Math.Abs(number) < 9e15 ? JsonValue.Create((long)number) : JsonValue.Create(number);

    public override string ToString() => Kind switch
    {
        ValueKind.Number => Number == Math.Floor(Number) && Math.Abs(Number) < 9e15
            ? ((long)Number).ToString(CultureInfo.InvariantCulture) : Number.ToString("R", CultureInfo.InvariantCulture),
        ValueKind.Text => Text!,
        ValueKind.Boolean => Number != 0 ? "true" : "false",
        ValueKind.Distribution => Told(Distribution!).ToJsonString(),
        _ => "",
    };

    public bool Equals(Value other) => Kind == other.Kind && Number.Equals(other.Number) && Equals(_content, other._content);

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, Number, _content);

    public int CompareTo(Value other) => Kind != other.Kind ? Kind.CompareTo(other.Kind)
        : Kind == ValueKind.Text ? string.CompareOrdinal(Text, other.Text) : Number.CompareTo(other.Number);

    private static JsonObject Told(Distribution told) => new()
    {
        ["type"] = told.Kind,
        ["count"] = Json(told.Count),
        ["sum"] = Json(told.Sum),
        ["min"] = Json(told.Min),
        ["max"] = Json(told.Max),
    };
}
