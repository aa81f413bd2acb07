using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GateService.Core;
using GateService.Core.Policies;
using GateService.History.Vocabulary;

namespace GateService.History;

/// <summary>
/// How records are written: every type of the core by its properties, abstract ones with the word for what they are. Every type and property is found by
/// reflection, so that a new one is kept from its first day, and called by its word of <see cref="RecordWords"/>; RecordFormatTests hold every field to both.
/// </summary>
internal static class RecordJson
{
    private static readonly FrozenDictionary<Type, IReadOnlyList<Type>> Kinds = typeof(GateEvaluator).Assembly.GetTypes()
        .Where(type => type.IsAbstract && type.IsClass && !type.IsSealed)
        .ToFrozenDictionary(type => type, KindsOf);

    public static JsonSerializerOptions Options { get; } = WithWords(new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // New Relic can answer infinity; what could not be judged is kept as it came.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            FormatOne.Judges,
            FormatOne.Statements,
            new BucketsConverter(),
            NumbersConverters.Errors,
            NumbersConverters.Calls,
            NumbersConverters.Times,
            new StepTableConverter<StepLimits, double>(limits => limits.Entries, table => new StepLimits(table)),
            new StepTableConverter<StepDemands, StepDemand>(demands => demands.Entries, table => new StepDemands(table)),
            new StepTableConverter<Consequences, Consequence>(consequences => consequences.Entries, table => new Consequences(table)),
        },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameKinds, LeaveOutTheDerived, RecordWords.Say } },
    });

    /// <summary>As records lie in the store: nobody reads them as markup, and quotes of NRQL stay one byte.</summary>
    public static JsonSerializerOptions Stored { get; } = new(Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A writer of what <see cref="Stored"/> says: it escapes by its own settings.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Enumerations by their words before all others by the names of the day.</summary>
    private static JsonSerializerOptions WithWords(JsonSerializerOptions options)
    {
        foreach (var words in RecordWords.Enums)
        {
            options.Converters.Insert(0, words);
        }

        return options;
    }

    private static IReadOnlyList<Type> KindsOf(Type parent) =>
        [.. parent.Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(parent)).OrderBy(type => type.Name, StringComparer.Ordinal)];

    private static void NameKinds(JsonTypeInfo type)
    {
        if (!Kinds.TryGetValue(type.Type, out var kinds) || kinds.Count == 0)
        {
            return;
        }

        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "is" };
        foreach (var kind in kinds)
        {
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, RecordWords.KindOf(kind) ?? JsonNamingPolicy.CamelCase.ConvertName(kind.Name)));
        }
    }

    /// <summary>What is computed from the rest is computed again when it is read.</summary>
    private static void LeaveOutTheDerived(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Assembly != typeof(GateEvaluator).Assembly)
        {
            return;
        }

        foreach (var derived in type.Properties.Where(property => property.Set is null).ToList())
        {
            type.Properties.Remove(derived);
        }
    }
}
