using System.Text.RegularExpressions;
using GateService.Wire;

namespace GateService.Callers;

/// <summary>What a team may be called. A claim may hold anything, an object, a number or a pattern, and none of these is whose history and messages something belongs to.</summary>
internal static partial class TeamName
{
    public const string Expected = "letters, digits and ._-/:@ and spaces, beginning with a letter or digit, with a letter, at most 100; none of the words true, false and null, and no letters of another width or style";

    private const int Longest = 100;

    public static bool IsOne(string text) =>
        text.Length <= Longest && RequestValues.IsPlain(text) && Shape().IsMatch(text) && text.Any(char.IsLetter) && !IsNoText(text) && !LooksLikeAnother(text);

    /// <summary>What a claim that is no text at all is written as.</summary>
    private static bool IsNoText(string text) => text.ToUpperInvariant() is "TRUE" or "FALSE" or "NULL";

    /// <summary>Letters as symbols, ligatures, full and half width (letters of mathematics are no part of the shape): another team to us, and the same to whoever reads it.</summary>
    private static bool LooksLikeAnother(string text) => text.Any(letter => letter is (>= '\u2100' and <= '\u214F') or (>= '\uFB00' and <= '\uFB4F') or (>= '\uFF01' and <= '\uFFEE'));

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._/:@-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
