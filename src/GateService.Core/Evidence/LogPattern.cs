namespace GateService.Core.Evidence;

/// <summary>Error lines that say the same but for ids, times and numbers.</summary>
/// <param name="Text">What they say, with <c>*</c> for what varies.</param>
/// <param name="Judged">How many the judged slice logged since the rollout began.</param>
/// <param name="Control">How many stable logged beside it and in its past; null where it logs too many kinds for a rare one to be sure of.</param>
/// <param name="Trace">Trace of one of the judged slice's lines; null where lines carry none.</param>
public sealed record LogPattern(string Text, double Judged, double? Control, string? Trace)
{
    /// <summary>So long back lines are of late.</summary>
    public static TimeSpan Late { get; } = TimeSpan.FromMinutes(5);

    private const int Longest = 80;

    /// <summary>Lines that are no chance.</summary>
    private const double FewestOfNew = 3;

    /// <summary>How many of <see cref="Judged"/> were logged of late.</summary>
    public double Lately { get; init; }

    /// <summary>The judged slice says it over and over, and stable never did.</summary>
    public bool IsNew => Judged >= FewestOfNew && Control <= 0;

    /// <summary>In one line, as far as it is read.</summary>
    public string Said => $"'{(Text.Length > Longest ? Text[..Longest] + "…" : Text)}'";
}
