using System.Text;

namespace NewRelic.Api;

/// <summary>A regular expression for <c>RLIKE</c>, which RE2 reads, made of texts whose <c>*</c> stands for any characters and all else for itself.</summary>
public sealed class NrqlRegex
{
    private const string Meta = @"\.+?()[]{}|^$";

    private NrqlRegex(string pattern) => Text = $"r'{pattern}'";

    internal string Text { get; }

    /// <summary>Any of the texts as a whole.</summary>
    /// <exception cref="ArgumentException">There is none, or one holds a quote or a control character, which a raw text of NRQL cannot say.</exception>
    public static NrqlRegex AnyOf(IReadOnlyCollection<string> texts) => texts.Count == 0
        ? throw new ArgumentException("an expression needs at least one text", nameof(texts))
        : new NrqlRegex($"^({string.Join('|', texts.Select(Escaped))})$");

    /// <summary>Any of the patterns as a whole, whatever the case: <c>*</c> is any text, <c>?</c> one character, and <c>\</c> takes the meaning from the character behind it.</summary>
    /// <exception cref="ArgumentException">There is none, or one holds a quote or a control character, which a raw text of NRQL cannot say.</exception>
    public static NrqlRegex AnyLike(IReadOnlyCollection<string> patterns) => patterns.Count == 0
        ? throw new ArgumentException("an expression needs at least one pattern", nameof(patterns))
        : new NrqlRegex($"(?is)^({string.Join('|', Parts(patterns))})$");

    public override string ToString() => Text;

    /// <summary>Those that may stand anywhere in the text share its begin and its end: a query has room for so many bytes.</summary>
    private static IEnumerable<string> Parts(IReadOnlyCollection<string> patterns)
    {
        var within = patterns.Where(IsWithin).ToList();
        return within.Count < 2 ? patterns.Select(Like) : patterns.Where(pattern => !IsWithin(pattern)).Select(Like).Prepend($".*({string.Join('|', within.Select(pattern => Like(pattern[1..^1])))}).*");
    }

    private static bool IsWithin(string pattern) => pattern.Length > 2 && pattern[0] == '*' && pattern[^1] == '*' && pattern[^2] != '\\';

    private static string Like(string pattern)
    {
        var like = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            _ = pattern[i] switch
            {
                '?' => like.Append('.'),
                '\\' when i + 1 < pattern.Length => like.Append(pattern[++i] == '*' ? "[*]" : Escaped(pattern[i].ToString())),
                _ => like.Append(Escaped(pattern[i].ToString())),
            };
        }

        return like.ToString();
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            if (character == '\'' || char.IsControl(character))
            {
                throw new ArgumentException($"'{text}' holds a quote or a control character, which a raw text of NRQL cannot say", nameof(text));
            }

            _ = character == '*' ? escaped.Append(".*")
                : Meta.Contains(character, StringComparison.Ordinal) ? escaped.Append('[').Append(character is '\\' or ']' or '^' ? $"\\{character}" : character).Append(']')
                : escaped.Append(character);
        }

        return escaped.ToString();
    }
}
