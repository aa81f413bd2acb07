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

    /// <summary>A duration in seconds: <c>500ms</c>, <c>1.5s</c>, <c>10m</c>, or a plain number of seconds.</summary>
    public static double? Seconds(string? text) => text is null ? null
        : Durations.TryParse(text, out var duration) ? duration.TotalSeconds
        : Number(text) is { } seconds && !text.Contains('%', StringComparison.Ordinal) ? seconds
        : null;

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static bool? Truth(string? text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };
}
