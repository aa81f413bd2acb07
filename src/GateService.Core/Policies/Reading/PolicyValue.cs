using System.Globalization;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Values as people write them in policy files.</summary>
public static class PolicyValue
{
    /// <summary>A finite number, or a percentage such as <c>2%</c> as its share.</summary>
    public static double? Number(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        var percent = trimmed.EndsWith('%');
        return double.TryParse(percent ? trimmed[..^1] : trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? percent ? (double)((decimal)number / 100) : number
            : null;
    }

    /// <summary>A duration in seconds, always with its unit: <c>500ms</c>, <c>1.5s</c>, <c>10m</c>.</summary>
    public static double? Seconds(string? text) => text is not null && Durations.TryParse(text, out var duration) ? duration.TotalSeconds : null;

    /// <summary>What to write instead of a number that lacks its unit, where a duration is expected; else empty.</summary>
    public static string UnitHint(string text, string expected) => expected.Contains("duration", StringComparison.Ordinal) && Number(text) is >= 0 && !text.Contains('%', StringComparison.Ordinal)
        ? $", with its unit: {text.Trim()}ms or {text.Trim()}s"
        : "";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static bool? Truth(string? text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };
}
