namespace NewRelic.Simulator.Worlds;

/// <summary>What really happened, by minute and slice: the answers a gate should find, before caps, sampling and lateness.</summary>
internal sealed class Ledger
{
    private const int Minute = 60_000;

    private readonly Dictionary<(long Minute, bool Canary), SliceCounts> _counts = [];
    private (long Minute, SliceCounts? Counts) _canary;
    private (long Minute, SliceCounts? Counts) _stable;

    public SliceCounts Of(long moment, bool canary)
    {
        // Nearly every request is of the same minute as the one before it.
        ref var last = ref canary ? ref _canary : ref _stable;
        if (last.Minute != moment / Minute || last.Counts is not { } counts)
        {
            if (!_counts.TryGetValue((moment / Minute, canary), out counts))
            {
                _counts[(moment / Minute, canary)] = counts = new SliceCounts();
            }

            last = (moment / Minute, counts);
        }

        return counts;
    }

    /// <summary>The sum of the whole minutes of a window, milliseconds.</summary>
    public SliceCounts Sum(bool canary, long since, long until)
    {
        var sum = new SliceCounts();
        foreach (var (_, counts) in _counts.Where(found => found.Key.Canary == canary && found.Key.Minute >= since / Minute && found.Key.Minute < until / Minute))
        {
            sum.Add(counts);
        }

        return sum;
    }
}
