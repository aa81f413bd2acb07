using System.Collections.Concurrent;

namespace NewRelic.Simulator.Storage;

/// <summary>Up to 65,536 events of one type, column by column, with the span of time they cover.</summary>
/// <param name="capacity">Rows it has room for.</param>
internal sealed class EventChunk(int capacity)
{
    /// <summary>Rows of the largest.</summary>
    public const int Capacity = 1 << 16;

    /// <summary>Rows of a table's first: most types of event have few, and every attribute of a chunk takes nine bytes a row from the start.</summary>
    public const int First = 1 << 9;

    private readonly ConcurrentDictionary<string, ColumnChunk> _columns = new(StringComparer.Ordinal);
    private int _count;

    public long[] Timestamps { get; } = new long[capacity];

    /// <summary>Rows that readers may see; those below are complete and never change.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsFull => _count == capacity;

    /// <summary>The one behind this: four times as many rows, up to <see cref="Capacity"/>.</summary>
    public EventChunk Next() => new(Math.Min(capacity * 4, Capacity));

    public long Earliest { get; private set; } = long.MaxValue;

    public long Latest { get; private set; } = long.MinValue;

    public IEnumerable<string> Attributes => _columns.Keys;

    public ColumnChunk? Column(string attribute) => _columns.GetValueOrDefault(attribute);

    public void Add(SimulatedEvent added, StringPool pool)
    {
        var row = _count;
        Timestamps[row] = added.Timestamp;
        foreach (var (name, value) in added.Attributes)
        {
            var column = Column(name) ?? _columns.GetOrAdd(name, new ColumnChunk(capacity));
            (column.Kinds[row], column.Numbers[row]) = value switch
            {
                string text => (ValueKind.Text, pool.Intern(text)),
                bool flag => (ValueKind.Boolean, flag ? 1 : 0),
                double number => (ValueKind.Number, number),
                long number => (ValueKind.Number, number),
                int number => (ValueKind.Number, number),
                System.Text.Json.Nodes.JsonNode structure => (ValueKind.Structure, pool.Intern(structure.ToJsonString())),
                Distribution spread => (ValueKind.Distribution, pool.Distributions.Keep(spread)),
                _ => throw new ArgumentException($"attribute {name} is a {value.GetType().Name}: expected a text, number, boolean or distribution", nameof(added)),
            };
            column.HoldsDistributions |= column.Kinds[row] == ValueKind.Distribution;
        }

        Earliest = Math.Min(Earliest, added.Timestamp);
        Latest = Math.Max(Latest, added.Timestamp);
        Volatile.Write(ref _count, row + 1);
    }
}
