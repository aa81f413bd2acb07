using System.Globalization;
using System.Text;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>
/// A caller's value fit to be quoted back: one line, no markup, short. What is sent is what is shown: spaces at its ends stay, and characters that nobody sees, or
/// that turn a line round, stand as escapes, because they may be the very fault.
/// </summary>
internal static class Shown
{
    public static string Of(string? value) => Of(value ?? "", 80);

    /// <summary>Shorter still, so that what was expected stands in the first eighty characters with it.</summary>
    public static string Short(string? value) => Of(value ?? "", 20);

    private static string Of(string value, int longest)
    {
        var shown = new StringBuilder(longest + 1);
        foreach (var rune in value.EnumerateRunes())
        {
            shown.Append(Visible(rune));
            if (shown.Length > longest && (rune.Value != ' ' || shown.Length > 2 * longest))
            {
                return OneLine.Of(shown.ToString(), longest);
            }
        }

        return shown.ToString();
    }

    /// <summary>Argo escapes <c>&lt; &gt; &amp;</c> into noise, terminals act on control characters.</summary>
    private static string Visible(Rune rune) => rune.Value switch
    {
        '<' => "(",
        '>' => ")",
        '&' => "+",
        ' ' => " ",
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator =>
            rune.Value <= 0xFFFF ? $"\\u{rune.Value:x4}" : $"\\U{rune.Value:x8}",
        _ => rune.ToString(),
    };
}
