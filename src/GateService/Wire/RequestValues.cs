using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>The values of a request as people and Argo write them; null where a text is not such a value.</summary>
internal static partial class RequestValues
{
    /// <summary>What <see cref="Moment"/> takes, for whoever says what was expected.</summary>
    public const string MomentExpected = "a moment from 2000 to 2099 (ISO-8601 or epoch milliseconds)";

    /// <summary>Far enough from the ends of the calendar that a window, a history or a month can be taken away or added anywhere.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const double MostSeconds = 1e7;

    /// <summary>The one reading of every moment that comes from outside.</summary>
    public static DateTimeOffset? Moment(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return milliseconds >= Earliest.ToUnixTimeMilliseconds() && milliseconds < Latest.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
        }

        return Iso8601().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            && moment >= Earliest && moment < Latest
            ? moment
            : null;
    }

    /// <summary>Seconds, as a number alone; what is no number, negative or beyond all reason is none.</summary>
    public static TimeSpan? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= MostSeconds ? TimeSpan.FromSeconds(seconds) : null;

    public static TimeSpan? Window(string text)
    {
        if (Durations.TryParse(text, out var duration))
        {
            return duration;
        }

        if (Seconds(text) is { } seconds)
        {
            return seconds;
        }

        try
        {
            return text.StartsWith('P') ? XmlConvert.ToTimeSpan(text) : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>5, "5", "5.0" or "5%".</summary>
    public static double? Weight(string text) =>
        double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) && weight is >= 0 and <= 100 ? weight : null;

    public static int? StepIndex(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= 10_000 ? index : null;

    public static Strategy? Strategy(string text) => Choice<Strategy>(text);

    public static GateMode? Mode(string text) => Choice<GateMode>(text);

    public static bool IsDnsLabel(string text) => text.Length <= 63 && DnsLabel().IsMatch(text);

    public static bool IsDnsSubdomain(string text) => text.Length <= 253 && DnsSubdomain().IsMatch(text);

    /// <summary>Without control characters, line breaks or broken surrogates: what New Relic and a log line can carry.</summary>
    public static bool IsPlain(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]) || char.GetUnicodeCategory(text[i]) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return true;
    }

    private static T? Choice<T>(string text)
        where T : struct, Enum
    {
        var letters = text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return Enum.GetValues<T>().Where(value => EnumNames.Of(value).Equals(letters, StringComparison.OrdinalIgnoreCase)).Select(value => (T?)value).FirstOrDefault();
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Iso8601();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z")]
    private static partial Regex DnsSubdomain();
}
