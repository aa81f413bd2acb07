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

    /// <summary>The shortest past of which the median of stretches says more than its percentile.</summary>
    public static TimeSpan Fewest { get; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a cell of a past as long is: whole times five minutes.</summary>
    /// <param name="past">Of stable.</param>
    public static TimeSpan CellOf(TimeSpan past) => Shortest * Math.Max(1, Math.Ceiling(past / (MostCells * Shortest)));

    /// <summary>
    /// The median by requests. Where most of them are in cells that are too small for a percentile, the mean: single ones scatter then, and half of them are too low. Null where there is nothing.
    /// </summary>
    /// <param name="quantile">Which, 0 to 1, exclusive.</param>
    /// <param name="cells">Of single pods, or of all of them together where they are not told apart.</param>
    public static double? Of(double quantile, IReadOnlyList<(double Value, double Requests)> cells)
    {
        var fewest = Beyond / (1 - quantile);
        var (large, all) = (cells.Where(cell => cell.Requests >= fewest).ToList(), cells.Sum(cell => cell.Requests));
        return all <= 0 ? null : large.Sum(cell => cell.Requests) >= Half * all ? Median(large) : cells.Sum(cell => cell.Requests * cell.Value) / all;
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
