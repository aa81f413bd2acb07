using System.Globalization;

namespace NewRelic.Api;

/// <summary>Literals of NRQL. Strings are single-quoted with backslash escapes; there are no bind parameters.</summary>
internal static class NrqlLiteral
{
    /// <exception cref="ArgumentException">The text holds a control character or half a surrogate pair.</exception>
    public static string Text(string value) => $"'{Escape(value)}'";

    public static string TextList(IEnumerable<string> values)
    {
        var literals = values.Select(Text).ToList();
        return literals.Count > 0
            ? $"({string.Join(", ", literals)})"
            : throw new ArgumentException("an IN list needs at least one value", nameof(values));
    }

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentException">NaN or infinite.</exception>
    public static string Number(double value) => double.IsFinite(value)
        ? decimal.TryParse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
            ? plain.ToString(CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture)
        : throw new ArgumentException($"{value} is not a number that NRQL can say", nameof(value));

    /// <exception cref="ArgumentException">Not positive.</exception>
    public static string Duration(TimeSpan value)
    {
        if (value <= TimeSpan.Zero)
        {
            throw new ArgumentException($"a duration must be positive, got {value}", nameof(value));
        }

        return value.Ticks % TimeSpan.TicksPerSecond == 0
            ? $"{Number((long)value.TotalSeconds)} seconds"
            : $"{Number((long)Math.Ceiling(value.TotalMilliseconds))} milliseconds";
    }

    /// <summary>Backslash first: otherwise a value that ends in one would swallow the closing quote.</summary>
    public static string Escape(string value)
    {
        Refuse(value);
        return value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal);
    }

    private static void Refuse(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsSurrogatePair(value, i))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]) || char.GetUnicodeCategory(value[i])
                is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                throw new ArgumentException($"character U+{(int)value[i]:X4} cannot be said in NRQL", nameof(value));
            }
        }
    }
}
