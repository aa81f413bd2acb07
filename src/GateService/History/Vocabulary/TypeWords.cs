using System.Text.Json.Serialization;

namespace GateService.History.Vocabulary;

/// <summary>
/// What a type of the core is called in records, member by member. Rename the type or a member as you like: its word stays, and with it every decision that was kept.
/// A word that is written here is never changed.
/// </summary>
/// <param name="Type">As the core calls it today.</param>
/// <param name="Kind">By which a kind of an abstract type comes back; null where it is none.</param>
/// <param name="Members">Its own members, not inherited ones, and their words.</param>
/// <param name="Converter">Of an enumeration; else null.</param>
internal sealed record TypeWords(Type Type, string? Kind, IReadOnlyDictionary<string, string> Members, JsonConverter? Converter = null)
{
    public static TypeWords Of<T>(params (string Member, string Word)[] members) => new(typeof(T), null, members.ToDictionary(member => member.Member, member => member.Word));

    /// <summary>One of the kinds of an abstract type.</summary>
    public static TypeWords KindOf<T>(string kind, params (string Member, string Word)[] members) => Of<T>(members) with { Kind = kind };

    public static TypeWords Values<T>(params (T Value, string Word)[] values)
        where T : struct, Enum
    {
        var words = new Dictionary<string, string>();
        foreach (var (value, word) in values)
        {
            words.Add(value.ToString(), word);
        }

        return new TypeWords(typeof(T), null, words, new WordConverter<T>(values));
    }
}
