using System.Globalization;
using System.Text.RegularExpressions;
using GateService.Core.Words;

namespace GateService.Http;

/// <summary>Durations among the settings, as policies have them and with days: <c>30s</c>, <c>10m</c>, <c>1h30m</c>, <c>7d</c>.</summary>
internal static partial class DurationText
{
    /// <summary>The duration, or null where it is written in another way.</summary>
    public static TimeSpan? Read(string text)
    {
        if (Days().Match(text.Trim()) is not { Success: true } match)
        {
            return null;
        }

        var days = match.Groups[1] is { Success: true, Value: var number } ? TimeSpan.FromDays(int.Parse(number, CultureInfo.InvariantCulture)) : TimeSpan.Zero;
        var rest = match.Groups[2].Value;
        return rest.Length == 0 ? (match.Groups[1].Success ? days : null) : Durations.TryParse(rest, out var duration) ? days + duration : null;
    }

    public static string Say(TimeSpan duration) => duration < TimeSpan.Zero ? $"-{Say(duration.Duration())}"
        : duration < TimeSpan.FromDays(1) ? Durations.Say(duration)
        : string.Create(CultureInfo.InvariantCulture, $"{duration.Days}d") is var days && duration.Ticks % TimeSpan.TicksPerDay == 0 ? days
        : days + Durations.Say(duration - TimeSpan.FromDays(duration.Days));

    [GeneratedRegex(@"^(?:(\d{1,5})d)?(.*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Days();
}
