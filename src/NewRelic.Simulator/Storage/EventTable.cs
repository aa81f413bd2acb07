namespace NewRelic.Simulator.Storage;

/// <summary>All events of one type in one account.</summary>
internal sealed class EventTable
{
    private EventChunk[] _chunks = [];

    public IReadOnlyList<EventChunk> Chunks => Volatile.Read(ref _chunks);

    public void Add(SimulatedEvent added, StringPool pool)
    {
        if (_chunks is not [.., { IsFull: false } last])
        {
            last = _chunks is [.., var full] ? full.Next() : new EventChunk(EventChunk.First);
            Volatile.Write(ref _chunks, [.. _chunks, last]);
        }

        last.Add(added, pool);
    }
}
