using System.Text.RegularExpressions;

namespace NewRelic.Simulator.Nrql;

/// <summary>Patterns of LIKE and RLIKE. Like RE2, they never backtrack: no pattern can hang a query, and what only backtracking could match is refused.</summary>
internal static class Patterns
{
    /// <summary>Only % is a wildcard, and case does not matter.</summary>
    public static Func<string, bool> Like(string pattern)
    {
        var parts = pattern.Split('%');
        if (parts.Length == 2 && parts[1].Length == 0)
        {
            return text => text.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase);
        }

        var regex = new Regex(
            $"^{string.Join(".*", parts.Select(System.Text.RegularExpressions.Regex.Escape))}\\z",
            RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return regex.IsMatch;
    }

    /// <summary>The whole text must match.</summary>
    /// <exception cref="NrqlException">No regular expression.</exception>
    public static Func<string, bool> Rlike(string pattern) => Regex($"^(?:{pattern})\\z").IsMatch;

    public static Regex Regex(string pattern)
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
