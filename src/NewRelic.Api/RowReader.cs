using System.Text;
using System.Text.Json;

namespace NewRelic.Api;

/// <summary>
/// Takes rows out of an answer, one after the other: each is read once, and is good when the answer is gone. What is read again and again, a number by its name, then costs
/// next to nothing.
/// </summary>
internal static class RowReader
{
    /// <param name="json">An array of rows, or one row; anything else has none.</param>
    public static IReadOnlyList<NrqlRow> Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var (rows, shape) = (new List<NrqlRow>(), new RowShape([]));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                rows.Add(Row(ref reader, ref shape));
            }
            else if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
            {
                reader.Skip();
            }
        }

        return rows;
    }

    /// <param name="reader">At the begin of the row; at its end after.</param>
    /// <param name="shape">Of the row before; of this one after.</param>
    private static NrqlRow Row(ref Utf8JsonReader reader, ref RowShape shape)
    {
        var (numbers, others, facets, known) = (new double[shape.Names.Length], (object?[]?)null, (string[]?)null, 0);
        var names = (List<string>?)null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("facet"u8))
            {
                reader.Read();
                facets = Facets(ref reader);
                continue;
            }

            if (names is not null || known == shape.Names.Length || !reader.ValueTextEquals(shape.Utf8(known)))
            {
                names ??= [.. shape.Names[..known]];
                names.Add(reader.GetString()!);
                if (numbers.Length < names.Count)
                {
                    Array.Resize(ref numbers, Math.Max(8, names.Count * 2));
                }
            }

            reader.Read();
            if (Other(ref reader, out numbers[known]) is { } other)
            {
                others ??= new object?[numbers.Length];
                Array.Resize(ref others, numbers.Length);
                others[known] = other;
            }

            known++;
        }

        if (others is not null)
        {
            Array.Resize(ref others, numbers.Length);
        }

        shape = names is not null ? new RowShape([.. names]) : known < shape.Names.Length ? new RowShape(shape.Names[..known]) : shape;
        return new NrqlRow(shape, numbers, others, facets);
    }

    /// <summary>A value that is no number; of a number, and of nothing, null.</summary>
    /// <param name="reader">At the value.</param>
    /// <param name="number">NaN where it is none.</param>
    private static object? Other(ref Utf8JsonReader reader, out double number)
    {
        number = double.NaN;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                number = reader.TryGetInt64(out var whole) ? whole : reader.GetDouble();
                return null;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                return JsonElement.ParseValue(ref reader);
            default:
                return null;
        }
    }

    private static string[] Facets(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return [];
            case JsonTokenType.StartArray:
                var facets = new List<string>(2);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    facets.Add(Say(ref reader));
                }

                return [.. facets];
            default:
                return [Say(ref reader)];
        }
    }

    private static string Say(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.StartObject or JsonTokenType.StartArray => JsonElement.ParseValue(ref reader).GetRawText(),
        _ => Encoding.UTF8.GetString(reader.ValueSpan),
    };
}
