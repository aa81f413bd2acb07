using System.Text.RegularExpressions;

namespace NewRelic.Simulator.Nrql;

/// <summary>Patterns of <c>aparse()</c>: * captures, % skips, everything else is an anchor; case does not matter.</summary>
internal static class AnchorPattern
{
    /// <summary>What the stars of a pattern stand for in a text, or null where it does not match. A star ends at the first place the next anchor is found.</summary>
    public static Func<string, IReadOnlyList<string?>?> Compile(string pattern)
    {
        var expression = string.Concat(pattern.Select(character => character switch
        {
            '*' => "(.*?)",
            '%' => ".*?",
            _ => Regex.Escape(character.ToString()),
        }));
        var regex = new Regex($"^{expression}\\z", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return text => regex.Match(text) is { Success: true } match ? [.. match.Groups.Values.Skip(1).Select(group => group.Value)] : null;
    }
}
