using System.Text.RegularExpressions;
using GateService.Wire;

namespace GateService.Callers;

/// <summary>What a team may be called. A claim may hold anything, an object, a number or a pattern, and none of these is whose history and messages something belongs to.</summary>
internal static partial class TeamName
{
    public const string Expected = "letters, digits and ._-/:@ and spaces, beginning with a letter or digit, with a letter, at most 100";

    private const int Longest = 100;

    public static bool IsOne(string text) => text.Length <= Longest && RequestValues.IsPlain(text) && Shape().IsMatch(text) && text.Any(char.IsLetter);

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._/:@-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
