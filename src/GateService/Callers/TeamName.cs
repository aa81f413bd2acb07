using System.Text.RegularExpressions;
using GateService.Wire;

namespace GateService.Callers;

/// <summary>What a team may be called. A claim may hold anything, an object, a number or a pattern, and none of these is whose history and messages something belongs to.</summary>
internal static partial class TeamName
{
    public const string Expected = "letters, digits and ._-/:@ and spaces, beginning with a letter or digit and not ending with a space, with a letter, at most 100; none of the words true, false and null, and no letters that look like others (of another width, style or alphabet)";

    private const int Longest = 100;

    public static bool IsOne(string text) =>
        text.Length <= Longest && RequestValues.IsPlain(text) && Shape().IsMatch(text) && text.Any(char.IsLetter) && !IsNoText(text) && !LooksLikeAnother(text);

    /// <summary>One spelling of a team for all: <c>Shop</c> and <c>shop</c> are one, and have one share.</summary>
    public static string Key(string team) => team.ToLowerInvariant();

    /// <summary>What a claim that is no text at all is written as.</summary>
    private static bool IsNoText(string text) => text.ToUpperInvariant() is "TRUE" or "FALSE" or "NULL";

    /// <summary>Another team to us, and the same to whoever reads it: symbols, ligatures, other widths and phonetic letters; accents apart from their letter; several alphabets in one name, or one whose letters are all like Latin ones.</summary>
    private static bool LooksLikeAnother(string text) => Styled().IsMatch(text) || (Lookalikes().IsMatch(text) && (text.Any(IsLatin) || OnlyLookalikes().IsMatch(text)));

    private static bool IsLatin(char letter) => char.IsAsciiLetter(letter) || letter is (>= '\u00C0' and <= '\u024F') or (>= '\u1E00' and <= '\u1EFF');

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd} ._/:@-]*(?<! )\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    /// <summary>Letters of mathematics are no part of the shape.</summary>
    [GeneratedRegex(@"[\u01C0-\u01CC\u01F1-\u01F3\u0250-\u036F\u1D00-\u1DFF\u2100-\u214F\u2C60-\u2C7F\uA4D0-\uA4FF\uA720-\uA7FF\uAB30-\uABBF\uFB00-\uFB4F\uFF01-\uFFEE]", RegexOptions.CultureInvariant)]
    private static partial Regex Styled();

    /// <summary>Greek, Cyrillic, Armenian, Cherokee and Coptic.</summary>
    [GeneratedRegex(@"[\u0370-\u058F\u13A0-\u13FF\u1C80-\u1C8F\u1F00-\u1FFF\u2C80-\u2CFF\u2DE0-\u2DFF\uA640-\uA69F]", RegexOptions.CultureInvariant)]
    private static partial Regex Lookalikes();

    /// <summary>No letter in it says which alphabet it is of.</summary>
    [GeneratedRegex(@"^[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧικνορυχςаеорсухіјѕԁһԛԝѵкмтвнАВЕКМНОРСТУХІЈЅԌԚԜѴ\u13A0-\u13FF\p{Nd} ._/:@-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex OnlyLookalikes();
}
