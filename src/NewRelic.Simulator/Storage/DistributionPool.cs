namespace NewRelic.Simulator.Storage;

/// <summary>Every stored distribution by a dense number, as columns hold them. One writer, any number of readers.</summary>
internal sealed class DistributionPool
{
    private Distribution[] _all = new Distribution[256];
    private int _count;

    public Distribution this[int id] => Volatile.Read(ref _all)[id];

    /// <summary>Called by the one writer only.</summary>
    public int Keep(Distribution added)
    {
        if (_count == _all.Length)
        {
            var larger = new Distribution[_all.Length * 2];
            Array.Copy(_all, larger, _count);
            Volatile.Write(ref _all, larger);
        }

        _all[_count] = added;
        return _count++;
    }
}
