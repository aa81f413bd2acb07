namespace GateService.Http;

/// <summary>
/// What a duration among the settings may be. Every one has a floor and a ceiling: a timer takes some weeks and a calendar some thousand years, and what they do
/// not take is found at start, not when a message or a session is due.
/// </summary>
internal static class DurationRange
{
    public static TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(1);

    public static TimeSpan Day { get; } = TimeSpan.FromDays(1);

    /// <summary>The longest that waits on a timer.</summary>
    public static TimeSpan Month { get; } = TimeSpan.FromDays(30);

    public static TimeSpan Year { get; } = TimeSpan.FromDays(365);

    public static TimeSpan TenYears { get; } = TimeSpan.FromDays(3650);

    /// <summary>Null when it is in range.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="value">What it is.</param>
    /// <param name="least">The least it may be; 0 where that means something of its own.</param>
    /// <param name="most">The most.</param>
    /// <param name="zero">What 0 means; null where it means nothing.</param>
    public static string? Fault(string key, TimeSpan value, TimeSpan least, TimeSpan most, string? zero = null) => value >= least && value <= most
        ? null
        : $"{key} is {DurationText.Say(value)}: expected {(least > TimeSpan.Zero ? "a positive duration" : "a duration")} of at most {most.TotalDays:0} day{(most > Day ? "s" : "")}{(zero is null ? "" : $", 0 {zero}")}";
}
