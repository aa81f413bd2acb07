using System.Collections.Concurrent;

namespace NewRelic.Simulator.Storage;

/// <summary>
/// All events in memory, by account and type. One writer at a time, any number of readers: what a query sees is complete rows only.
/// Account <see cref="EveryAccount"/> is visible from every account, because the simulator takes any account id.
/// </summary>
public sealed class EventStore
{
    /// <summary>Events without a stated account.</summary>
    public const int EveryAccount = 0;

    private readonly Lock _writing = new();
    private State _state = new();

    /// <summary>Events held.</summary>
    public long Count => _state.Tables.Values.Sum(table => table.Chunks.Sum(chunk => (long)chunk.Count));

    internal StringPool Pool => _state.Pool;

    /// <summary>Adds events; all of them become visible as they are written.</summary>
    public void Append(int accountId, IReadOnlyCollection<SimulatedEvent> events)
    {
        lock (_writing)
        {
            var state = _state;
            foreach (var added in events)
            {
                state.Tables.GetOrAdd((accountId, added.EventType), _ => new EventTable()).Add(added, state.Pool);
            }
        }
    }

    public void Clear()
    {
        lock (_writing)
        {
            _state = new State();
        }
    }

    /// <summary>Event types an account can query, in order.</summary>
    public IReadOnlyList<string> EventTypes(int accountId) =>
        [.. _state.Tables.Keys.Where(key => key.Account == accountId || key.Account == EveryAccount).Select(key => key.EventType).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Events per type over all accounts.</summary>
    public IReadOnlyDictionary<string, long> Counts() => _state.Tables
        .GroupBy(table => table.Key.EventType)
        .ToDictionary(group => group.Key, group => group.Sum(table => table.Value.Chunks.Sum(chunk => (long)chunk.Count)));

    internal (StringPool Pool, IReadOnlyList<(int Account, string EventType, EventChunk Chunk)> Chunks) Chunks(IReadOnlyCollection<int> accounts, IReadOnlyCollection<string> eventTypes)
    {
        var state = _state;
        return (state.Pool,
        [
            .. from table in state.Tables
               where (table.Key.Account == EveryAccount || accounts.Contains(table.Key.Account)) && eventTypes.Contains(table.Key.EventType)
               from chunk in table.Value.Chunks
               select (table.Key.Account, table.Key.EventType, chunk),
        ]);
    }

    private sealed class State
    {
        public StringPool Pool { get; } = new();

        public ConcurrentDictionary<(int Account, string EventType), EventTable> Tables { get; } = new();
    }
}
