namespace GateService.Core.Trials;

/// <summary>
/// Readings of a gauge at the end of a step that wants proof. A reading a minute proves nothing of shares within a step, and need not: what is read is not drawn by lot. A gauge that has kept its limit in each of
/// its latest readings keeps it.
/// </summary>
internal static class GaugeReadings
{
    private const int Fewest = 3;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(5);

    /// <summary>How many the latest are.</summary>
    public static int Latest(JudgingContext context) => Math.Max(Fewest, (int)Math.Ceiling(Span / context.Window.Bucket));

    /// <summary>Whether an objective is a gauge whose latest readings, those of five minutes and three at least, all keep the limit of their weight.</summary>
    public static bool KeepTheLimit(Trial trial)
    {
        if (!MinutesOverLimit.Covers(trial.Objective))
        {
            return false;
        }

        var latest = Read(trial, Latest(trial.Context));
        return latest.Count >= Fewest && latest.TrueForAll(isOver => !isOver);
    }

    /// <summary>Whether the latest three readings of a gauge are all beyond the limit of their weight, whatever the mean of the window says.</summary>
    public static bool AreOver(Trial trial) => Read(trial, Fewest) is { Count: Fewest } latest && latest.TrueForAll(isOver => isOver);

    private static List<bool> Read(Trial trial, int last) =>
        [.. trial.Judged.Zip(trial.Kept.Weights).Where(read => read.First.Mean is not null).TakeLast(last).Select(read => MinutesOverLimit.IsOver(trial.Objective, read.First.Mean!.Value, read.Second))];
}
