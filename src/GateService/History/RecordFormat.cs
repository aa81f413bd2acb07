using System.Text.Json;
using GateService.Core.Policies;

namespace GateService.History;

/// <summary>A record as bytes and back, whatever format it was kept in.</summary>
internal static class RecordFormat
{
    /// <summary>Bytes of the JSON of most records.</summary>
    private const int UsualJson = 128 * 1024;

    public static KeptBody Write(DecisionRecord record)
    {
        using var json = new PooledBytes(UsualJson);
        using (var writer = new Utf8JsonWriter(json, RecordJson.Writing))
        {
            JsonSerializer.Serialize(writer, KeptDecision.Of(record), RecordJson.Stored);
        }

        return new KeptBody(Packed.Close(json.Written), record.Evaluation.Policy is { } policy ? KeptPolicy.Of(policy) : null);
    }

    /// <exception cref="InvalidDataException">The bytes are no record, or one of a later version of this service.</exception>
    public static DecisionRecord Read(KeptBody kept) => Read(kept.Body, new Lazy<GatePolicy?>(() => kept.Policy?.Read()));

    /// <param name="body">All that is its own.</param>
    /// <param name="policy">What it shares; not asked for where it lies in the body.</param>
    /// <exception cref="InvalidDataException">The bytes are no record, or one of a later version of this service.</exception>
    public static DecisionRecord Read(byte[] body, Lazy<GatePolicy?> policy)
    {
        try
        {
            var json = Packed.Open(body);
            return FormatOf(json) switch
            {
                <= FormatTwo.Last => FormatTwo.Read(json),
                DecisionRecord.CurrentFormat => JsonSerializer.Deserialize<KeptDecision>(json, RecordJson.Stored)?.Record(policy.Value),
                var later => throw new InvalidDataException($"the record has format {later}, and this version reads up to {DecisionRecord.CurrentFormat}"),
            } ?? throw new InvalidDataException("the record is empty");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"the record cannot be read: {broken.Message}", broken);
        }
    }

    /// <summary>The record for people, with the policy and the answer in it, in every format alike.</summary>
    public static JsonElement Show(KeptBody kept)
    {
        var json = Packed.Open(kept.Body);
        return FormatOf(json) <= FormatTwo.Last
            ? JsonSerializer.Deserialize<JsonElement>(json)
            : JsonSerializer.SerializeToElement(ShownRecord.Of(Read(kept)), RecordJson.Options);
    }

    private static int FormatOf(byte[] json) => JsonSerializer.Deserialize<Stamp>(json, RecordJson.Options)?.Format ?? throw new InvalidDataException("the record is empty");

    private sealed record Stamp(int Format);
}
