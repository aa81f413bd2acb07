using System.Globalization;
using System.Text.RegularExpressions;

namespace NewRelic.Simulator.Worlds;

/// <summary>The body of an advance.</summary>
internal sealed partial record WorldAdvance
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Such as <c>90s</c>, <c>10m</c> or <c>1h30m</c>; 1 s to 24 h.</summary>
    public required string Duration { get; init; }

    /// <summary>The canary's share in percent from here on; absent: as it was.</summary>
    public double? Weight { get; init; }

    public TimeSpan? Length => Parse(Duration) is { } length && length >= TimeSpan.FromSeconds(1) && length <= Longest ? length : null;

    private static TimeSpan? Parse(string text) => Durations().IsMatch(text)
        ? Part().Matches(text).Aggregate(TimeSpan.Zero, (sum, part) => sum + Of(part))
        : null;

    private static TimeSpan Of(Match part)
    {
        var amount = double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return part.Groups[2].Value switch
        {
            "h" => TimeSpan.FromHours(amount),
            "m" => TimeSpan.FromMinutes(amount),
            _ => TimeSpan.FromSeconds(amount),
        };
    }

    [GeneratedRegex(@"^(\d{1,6}(\.\d{1,3})?[hms])+$")]
    private static partial Regex Durations();

    [GeneratedRegex(@"([\d.]+)([hms])")]
    private static partial Regex Part();
}
