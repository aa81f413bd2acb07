using System.Globalization;

namespace GateService.Bench.Simulation;

/// <summary>What became of many rollouts of one world under one rule.</summary>
/// <param name="FailedAt">Minute at which each was failed; null where it was not.</param>
/// <param name="Onset">Minute from which times count.</param>
internal sealed record Tally(double?[] FailedAt, double Onset)
{
    public int Runs => FailedAt.Length;

    public int Failed { get; } = FailedAt.Count(minute => minute is not null);

    public double Share => (double)Failed / Runs;

    /// <summary>Of the share: binomial, with half a rollout each way so that none of many is not certainty.</summary>
    public double StandardError
    {
        get
        {
            var share = (Failed + 0.5) / (Runs + 1);
            return Math.Sqrt(share * (1 - share) / Runs);
        }
    }

    /// <summary>Minutes from onset to the failure of the median rollout; null where that one was not failed.</summary>
    public double? Median
    {
        get
        {
            var sorted = FailedAt.Select(minute => minute ?? double.PositiveInfinity).Order().ToArray();
            var middle = (sorted[(Runs - 1) / 2] + sorted[Runs / 2]) / 2;
            return double.IsInfinity(middle) ? null : middle - Onset;
        }
    }

    /// <summary>Minutes from onset within which nine rollouts in ten were failed; null where fewer were.</summary>
    public double? NineInTen => Of([this]).NineInTen;

    /// <summary>Minutes from onset over several cells, each of which counts alike: the median, and within how many nine in ten are failed; null where that many never are.</summary>
    public static (double? Median, double? NineInTen) Of(IReadOnlyList<Tally> cells)
    {
        var minutes = cells.SelectMany(cell => cell.FailedAt.Select(minute => (At: minute - cell.Onset ?? double.PositiveInfinity, Part: 1.0 / cell.Runs / cells.Count))).OrderBy(minute => minute.At).ToList();
        return (Within(0.5), Within(0.9));

        double? Within(double share)
        {
            var seen = 0.0;
            foreach (var (at, part) in minutes)
            {
                seen += part;
                if (seen >= share - 1e-9)
                {
                    return double.IsInfinity(at) ? null : at;
                }
            }

            return null;
        }
    }

    /// <summary>Mean of what was read where it was read from every rollout.</summary>
    public double Mean => FailedAt.Average() ?? 0;

    /// <summary>False aborts, in percent.</summary>
    public string Percent => string.Create(CultureInfo.InvariantCulture, $"{100 * Share:0.0}");

    /// <summary><c>detected % / median minutes</c>; a dash where the median rollout was not failed.</summary>
    public string Detection => string.Create(CultureInfo.InvariantCulture, $"{100 * Share:0} / {Say(Median)}");

    public static string Say(double? minutes) => minutes is { } known ? known.ToString("0.#", CultureInfo.InvariantCulture) : "-";
}
