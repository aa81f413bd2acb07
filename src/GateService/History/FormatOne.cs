using System.Text.Json;
using System.Text.Json.Serialization;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.History;

/// <summary>What records of format 1 wrote otherwise: a judge by its name alone, a statement as one text. They are read as long as they are kept.</summary>
internal static class FormatOne
{
    public static JsonConverter Judges { get; } = new JudgeConverter();

    public static JsonConverter Statements { get; } = new StatementConverter();

    private sealed class JudgeConverter : JsonConverter<JudgeChoice>
    {
        public override JudgeChoice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                // There were two.
                var name = reader.GetString()!;
                return name == SequentialJudge.Chosen.Name ? SequentialJudge.Chosen : JudgeChoice.OfWindow(name);
            }

            var kept = JsonSerializer.Deserialize<Kept>(ref reader, options)!;
            return new JudgeChoice(kept.Name, kept.Needs);
        }

        public override void Write(Utf8JsonWriter writer, JudgeChoice value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, new Kept(value.Name, value.Needs), options);

        private sealed record Kept(string Name, JudgeNeeds Needs);
    }

    private sealed class StatementConverter : JsonConverter<Statement>
    {
        public override Statement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return new Statement(reader.GetString()!);
            }

            var kept = JsonSerializer.Deserialize<Kept>(ref reader, options)!;
            return new Statement(kept.Head) { Because = kept.Because, Counts = kept.Counts, Over = kept.Over };
        }

        public override void Write(Utf8JsonWriter writer, Statement value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, new Kept(value.Head, value.Because, value.Counts, value.Over), options);

        private sealed record Kept(string Head, string? Because, string? Counts, string? Over);
    }
}
