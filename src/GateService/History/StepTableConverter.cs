using System.Text.Json;
using System.Text.Json.Serialization;

namespace GateService.History;

/// <summary>A table by step weight as [[5, value], [25, value]].</summary>
internal sealed class StepTableConverter<TTable, TValue>(
    Func<TTable, IReadOnlyList<KeyValuePair<double, TValue>>> entries, Func<IReadOnlyDictionary<double, TValue>, TTable> build) : JsonConverter<TTable>
{
    public override TTable Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var table = new Dictionary<double, TValue>();
        foreach (var row in JsonElement.ParseValue(ref reader).EnumerateArray())
        {
            table[row[0].Deserialize<double>(options)] = row[1].Deserialize<TValue>(options)!;
        }

        return build(table);
    }

    public override void Write(Utf8JsonWriter writer, TTable value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var (weight, entry) in entries(value))
        {
            writer.WriteStartArray();
            JsonSerializer.Serialize(writer, weight, options);
            JsonSerializer.Serialize(writer, entry, options);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
