using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace GateService.History.Vocabulary;

/// <summary>
/// All words of records. What has none yet is written by its name of the day, so that nothing new is lost; RecordFormatTests demand the word.
/// </summary>
internal static class RecordWords
{
    private static readonly FrozenDictionary<Type, TypeWords> All = new[] { AttributionWords.All, EvidenceWords.All, FindingWords.All, PolicyWords.All, RequestWords.All, TelemetryWords.All, VerdictWords.All }
        .SelectMany(room => room).ToFrozenDictionary(words => words.Type);

    public static IEnumerable<JsonConverter> Enums => All.Values.Select(words => words.Converter).OfType<JsonConverter>();

    /// <summary>By which a kind of an abstract type comes back; null where it has no word.</summary>
    public static string? KindOf(Type kind) => All.GetValueOrDefault(kind)?.Kind;

    /// <summary>The word of a property or of a value of an enumeration; null where it has none.</summary>
    public static string? Of(MemberInfo member) => member.DeclaringType is { } type ? All.GetValueOrDefault(type)?.Members.GetValueOrDefault(member.Name) : null;

    /// <summary>Calls every property by its word.</summary>
    public static void Say(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            property.Name = property.AttributeProvider is MemberInfo member && Of(member) is { } word ? word : property.Name;
        }
    }
}
