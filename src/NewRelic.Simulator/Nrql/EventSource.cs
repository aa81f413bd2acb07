using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>What a query reads: chunks of the store, or rows of another query.</summary>
internal sealed record EventSource(StringPool Pool, IReadOnlyList<(int Account, string EventType, EventChunk Chunk)> Chunks)
{
    /// <summary>One event without attributes, for queries without FROM.</summary>
    public static EventSource Nothing(int account, long at) => Of(account, [new DerivedRow(at, new Dictionary<string, Value>())]);

    public static EventSource Of(int account, IEnumerable<DerivedRow> rows)
    {
        var pool = new StringPool();
        var chunks = new List<(int, string, EventChunk)>();
        foreach (var part in rows.Chunk(EventChunk.Capacity))
        {
            var chunk = new EventChunk(part.Length);
            foreach (var row in part)
            {
                chunk.Add(row.ToEvent(), pool);
            }

            chunks.Add((account, "", chunk));
        }

        return new EventSource(pool, chunks);
    }
}
