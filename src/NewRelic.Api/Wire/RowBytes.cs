using System.Text.Json;

namespace NewRelic.Api.Wire;

/// <summary>Rows as bytes and back: texts once, numbers as they are. They are read in a fraction of the time that JSON takes.</summary>
internal static class RowBytes
{
    private const byte Version = 1;

    private enum Kind : byte
    {
        Nothing,
        Number,
        Text,
        True,
        False,
        Json,
    }

    public static byte[] Write(IReadOnlyList<NrqlRow> rows)
    {
        var (texts, shapes) = (new List<string>(), rows.Select(row => row.Shape).Distinct().ToList());
        var (indexOfText, indexOfShape) = (new Dictionary<string, int>(StringComparer.Ordinal), shapes.Index().ToDictionary(shape => shape.Item, shape => shape.Index));
        using var body = new MemoryStream();
        using (var writer = new BinaryWriter(body))
        {
            writer.Write7BitEncodedInt(shapes.Count);
            foreach (var shape in shapes)
            {
                writer.Write7BitEncodedInt(shape.Names.Length);
                Array.ForEach(shape.Names, name => writer.Write7BitEncodedInt(IndexOf(name)));
            }

            writer.Write7BitEncodedInt(rows.Count);
            foreach (var row in rows)
            {
                writer.Write7BitEncodedInt(indexOfShape[row.Shape]);
                writer.Write7BitEncodedInt(row.Facets.Count);
                foreach (var facet in row.Facets)
                {
                    writer.Write7BitEncodedInt(IndexOf(facet));
                }

                for (var column = 0; column < row.Shape.Names.Length; column++)
                {
                    WriteValue(writer, row.Value(column));
                }
            }
        }

        using var whole = new MemoryStream();
        using (var writer = new BinaryWriter(whole))
        {
            writer.Write(Version);
            writer.Write7BitEncodedInt(texts.Count);
            texts.ForEach(writer.Write);
            writer.Write(body.ToArray());
        }

        return whole.ToArray();

        int IndexOf(string text)
        {
            if (!indexOfText.TryGetValue(text, out var index))
            {
                indexOfText[text] = index = texts.Count;
                texts.Add(text);
            }

            return index;
        }

        void WriteValue(BinaryWriter writer, object? value)
        {
            var kind = value switch { double => Kind.Number, string => Kind.Text, true => Kind.True, false => Kind.False, JsonElement => Kind.Json, _ => Kind.Nothing };
            writer.Write((byte)kind);
            switch (value)
            {
                case double number:
                    writer.Write(number);
                    break;
                case string text:
                    writer.Write7BitEncodedInt(IndexOf(text));
                    break;
                case JsonElement json:
                    writer.Write7BitEncodedInt(IndexOf(json.GetRawText()));
                    break;
            }
        }
    }

    /// <exception cref="InvalidDataException">The bytes are not those that <see cref="Write"/> made.</exception>
    public static IReadOnlyList<NrqlRow> Read(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            if (reader.ReadByte() is not Version and var version)
            {
                throw new InvalidDataException($"rows are written in version {version}; this reads version {Version}");
            }

            var texts = Many(reader, reader.ReadString);
            var shapes = Many(reader, () => new RowShape(Many(reader, Text)));
            return Many(reader, () => Row(shapes[reader.Read7BitEncodedInt()]));

            string Text() => texts[reader.Read7BitEncodedInt()];

            NrqlRow Row(RowShape shape)
            {
                var facets = Many(reader, Text);
                var (numbers, others) = (new double[shape.Names.Length], (object?[]?)null);
                for (var column = 0; column < numbers.Length; column++)
                {
                    var kind = (Kind)reader.ReadByte();
                    numbers[column] = kind == Kind.Number ? reader.ReadDouble() : double.NaN;
                    if (kind is not (Kind.Number or Kind.Nothing))
                    {
                        others ??= new object?[numbers.Length];
                        others[column] = kind switch
                        {
                            Kind.Text => Text(),
                            Kind.True => true,
                            Kind.False => false,
                            Kind.Json => JsonSerializer.Deserialize<JsonElement>(Text()),
                            _ => throw new InvalidDataException($"a value of kind {kind} is none of a row"),
                        };
                    }
                }

                return new NrqlRow(shape, numbers, others, facets);
            }
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or IndexOutOfRangeException or JsonException)
        {
            throw new InvalidDataException($"the rows cannot be read: {e.Message}", e);
        }
    }

    private static T[] Many<T>(BinaryReader reader, Func<T> one)
    {
        var all = new T[Math.Min(reader.Read7BitEncodedInt(), reader.BaseStream.Length)];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = one();
        }

        return all;
    }
}
