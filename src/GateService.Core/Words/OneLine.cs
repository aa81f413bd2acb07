using System.Globalization;
using System.Text;

namespace GateService.Core.Words;

/// <summary>Makes text fit to be read in one line anywhere: Argo escapes <c>&lt; &gt; &amp;</c> into noise, terminals act on control characters.</summary>
public static class OneLine
{
    /// <summary>Cleans <paramref name="text"/> and cuts it to at most <paramref name="longest"/> characters, at a word where it can.</summary>
    public static string Of(string text, int longest)
    {
        var clean = Clean(text);
        if (clean.Length <= longest)
        {
            return clean;
        }

        var cut = clean.LastIndexOf(' ', longest - 1);
        var end = cut > longest / 2 ? cut : longest - 1;
        end -= char.IsHighSurrogate(clean[end - 1]) ? 1 : 0;
        return clean[..end].TrimEnd() + "…";
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => clean.Append('('),
                '>' => clean.Append(')'),
                '&' => clean.Append('+'),
                _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format => clean.Append(' '),
                _ => clean.Append(rune.ToString()),
            };
        }

        return clean.ToString().Trim();
    }
}
