using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Functions of texts.</summary>
internal static class TextFunctions
{
    private const int LongestText = 4_096;

    public static Dictionary<string, ScalarFunction> Table { get; } = new(StringComparer.Ordinal)
    {
        ["string"] = new(1, 1, values => values[0].IsAbsent ? Value.Absent : Value.Of(Written(values[0], values[1])), "precision"),
        ["concat"] = new(0, int.MaxValue, values => Value.Of(Concat(values[..^1], values[^1])), "precision"),
        ["lower"] = Of(text => Value.Of(text.ToLowerInvariant())),
        ["upper"] = Of(text => Value.Of(text.ToUpperInvariant())),
        ["substring"] = new(2, 3, values => values[0].Kind == ValueKind.Text && values[1].Kind == ValueKind.Number ? Substring(values[0].Text!, values) : Value.Absent),
        ["position"] = new(2, 3, Position),
        ["indexof"] = new(2, 3, Position),
        ["cidraddress"] = new(1, 3, values => values[0].Kind == ValueKind.Text ? Network(values[0].Text!, values) : Value.Absent),
        ["blob"] = Of(text => Encode(text, "base64")),
        ["encode"] = new(2, 2, values => values[0].Kind == ValueKind.Text ? Encode(values[0].Text!, values[1].Text) : Value.Absent),
        ["decode"] = new(2, 2, values => values[0].Kind == ValueKind.Text ? Decode(values[0].Text!, values[1].Text) : Value.Absent),
    };

    private static ScalarFunction Of(Func<string, Value> function) => new(1, 1, values => values[0].Kind == ValueKind.Text ? function(values[0].Text!) : Value.Absent);

    /// <summary>A value as text; of numbers no more decimal places than the precision, without zeros at the end.</summary>
    private static string Written(Value value, Value precision) => value.Kind == ValueKind.Number && precision is { Kind: ValueKind.Number, Number: >= 0 and <= 20 }
        ? value.Number.ToString($"0.{new string('#', (int)precision.Number)}", CultureInfo.InvariantCulture)
        : value.ToString();

    private static string Concat(Value[] values, Value precision)
    {
        var text = string.Concat(values.Select(value => Written(value, precision)));
        return text[..Math.Min(text.Length, LongestText)];
    }

    private static Value Substring(string text, Value[] values)
    {
        var start = (int)values[1].Number;
        start = Math.Clamp(start < 0 ? text.Length + start : start, 0, text.Length);
        var length = values.Length > 2 ? (int)values[2].Number : text.Length - start;
        length = length < 0 ? text.Length - start + length : length;
        return Value.Of(text.Substring(start, Math.Clamp(length, 0, text.Length - start)));
    }

    /// <summary>Where a text stands in another: the n-th time from the beginning, or, negative, from the end.</summary>
    private static Value Position(Value[] values)
    {
        if (values[0].Kind != ValueKind.Text || values[1] is not { Kind: ValueKind.Text, Text.Length: > 0 } sought)
        {
            return Value.Absent;
        }

        var places = new List<int>();
        for (var at = values[0].Text!.IndexOf(sought.Text!, StringComparison.Ordinal); at >= 0; at = values[0].Text!.IndexOf(sought.Text!, at + 1, StringComparison.Ordinal))
        {
            places.Add(at);
        }

        var occurrence = values.Length > 2 ? (int)values[2].Number : 0;
        occurrence = occurrence < 0 ? places.Count + occurrence : occurrence;
        return occurrence >= 0 && occurrence < places.Count ? Value.Of(places[occurrence]) : Value.Absent;
    }

    /// <summary>The base address of an IPv4 network: the prefix length is that of the address, or else the second argument.</summary>
    private static Value Network(string address, Value[] values)
    {
        var parts = address.Split('/');
        var prefix = parts.Length > 1 ? NumberFunctions.Parse(parts[1]) : values.Length > 1 ? values[1] : Value.Absent;
        if (!IPAddress.TryParse(parts[0], out var parsed) || parsed.GetAddressBytes() is not { Length: 4 } bytes || prefix is not { Kind: ValueKind.Number, Number: >= 0 and <= 32 })
        {
            return Value.Absent;
        }

        var length = (int)prefix.Number;
        var mask = length == 0 ? 0u : uint.MaxValue << (32 - length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) & mask);
        var network = new IPAddress(bytes).ToString();
        return Value.Of(values is [_, _, { Kind: ValueKind.Boolean, IsTrue: false }] ? network : $"{network}/{length}");
    }

    private static Value Encode(string text, string? encoding)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        return encoding switch
        {
            "base64" or "base64mime" => Value.Of(encoded),
            "base64url" => Value.Of(encoded.Replace('+', '-').Replace('/', '_')),
            _ => Value.Absent,
        };
    }

    private static Value Decode(string text, string? encoding)
    {
        var plain = encoding == "base64url" ? text.Replace('-', '+').Replace('_', '/') : text;
        var bytes = new byte[plain.Length];
        return encoding is "base64" or "base64mime" or "base64url" && Convert.TryFromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='), bytes, out var length)
            ? Value.Of(Encoding.UTF8.GetString(bytes, 0, length))
            : Value.Absent;
    }
}
