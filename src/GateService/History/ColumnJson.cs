using System.Text.Json;
using System.Text.Json.Serialization;
using GateService.Core.Findings;
using GateService.Core.Words;
using GateService.Wire;

namespace GateService.History;

/// <summary>
/// What lies beside a record for lists, charts and messages. Unlike a record it is read although a newer version wrote it, as two versions do while a new one is
/// rolled out: a word that nobody knows is read as <see cref="WireWords"/> say.
/// </summary>
internal static class ColumnJson
{
    public static JsonSerializerOptions Options { get; } = Lenient(
        new Words<Core.Verdicts.Verdict>(WireWords.Verdict),
        new Words<FindingOutcome>(WireWords.Outcome),
        new Words<Core.Verdicts.Fault>(WireWords.Fault),
        new Words<Core.Requests.GateMode>(WireWords.Mode),
        new Words<GateKind>(WireWords.Gate),
        new Words<Versus>(WireWords.Versus),
        new Words<Unit>(WireWords.Unit),
        new Words<Core.Policies.ObjectiveKind>(WireWords.Kind),
        new Words<Core.Policies.SignatureOrigin>(WireWords.Suspected),
        new Causes());

    private static JsonSerializerOptions Lenient(params JsonConverter[] converters)
    {
        var options = new JsonSerializerOptions(RecordJson.Options);
        foreach (var converter in converters)
        {
            options.Converters.Insert(0, converter);
        }

        return options;
    }

    private sealed class Words<T>(Func<string, T> read) : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(EnumNames.Of(value));
    }

    /// <summary>Why something is undecided, which may be missing.</summary>
    private sealed class Causes : JsonConverter<UndecidedCause?>
    {
        public override UndecidedCause? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => WireWords.Cause(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, UndecidedCause? value, JsonSerializerOptions options)
        {
            if (value is { } cause)
            {
                writer.WriteStringValue(EnumNames.Of(cause));
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
