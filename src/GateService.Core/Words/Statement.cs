namespace GateService.Core.Words;

/// <summary>
/// A sentence for people whose parts stay apart, so that a medium can put them together its own way: what is so, why, and the counts it rests on.
/// No markup, no <c>&lt; &gt; &amp;</c>.
/// </summary>
/// <param name="Head">What is so, for example <c>error-rate 4.1 % over limit 1 %</c>.</param>
public sealed record Statement(string Head)
{
    public static Statement Empty { get; } = new("");

    /// <summary>Why, or what follows, behind a semicolon; null where there is no more to say.</summary>
    public string? Because { get; init; }

    /// <summary>What it rests on, in brackets; null where nothing was counted.</summary>
    public string? Counts { get; init; }

    /// <summary>What its counts are of, where that is not the window; null where it is.</summary>
    public string? Over { get; init; }

    /// <summary>Head and why, without what it rests on.</summary>
    public string Brief => Because is null ? Head : $"{Head}; {Because}";

    /// <summary>One more reason.</summary>
    public Statement With(string because) => this with { Because = Because is null ? because : $"{Because}; {because}" };

    /// <summary>The whole sentence with window and place where its counts stand: <c>… (37 of 903 canary requests, 10m at weight 5)</c>.</summary>
    /// <param name="place">Begins with a space; empty for none.</param>
    /// <param name="window">Length of the window.</param>
    public string At(string place, string window) => $"{Brief} ({(Counts is null ? "" : Counts + ", ")}{Over ?? window}{place})";

    public override string ToString() => Counts is null ? Brief : $"{Brief} ({Counts})";
}
