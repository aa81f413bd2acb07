using System.Globalization;
using System.Text;

namespace NewRelic.Simulator.Nrql;

/// <summary>Patterns of <c>toDatetime()</c> and <c>toTimestamp()</c>: Java's letters, which .NET spells otherwise in a few cases.</summary>
internal static class DatePattern
{
    private const string Written = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";
    private static readonly string[] Read = ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "yyyy-MM-dd'T'HH:mm:ssXXX", "yyyy-MM-dd'T'HH:mm:ss.SSS", "yyyy-MM-dd'T'HH:mm:ss"];

    public static string Format(DateTimeOffset moment, string? pattern)
    {
        try
        {
            var text = moment.ToString(Translate(pattern ?? Written), CultureInfo.InvariantCulture);
            return (pattern ?? Written).EndsWith('X') && moment.Offset == TimeSpan.Zero ? text.Replace("+00:00", "Z", StringComparison.Ordinal) : text;
        }
        catch (FormatException)
        {
            throw Unsupported(pattern);
        }
    }

    public static DateTimeOffset? Parse(string text, string? pattern, TimeZoneInfo zone)
    {
        var formats = (pattern is null ? Read : [pattern]).Select(Translate).ToArray();
        if (!DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return null;
        }

        var hasZone = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return hasZone ? moment : new DateTimeOffset(moment.DateTime, zone.GetUtcOffset(moment.DateTime));
    }

    /// <summary>Custom, never standard, format of .NET: a lone letter would be one of those.</summary>
    private static string Translate(string pattern)
    {
        var translated = new StringBuilder();
        foreach (var character in pattern.Replace("XXX", "X", StringComparison.Ordinal))
        {
            translated.Append(character switch
            {
                'S' => "f",
                'X' => "K",
                'a' => "tt",
                'E' => "d",
                'u' => "y",
                _ => character.ToString(),
            });
        }

        return translated.Length switch
        {
            0 => throw Unsupported(pattern),
            1 => $"%{translated}",
            _ => translated.ToString(),
        };
    }

    private static NrqlException Unsupported(string? pattern) => new($"NRQL Syntax Error: unsupported pattern '{pattern}'");
}
