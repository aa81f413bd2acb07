namespace GateService.Core.Evidence;

/// <summary>
/// What stable's percentile usually is: the median of many short stretches of its past, pod by pod. The percentile of the hour as a whole is set by its slowest requests, so that three minutes of a batch, or
/// one ill pod, would make a boundary of many times what is usual.
/// </summary>
public static class TypicalQuantile
{
    /// <summary>Beyond a percentile must be so many requests of a cell for it to tell anything.</summary>
    private const double Beyond = 2;

    private const double Half = 0.5;

    /// <summary>Few enough for one answer, of fifty pods too.</summary>
    private const int MostCells = 60;

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    /// <summary>How long a cell of a past as long is: whole times five minutes.</summary>
    /// <param name="past">Of stable.</param>
    public static TimeSpan CellOf(TimeSpan past) => Shortest * Math.Max(1, Math.Ceiling(past / (MostCells * Shortest)));

    /// <summary>
    /// The median by requests; of all pods together where most of the requests are in cells of pods that are too small for it, and of whatever there is where those are too. Null where there is nothing.
    /// </summary>
    /// <param name="quantile">Which, 0 to 1, exclusive.</param>
    /// <param name="pods">Cells of single pods.</param>
    /// <param name="together">Cells of all pods; empty where <paramref name="pods"/> are that.</param>
    public static double? Of(double quantile, IReadOnlyList<(double Value, double Requests)> pods, IReadOnlyList<(double Value, double Requests)> together)
    {
        var fewest = Beyond / (1 - quantile);
        return Told(pods) ?? Told(together) ?? Median(together.Count > 0 ? together : pods);

        double? Told(IReadOnlyList<(double Value, double Requests)> cells)
        {
            var large = cells.Where(cell => cell.Requests >= fewest).ToList();
            return large.Sum(cell => cell.Requests) >= Half * cells.Sum(cell => cell.Requests) ? Median(large) : null;
        }
    }

    private static double? Median(IReadOnlyList<(double Value, double Requests)> cells)
    {
        var (half, sum) = (Half * cells.Sum(cell => cell.Requests), 0.0);
        foreach (var (value, requests) in cells.OrderBy(cell => cell.Value))
        {
            sum += requests;
            if (sum >= half)
            {
                return value;
            }
        }

        return null;
    }
}
