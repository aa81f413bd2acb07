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

    /// <summary>The list or map, not to be changed.</summary>
    public JsonNode? Structure => _content as JsonNode;

    public static Value Absent => default;

    public bool IsAbsent => Kind == ValueKind.Absent;

    public bool IsTrue => Kind == ValueKind.Boolean && Number != 0;

    public static Value Of(double number) => double.IsFinite(number) ? new(ValueKind.Number, number, null) : default;

    public static Value Of(bool value) => new(ValueKind.Boolean, value ? 1 : 0, null);

    public static Value Of(Distribution distribution) => new(ValueKind.Distribution, 0, distribution);

    public static Value Of(string? text) => text is null ? default : new(ValueKind.Text, 0, text);

    /// <summary>A scalar of JSON as itself, a list or map as a structure, null as absent.</summary>
    public static Value Of(JsonNode? node) => node switch
    {
        null => default,
        JsonValue value when value.TryGetValue<string>(out var text) => Of(text),
        JsonValue value when value.TryGetValue<bool>(out var flag) => Of(flag),
        JsonValue value when value.TryGetValue<long>(out var whole) => Of((double)whole),
        JsonValue value when value.TryGetValue<double>(out var number) => Of(number),
        JsonValue value when value.TryGetValue<int>(out var small) => Of((double)small),
        JsonValue => default,
        _ => new(ValueKind.Structure, 0, node),
    };

    public JsonNode? ToJson() => Kind switch
    {
        ValueKind.Number => Json(Number),
        ValueKind.Text => JsonValue.Create(Text),
        ValueKind.Boolean => JsonValue.Create(Number != 0),
        ValueKind.Structure => Structure!.DeepClone(),
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
        ValueKind.Structure => Structure!.ToJsonString(),
        ValueKind.Distribution => Told(Distribution!).ToJsonString(),
        _ => "",
    };

    public bool Equals(Value other) => Kind == other.Kind && Number.Equals(other.Number)
        && (Kind == ValueKind.Structure ? ToString() == other.ToString() : Equals(_content, other._content));

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, Number, Kind == ValueKind.Structure ? ToString() : _content);

    public int CompareTo(Value other) => Kind != other.Kind ? Kind.CompareTo(other.Kind)
        : Kind is ValueKind.Text or ValueKind.Structure ? string.CompareOrdinal(ToString(), other.ToString()) : Number.CompareTo(other.Number);

    private static JsonObject Told(Distribution told) => new()
    {
        ["type"] = told.Kind,
        ["count"] = Json(told.Count),
        ["sum"] = Json(told.Sum),
        ["min"] = Json(told.Min),
        ["max"] = Json(told.Max),
    };
}
