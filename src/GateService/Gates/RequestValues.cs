using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Gates;

/// <summary>The values of a request as people and Argo write them; null where a text is not such a value.</summary>
internal static partial class RequestValues
{
    private const long EarliestEpochMilliseconds = 100_000_000_000;

    public static DateTimeOffset? Moment(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return milliseconds is >= EarliestEpochMilliseconds and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
        }

        return Iso8601().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;
    }

    public static TimeSpan? Window(string text)
    {
        if (Durations.TryParse(text, out var duration))
        {
            return duration;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 1e7)
        {
            return TimeSpan.FromSeconds(seconds);
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
