namespace NewRelic.Simulator.Storage;

/// <summary>All events of one type in one account.</summary>
internal sealed class EventTable
{
    private EventChunk[] _chunks = [];

    public IReadOnlyList<EventChunk> Chunks => Volatile.Read(ref _chunks);

    public void Add(SimulatedEvent added, StringPool pool)
    {
        if (_chunks is not [.., { Count: < EventChunk.Capacity } last])
        {
            last = new EventChunk();
            Volatile.Write(ref _chunks, [.. _chunks, last]);
        }

        last.Add(added, pool);
    }
}
