using System.Collections.Concurrent;

namespace GateService.Telemetry;

/// <summary>
/// So many different label sets of a metric and no more: OpenTelemetry drops what goes beyond 2,000 of one metric without a word. Who comes later is counted as
/// <c>other</c>, so that sums stay right.
/// </summary>
/// <param name="most">How many are told apart.</param>
internal sealed class SeriesLimit<TLabels>(int most)
    where TLabels : notnull
{
    private readonly ConcurrentDictionary<TLabels, bool> _known = new();
    private int _count;

    /// <summary>Whether these stand for themselves, now and from now on.</summary>
    public bool Takes(TLabels labels)
    {
        if (_known.ContainsKey(labels))
        {
            return true;
        }

        if (Volatile.Read(ref _count) >= most || !_known.TryAdd(labels, true))
        {
            return _known.ContainsKey(labels);
        }

        if (Interlocked.Increment(ref _count) <= most)
        {
            return true;
        }

        _known.TryRemove(labels, out _);
        return false;
    }
}
