namespace NewRelic.Simulator.Worlds;

/// <summary>What really happened, by minute and slice: the answers a gate should find, before caps, sampling and lateness.</summary>
internal sealed class Ledger
{
    private const int Minute = 60_000;

    private readonly Dictionary<(long Minute, bool Canary), SliceCounts> _counts = [];

    public SliceCounts Of(long moment, bool canary)
    {
        if (!_counts.TryGetValue((moment / Minute, canary), out var counts))
        {
            _counts[(moment / Minute, canary)] = counts = new SliceCounts();
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
