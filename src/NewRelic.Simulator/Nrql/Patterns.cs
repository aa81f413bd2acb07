using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace NewRelic.Simulator.Nrql;

/// <summary>Whether a text is one of those that are meant.</summary>
internal delegate bool TextTest(ReadOnlySpan<char> text);

/// <summary>Patterns of LIKE and RLIKE. Like RE2, regular expressions never backtrack: none can hang a query, and what only backtracking could match is refused.</summary>
internal static class Patterns
{
    /// <summary>A gate asks the same patterns again and again, and building one costs more than a query over a small world.</summary>
    private const int Kept = 1_000;

    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    /// <summary>Only % is a wildcard, and case does not matter.</summary>
    public static TextTest Like(string pattern)
    {
        var parts = pattern.Split('%');
        return parts.Length == 1 ? text => text.Equals(pattern, StringComparison.OrdinalIgnoreCase)
            : parts is [var start, ""] ? text => text.StartsWith(start, StringComparison.OrdinalIgnoreCase)
            : text => HasParts(text, parts);
    }

    /// <summary>First and last at the ends, the others between them one behind the other, each at the first place it fits.</summary>
    private static bool HasParts(ReadOnlySpan<char> text, string[] parts)
    {
        if (text.Length < parts[0].Length + parts[^1].Length || !text.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase) || !text.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = text[parts[0].Length..^parts[^1].Length];
        foreach (var part in parts.AsSpan(1, parts.Length - 2))
        {
            var at = rest.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }

    /// <summary>The whole text must match.</summary>
    /// <exception cref="NrqlException">No regular expression.</exception>
    public static TextTest Rlike(string pattern) => Regex($"^(?:{pattern})\\z").IsMatch;

    public static Regex Regex(string pattern)
    {
        if (Known.TryGetValue(pattern, out var known))
        {
            return known;
        }

        if (Known.Count >= Kept)
        {
            Known.Clear();
        }

        return Known[pattern] = Built(pattern);
    }

    private static Regex Built(string pattern)
    {
        try
        {
            return new Regex(pattern.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new NrqlException($"Invalid regular expression: {e.Message}");
        }
    }
}
