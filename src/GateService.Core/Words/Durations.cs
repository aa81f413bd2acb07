using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GateService.Core.Words;

/// <summary>Durations as people and Argo write them.</summary>
public static partial class Durations
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>For example <c>10m</c>, <c>1h30m</c>, <c>45s</c>, <c>500ms</c>.</summary>
    public static string Say(TimeSpan duration)
    {
        var text = new StringBuilder();
        Append((long)duration.TotalHours, "h");
        Append(duration.Minutes, "m");
        Append(duration.Seconds, "s");
        Append(duration.Milliseconds, "ms");
        return text.Length == 0 ? "0s" : text.ToString();

        void Append(long value, string unit)
        {
            if (value > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{value}{unit}");
            }
        }
    }

    /// <summary>Reads a Go duration such as <c>1h30m</c> or <c>500ms</c>: units h, m, s, ms, decimals allowed; at most ten years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var match = GoDuration().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var seconds = match.Groups[2].Captures.Zip(match.Groups[3].Captures, (number, unit) => Number(number.Value) * Seconds(unit.Value)).Sum();
        if (seconds > (decimal)Longest.TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static decimal Seconds(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        _ => 0.001m,
    };

    [GeneratedRegex(@"^\s*((\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s))+\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex GoDuration();
}
