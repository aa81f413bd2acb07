using System.IO.Compression;
using System.Text.Json;

namespace GateService.History;

/// <summary>A record as bytes and back: JSON, compressed, because buckets of evidence repeat their names (docs/history.md has the figures).</summary>
internal static class RecordFormat
{
    public static byte[] Write(DecisionRecord record)
    {
        using var bytes = new MemoryStream();
        using (var compressed = new BrotliStream(bytes, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(compressed, record, RecordJson.Options);
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no record, or one of a later version of this service.</exception>
    public static DecisionRecord Read(byte[] body)
    {
        try
        {
            var record = JsonSerializer.Deserialize<DecisionRecord>(Json(body), RecordJson.Options) ?? throw new InvalidDataException("the record is empty");
            return record.Format <= DecisionRecord.CurrentFormat
                ? record
                : throw new InvalidDataException($"the record has format {record.Format}, and this version reads up to {DecisionRecord.CurrentFormat}");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"the record cannot be read: {broken.Message}", broken);
        }
    }

    /// <summary>The JSON inside, for people.</summary>
    public static byte[] Json(byte[] body)
    {
        using var json = new MemoryStream();
        using (var compressed = new BrotliStream(new MemoryStream(body), CompressionMode.Decompress))
        {
            compressed.CopyTo(json);
        }

        return json.ToArray();
    }
}
